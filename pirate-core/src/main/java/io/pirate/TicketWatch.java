package io.pirate;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Reply;
import io.pirate.wire.TspCodec;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the reply to one ticket until it is there or the time is over. Between two
 * questions it is an entry of the timer that all of them share, and no thread.
 */
final class TicketWatch {

	private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

	private final TitanicClient titanic;

	private final PirateClient client;

	private final Ticket ticket;

	private final long timeoutNanos;

	private final long startNanos = System.nanoTime();

	private final CompletableFuture<Reply> result = new CompletableFuture<>();

	private final AtomicInteger questions = new AtomicInteger();

	/**
	 * A watch that has not asked yet.
	 * @param titanic whom to ask, with the patience of one question
	 * @param client below it; its callback threads ask and answer
	 * @param ticket of the request
	 * @param timeout how long to ask
	 */
	TicketWatch(TitanicClient titanic, PirateClient client, Ticket ticket, Duration timeout) {
		if (timeout.toMillis() < 1) {
			throw new IllegalArgumentException("the timeout must be at least 1 ms: " + timeout);
		}
		this.titanic = titanic;
		this.client = client;
		this.ticket = ticket;
		this.timeoutNanos = nanos(timeout);
	}

	CompletableFuture<Reply> begin() {
		ask();
		return this.result;
	}

	private void ask() {
		if (this.result.isDone()) {
			return;
		}
		this.questions.incrementAndGet();
		RetryPolicy usual = this.titanic.patience();
		Duration left = Duration.ofNanos(Math.max(TimeUnit.MILLISECONDS.toNanos(1), leftNanos()));
		Duration timeout = (usual.timeout().compareTo(left) < 0) ? usual.timeout() : left;
		// the next question is the retry
		CompletableFuture<Optional<Reply>> unused = this.titanic.with(new RetryPolicy(timeout, 0, false))
			.fetchAsync(this.ticket)
			.whenComplete((reply, failure) -> {
				if (failure != null) {
					onFailure(failure);
				}
				else {
					reply.ifPresentOrElse(this.result::complete, () -> askLater(null));
				}
			});
	}

	private void onFailure(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof PirateException known && TitanicAnswers.isTransient(known)) {
			askLater(cause);
		}
		else {
			this.result.completeExceptionally(cause);
		}
	}

	private void askLater(@Nullable Throwable last) {
		long left = leftNanos();
		if (left < SHORTEST_PAUSE_NANOS) {
			this.result.completeExceptionally(silence(last));
			return;
		}
		long pause = Math.min(pauseNanos(), left * 3 / 4);
		CompletableFuture.delayedExecutor(pause, TimeUnit.NANOSECONDS, this.client::callBack).execute(this::ask);
	}

	/** A quarter of the time so far, ±10 % so that many watches do not ask at once. */
	private long pauseNanos() {
		long quarter = (System.nanoTime() - this.startNanos) / 4;
		long pause = Math.max(SHORTEST_PAUSE_NANOS, Math.min(LONGEST_PAUSE_NANOS, quarter));
		return pause + ThreadLocalRandom.current().nextLong(-pause / 10, pause / 10);
	}

	private NoReplyException silence(@Nullable Throwable last) {
		NoReplyException silence = new NoReplyException(TspCodec.REPLY, this.questions.get(),
				Duration.ofNanos(System.nanoTime() - this.startNanos), this.client.options().endpoints());
		if (last != null) {
			silence.addSuppressed(last);
		}
		return silence;
	}

	private long leftNanos() {
		return this.timeoutNanos - (System.nanoTime() - this.startNanos);
	}

	private static long nanos(Duration timeout) {
		return (timeout.toDays() < 365) ? timeout.toNanos() : Duration.ofDays(365).toNanos();
	}

}
