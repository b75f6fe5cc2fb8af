package io.pirate;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;

import io.pirate.machine.Outcome;
import io.pirate.machine.RetryPolicy;
import io.pirate.reactor.ClientLink;
import io.pirate.reactor.PartSink;
import io.pirate.reactor.StreamedCall;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a reply, waited for one by one. Close it unless you have taken them all:
 * until then its call is open, and its sender waits for credit. For one thread at a time;
 * only {@link #close} is for any.
 */
public final class ReplyParts implements Iterator<Reply>, AutoCloseable {

	private final Request request;

	private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

	private final StreamedCall call;

	private volatile @Nullable Outcome outcome;

	private volatile boolean closed;

	private @Nullable Arrival next;

	ReplyParts(ClientLink link, Request request, RetryPolicy policy) {
		this.request = request;
		this.call = link.stream(request, policy, new Sink());
		this.call.begin();
	}

	/**
	 * Waits for the next part, or for the end.
	 * @return whether there is one
	 * @throws PirateException how else a call may end, see {@link PirateClient#stream};
	 * thrown again if asked again
	 * @throws PirateInterruptedException if the thread was interrupted; the call is
	 * cancelled
	 * @throws CancellationException if it is closed
	 */
	@Override
	public boolean hasNext() {
		Arrival known = this.next;
		if (known == null) {
			known = await();
			this.next = known;
		}
		if (this.closed) {
			throw new CancellationException("The call was cancelled");
		}
		if (known.part() != null) {
			return true;
		}
		Outcomes.replyOf(this.request, Objects.requireNonNull(this.outcome));
		return false;
	}

	/**
	 * Waits for the next part. Throws what {@link #hasNext} throws.
	 * @return its body, content type and headers; the status is always {@code OK}
	 * @throws NoSuchElementException if all parts were taken
	 */
	@Override
	public Reply next() {
		Reply part = (hasNext() && this.next != null) ? this.next.part() : null;
		if (part == null) {
			throw new NoSuchElementException("no part follows");
		}
		this.next = null;
		this.call.took(part);
		return part;
	}

	private Arrival await() {
		try {
			return this.arrivals.take();
		}
		catch (InterruptedException ex) {
			close();
			Thread.currentThread().interrupt();
			throw new PirateInterruptedException(ex);
		}
	}

	/** Cancels the call unless it has ended: no more parts are wanted. */
	@Override
	public void close() {
		this.closed = true;
		this.call.cancel();
		this.arrivals.clear();
		this.arrivals.add(Arrival.LAST);
	}

	/**
	 * What the I/O thread brought.
	 *
	 * @param part a part, or {@code null} if none follows
	 */
	private record Arrival(@Nullable Reply part) {

		static final Arrival LAST = new Arrival(null);

	}

	/** The I/O thread's end of the queue. */
	private final class Sink implements PartSink {

		@Override
		public void part(Reply part) {
			ReplyParts.this.arrivals.add(new Arrival(part));
		}

		@Override
		public void ended(Outcome how) {
			ReplyParts.this.outcome = how;
			ReplyParts.this.arrivals.add(Arrival.LAST);
		}

	}

}
