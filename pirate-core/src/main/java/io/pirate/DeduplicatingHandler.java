package io.pirate;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.pirate.dedup.CallKey;
import io.pirate.dedup.Claim;
import io.pirate.dedup.KeptReply;
import io.pirate.dedup.ReplyMemory;
import io.pirate.machine.Job;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs each call effectively once, however often it comes: the reply of the first run is
 * kept under the call's header {@link TitanicClient#IDEMPOTENCY_KEY}, or {@code call-id}
 * if Titanic asks for a client that states no key, and answers the others. Who comes
 * while the first still runs waits for that: in this process without a thread, for
 * another process by asking its memory on the handler's thread.
 * <p>
 * Only good replies are kept. A call that failed may be tried again, and runs again. A
 * process that dies after the handler's work and before its reply is kept makes the one
 * gap there is. The same key with another body is refused as {@code mismatch}. If the
 * memory does not work the call is not run but rejected as {@code deduplication-failed}.
 * Calls without a key are run each time.
 */
public final class DeduplicatingHandler implements PirateHandler {

	private static final Logger logger = LoggerFactory.getLogger(PirateWorkerContainer.class);

	private static final long PAUSE_MILLIS = 50;

	private static final Reply MISMATCH = Reply.failure(ReplyStatus.ERROR, "mismatch",
			"another request came with the same idempotency key");

	private static final Reply BAD_KEY = Reply.failure(ReplyStatus.ERROR, "bad-request",
			"an idempotency key has 1 to " + CallKey.LONGEST + " characters");

	private final PirateHandler handler;

	private final ReplyMemory memory;

	private final Map<CallKey, Run> running = new ConcurrentHashMap<>();

	private final AtomicBoolean keyless = new AtomicBoolean();

	private final AtomicLong duplicates = new AtomicLong();

	/**
	 * A handler that runs another one once for each call.
	 * @param handler who answers
	 * @param memory keeps the replies
	 */
	public DeduplicatingHandler(PirateHandler handler, ReplyMemory memory) {
		this.handler = handler;
		this.memory = memory;
	}

	/**
	 * Calls that were not run, because the reply of an earlier one answered them.
	 * @return how many so far
	 */
	public long duplicates() {
		return this.duplicates.get();
	}

	@Override
	public CompletionStage<Reply> handle(Job job) throws Exception {
		String key = keyOf(job.request().headers());
		if (key == null) {
			tellKeyless(job);
			return this.handler.handle(job);
		}
		if (!CallKey.isValid(key)) {
			return CompletableFuture.completedFuture(BAD_KEY);
		}
		CallKey call = new CallKey(job.request().service(), key);
		Run mine = new Run(KeptReply.fingerprint(job.request().body()), new CompletableFuture<>());
		Run first = this.running.putIfAbsent(call, mine);
		if (first != null) {
			return first.answerTo(mine, this.duplicates);
		}
		begin(call, job, mine);
		return mine.reply();
	}

	private void begin(CallKey call, Job job, Run mine) {
		try {
			Claim claim = claim(call);
			if (claim instanceof Claim.Known known) {
				boolean same = known.kept().fingerprint().equals(mine.fingerprint());
				this.duplicates.incrementAndGet();
				end(call, mine, same ? known.kept().reply() : MISMATCH, null);
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			end(call, mine, refusal("shutting-down", "the worker is leaving"), null);
			return;
		}
		catch (RuntimeException ex) {
			logger.error("A call of '{}' is not run: nobody can say whether it has run before", call.service(), ex);
			end(call, mine, refusal("deduplication-failed", "the worker's memory of replies does not work"), null);
			return;
		}
		run(call, job, mine);
	}

	/** Waits while another process runs it. */
	private Claim claim(CallKey call) throws InterruptedException {
		Claim claim = this.memory.claim(call);
		while (claim instanceof Claim.Running) {
			TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
			claim = this.memory.claim(call);
		}
		return claim;
	}

	private void run(CallKey call, Job job, Run mine) {
		CompletionStage<Reply> stage;
		try {
			stage = this.handler.handle(job);
		}
		catch (Throwable ex) {
			stage = CompletableFuture.failedFuture(ex);
		}
		CompletionStage<Reply> unused = stage.whenComplete((reply, failure) -> {
			remember(call, mine, (failure != null) ? null : reply);
			end(call, mine, reply, failure);
		});
	}

	/** The caller has his reply even if it cannot be kept. */
	private void remember(CallKey call, Run mine, @Nullable Reply reply) {
		try {
			if (reply != null && reply.status() == ReplyStatus.OK) {
				this.memory.keep(call, new KeptReply(mine.fingerprint(), reply));
			}
			else {
				this.memory.release(call);
			}
		}
		catch (RuntimeException ex) {
			logger.error("A call of '{}' may run again: what became of it could not be kept", call.service(), ex);
		}
	}

	private void end(CallKey call, Run mine, @Nullable Reply reply, @Nullable Throwable failure) {
		this.running.remove(call, mine);
		if (failure != null) {
			boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
			mine.reply().completeExceptionally(wrapped ? failure.getCause() : failure);
		}
		else if (reply != null) {
			mine.reply().complete(reply);
		}
		else {
			mine.reply().completeExceptionally(new NullPointerException("the handler gave no reply"));
		}
	}

	/** Titanic names what it executes, for clients that have named nothing. */
	private static @Nullable String keyOf(Map<String, String> headers) {
		String key = headers.get(TitanicClient.IDEMPOTENCY_KEY);
		return (key != null) ? key : headers.get(TitanicCourier.CALL_ID);
	}

	private void tellKeyless(Job job) {
		if (this.keyless.compareAndSet(false, true)) {
			logger.warn("A call of '{}' came without the header {}: such calls are run each time they come",
					job.request().service(), TitanicClient.IDEMPOTENCY_KEY);
		}
	}

	private static Reply refusal(String code, String reason) {
		return Reply.failure(ReplyStatus.REJECTED, code, reason);
	}

	/**
	 * A call that runs here.
	 *
	 * @param fingerprint of its request
	 * @param reply its reply, for all who wait
	 */
	private record Run(String fingerprint, CompletableFuture<Reply> reply) {

		CompletionStage<Reply> answerTo(Run other, AtomicLong duplicates) {
			duplicates.incrementAndGet();
			return this.fingerprint.equals(other.fingerprint) ? this.reply.copy()
					: CompletableFuture.completedFuture(MISMATCH);
		}

	}

}
