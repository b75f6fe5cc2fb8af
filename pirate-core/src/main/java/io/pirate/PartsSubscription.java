package io.pirate;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.pirate.machine.Outcome;
import io.pirate.machine.RetryPolicy;
import io.pirate.reactor.ClientLink;
import io.pirate.reactor.PartSink;
import io.pirate.reactor.StreamedCall;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * One call between the I/O thread that brings its parts and the subscriber who takes
 * them. Whoever finds something to signal while nobody signals hands the signalling to
 * the executor; so signals are serial, and no thread is held while there is none.
 */
final class PartsSubscription implements Flow.Subscription, PartSink {

	private final Flow.Subscriber<? super Reply> subscriber;

	private final Request request;

	private final Executor executor;

	private final Queue<Reply> parts = new ConcurrentLinkedQueue<>();

	private final AtomicLong demand = new AtomicLong();

	/**
	 * Above 0 somebody signals. It starts at 1, because nothing may be signalled before
	 * {@code onSubscribe} has returned, and stays above 0 after the last signal.
	 */
	private final AtomicInteger work = new AtomicInteger(1);

	private final AtomicReference<@Nullable End> end = new AtomicReference<>();

	private volatile @Nullable StreamedCall call;

	private volatile boolean cancelled;

	PartsSubscription(Flow.Subscriber<? super Reply> subscriber, Request request, Executor executor) {
		this.subscriber = subscriber;
		this.request = request;
		this.executor = executor;
	}

	/** The subscriber has its subscription. */
	void begin(Function<Request, ClientLink> link, RetryPolicy policy) {
		if (this.cancelled) {
			return;
		}
		try {
			StreamedCall fresh = link.apply(this.request).stream(this.request, policy, this);
			this.call = fresh;
			fresh.begin();
			if (this.cancelled) {
				fresh.cancel();
			}
		}
		catch (PirateException ex) {
			end(new End(ex, false));
		}
		if (!this.work.compareAndSet(1, 0)) {
			this.executor.execute(this::drain);
		}
	}

	@Override
	public void request(long parts) {
		if (this.cancelled) {
			return;
		}
		if (parts <= 0) {
			this.end.set(new End(new IllegalArgumentException("at least 1 part must be requested: " + parts), true));
			cancelCall();
			signal();
			return;
		}
		this.demand.accumulateAndGet(parts, (now, more) -> (now + more < 0) ? Long.MAX_VALUE : now + more);
		signal();
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		cancelCall();
		this.parts.clear();
	}

	private void cancelCall() {
		StreamedCall current = this.call;
		if (current != null) {
			current.cancel();
		}
	}

	@Override
	public void part(Reply part) {
		if (!this.cancelled) {
			this.parts.add(part);
			signal();
		}
	}

	@Override
	public void ended(Outcome outcome) {
		try {
			Outcomes.replyOf(this.request, outcome);
			end(new End(null, false));
		}
		catch (PirateException | CancellationException ex) {
			end(new End(ex, false));
		}
	}

	private void end(End how) {
		this.end.compareAndSet(null, how);
		signal();
	}

	private void signal() {
		if (this.work.getAndIncrement() == 0) {
			this.executor.execute(this::drain);
		}
	}

	private void drain() {
		int seen = this.work.get();
		while (seen != 0) {
			if (!emit()) {
				return;
			}
			seen = this.work.addAndGet(-seen);
		}
	}

	/** Signals what can be signalled; false if that was the last signal. */
	private boolean emit() {
		long wanted = this.demand.get();
		long sent = 0;
		while (!this.cancelled) {
			End last = this.end.get();
			if (last != null && (last.atOnce() || this.parts.isEmpty())) {
				finish(last);
				return false;
			}
			Reply part = (sent < wanted) ? this.parts.poll() : null;
			if (part == null) {
				this.demand.addAndGet((wanted < Long.MAX_VALUE) ? -sent : 0);
				return true;
			}
			next(part);
			sent++;
		}
		return false;
	}

	/** A subscriber that throws has cancelled, as the rules say. */
	private void next(Reply part) {
		try {
			this.subscriber.onNext(part);
		}
		catch (RuntimeException | Error ex) {
			cancel();
			throw ex;
		}
		Objects.requireNonNull(this.call).took(part);
	}

	private void finish(End last) {
		this.parts.clear();
		if (last.failure() != null) {
			this.subscriber.onError(last.failure());
		}
		else {
			this.subscriber.onComplete();
		}
	}

	/**
	 * How it ends.
	 *
	 * @param failure why, or {@code null} if all parts came
	 * @param atOnce whether the parts that are waiting do not matter any more
	 */
	private record End(@Nullable Throwable failure, boolean atOnce) {
	}

}
