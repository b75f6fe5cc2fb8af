package io.pirate.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

import io.pirate.wire.Reply;
import org.jspecify.annotations.Nullable;

/** A subscriber that keeps everything, and minds the rules on behalf of the publisher. */
final class Taker implements Flow.Subscriber<Reply> {

	final List<String> taken = Collections.synchronizedList(new ArrayList<>());

	final List<Throwable> violations = new CopyOnWriteArrayList<>();

	volatile IntConsumer onEach = (count) -> {
	};

	private final AtomicInteger inside = new AtomicInteger();

	private final long first;

	private volatile Flow.@Nullable Subscription subscription;

	private volatile @Nullable Throwable failure;

	private volatile boolean over;

	Taker(long first) {
		this.first = first;
	}

	void request(long parts) {
		this.subscription.request(parts);
	}

	void cancel() {
		this.subscription.cancel();
	}

	boolean isOver() {
		return this.over;
	}

	@Nullable Throwable failure() {
		return this.violations.isEmpty() ? this.failure : this.violations.get(0);
	}

	@Override
	public void onSubscribe(Flow.Subscription given) {
		enter();
		this.subscription = given;
		if (this.first > 0) {
			given.request(this.first);
		}
		leave();
	}

	@Override
	public void onNext(Reply part) {
		enter();
		this.taken.add(part.body().text(0));
		this.onEach.accept(this.taken.size());
		leave();
	}

	@Override
	public void onError(Throwable ex) {
		enter();
		this.failure = ex;
		this.over = true;
		leave();
	}

	@Override
	public void onComplete() {
		enter();
		this.over = true;
		leave();
	}

	private void enter() {
		if (this.inside.getAndIncrement() != 0) {
			this.violations.add(new AssertionError("two signals at once"));
		}
		if (this.over) {
			this.violations.add(new AssertionError("a signal after the end"));
		}
		if (Thread.currentThread().getName().equals("pirate-client")) {
			this.violations.add(new AssertionError("a signal on the I/O thread"));
		}
	}

	private void leave() {
		this.inside.decrementAndGet();
	}

}
