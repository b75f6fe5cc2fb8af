package io.pirate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

import io.pirate.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * Many submissions, of which a window is on its way: enough for the store to commit them
 * together, and not so many that other calls of the client find no room.
 */
final class BatchSubmission {

	private static final int WINDOW = 1000;

	private final List<Request> submissions;

	private final Function<Request, CompletableFuture<Ticket>> send;

	private final int window;

	private final AtomicReferenceArray<@Nullable Ticket> tickets;

	private final AtomicInteger next = new AtomicInteger();

	private final AtomicInteger open;

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private final CompletableFuture<List<Ticket>> result = new CompletableFuture<>();

	/**
	 * A batch of which nothing was sent.
	 * @param submissions what to send
	 * @param maxInFlight how many calls the client allows
	 * @param send sends one of them
	 */
	BatchSubmission(List<Request> submissions, int maxInFlight, Function<Request, CompletableFuture<Ticket>> send) {
		this.submissions = submissions;
		this.send = send;
		this.window = Math.max(1, Math.min(Math.min(WINDOW, maxInFlight / 2), submissions.size()));
		this.tickets = new AtomicReferenceArray<>(submissions.size());
		this.open = new AtomicInteger(this.window);
	}

	CompletableFuture<List<Ticket>> begin() {
		for (int i = 0; i < this.window; i++) {
			sendNext();
		}
		return this.result;
	}

	private void sendNext() {
		int index = this.next.getAndIncrement();
		if (index >= this.submissions.size() || this.failure.get() != null || this.result.isDone()) {
			if (this.open.decrementAndGet() == 0) {
				end();
			}
			return;
		}
		CompletableFuture<Ticket> unused = this.send.apply(this.submissions.get(index))
			.whenComplete((ticket, problem) -> onAnswer(index, ticket, problem));
	}

	private void onAnswer(int index, @Nullable Ticket ticket, @Nullable Throwable problem) {
		if (problem != null) {
			this.failure.compareAndSet(null, (problem instanceof CompletionException && problem.getCause() != null)
					? problem.getCause() : problem);
		}
		this.tickets.set(index, ticket);
		sendNext();
	}

	private void end() {
		Throwable problem = this.failure.get();
		if (problem != null) {
			this.result.completeExceptionally(problem);
			return;
		}
		List<Ticket> all = new ArrayList<>(this.tickets.length());
		for (int i = 0; i < this.tickets.length(); i++) {
			Ticket ticket = this.tickets.get(i);
			if (ticket != null) {
				all.add(ticket);
			}
		}
		this.result.complete(List.copyOf(all));
	}

}
