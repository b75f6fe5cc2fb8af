package io.pirate.spring;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import org.jspecify.annotations.Nullable;

/**
 * Between what a method publishes and the worker: turns elements into parts, and a
 * failure into the last part. That one waits, like any other, until it is asked for.
 */
final class PartConversion implements Flow.Subscriber<Object>, Flow.Subscription {

	private final Flow.Subscriber<? super Reply> subscriber;

	private final WorkerReplies replies;

	private final Function<Throwable, Reply> recovery;

	private final AtomicReference<Flow.@Nullable Subscription> upstream = new AtomicReference<>();

	/** Parts the worker has asked for and not got. */
	private final AtomicLong demand = new AtomicLong();

	private final AtomicReference<@Nullable Reply> last = new AtomicReference<>();

	private volatile boolean cancelled;

	/** Signals are serial: these two need no more. */
	private boolean begun;

	private boolean over;

	/**
	 * A conversion that has not begun.
	 * @param subscriber who takes the parts
	 * @param replies makes them
	 * @param recovery answers a failure that comes before the first element
	 */
	PartConversion(Flow.Subscriber<? super Reply> subscriber, WorkerReplies replies,
			Function<Throwable, Reply> recovery) {
		this.subscriber = subscriber;
		this.replies = replies;
		this.recovery = recovery;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		if (this.upstream.compareAndSet(null, subscription)) {
			this.subscriber.onSubscribe(this);
		}
		else {
			subscription.cancel();
		}
	}

	@Override
	public void request(long parts) {
		this.demand.accumulateAndGet(parts, (now, more) -> (now + more < 0) ? Long.MAX_VALUE : now + more);
		Flow.Subscription subscription = this.upstream.get();
		if (this.last.get() != null) {
			giveLast();
		}
		else if (subscription != null) {
			subscription.request(parts);
		}
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		stop();
	}

	@Override
	public void onNext(Object element) {
		if (this.over) {
			return;
		}
		this.begun = true;
		this.demand.decrementAndGet();
		Reply part = this.replies.reply(element);
		this.subscriber.onNext(part);
		if (part.status() != ReplyStatus.OK) {
			this.over = true;
			stop();
			this.subscriber.onComplete();
		}
	}

	@Override
	public void onError(Throwable failure) {
		if (this.over || this.cancelled) {
			return;
		}
		this.over = true;
		this.last.set(this.begun ? this.replies.brokenOff(failure) : this.recovery.apply(failure));
		giveLast();
	}

	@Override
	public void onComplete() {
		if (!this.over) {
			this.over = true;
			this.subscriber.onComplete();
		}
	}

	/** Whoever comes second finds both the part and the demand. */
	private void giveLast() {
		Reply part = (this.demand.get() > 0) ? this.last.getAndSet(null) : null;
		if (part != null) {
			this.subscriber.onNext(part);
			this.subscriber.onComplete();
		}
	}

	private void stop() {
		Flow.Subscription subscription = this.upstream.get();
		if (subscription != null) {
			subscription.cancel();
		}
	}

}
