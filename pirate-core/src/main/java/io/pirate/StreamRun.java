package io.pirate;

import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.pirate.machine.Job;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import org.jspecify.annotations.Nullable;

/**
 * One reply in parts: subscribes to what a handler publishes, asks it for as much as the
 * worker wants, and passes it on. Handler and publisher are called on the executor, in
 * turns that never overlap; only a cancellation overtakes them. Ends exactly once, with
 * {@link Reply#end()} or a failure, and when it was cancelled not before the publisher's
 * turn is over.
 */
final class StreamRun implements Flow.Subscriber<Reply> {

	private final Job job;

	private final PirateStreamHandler handler;

	private final Executor executor;

	private final HandlerReplies replies;

	private final JobRunner.Results results;

	private final Runnable whenOver;

	private final AtomicReference<Flow.@Nullable Subscription> upstream = new AtomicReference<>();

	/** Parts the worker wants, and nobody has been asked for yet. */
	private final AtomicLong wanted = new AtomicLong();

	/** Parts that were asked for, and not published yet. */
	private final AtomicLong due = new AtomicLong();

	/** Reasons for a turn; who adds the first one has it taken. */
	private final AtomicInteger reasons = new AtomicInteger();

	private final AtomicBoolean over = new AtomicBoolean();

	private volatile boolean cancelled;

	/** Written in turns. */
	private boolean begun;

	/**
	 * A reply that has not started.
	 * @param job the request
	 * @param handler answers it
	 * @param executor where
	 * @param replies makes replies of results
	 * @param results takes them
	 * @param whenOver run once, before the end is told
	 */
	StreamRun(Job job, PirateStreamHandler handler, Executor executor, HandlerReplies replies,
			JobRunner.Results results, Runnable whenOver) {
		this.job = job;
		this.handler = handler;
		this.executor = executor;
		this.replies = replies;
		this.results = results;
		this.whenOver = whenOver;
	}

	/** Has the handler called. */
	void start() {
		turn();
	}

	/** The worker can take more. */
	void want(long parts) {
		this.wanted.addAndGet(parts);
		turn();
	}

	/** The worker takes no more. */
	void cancel() {
		this.cancelled = true;
		execute(() -> {
			stop();
			if (this.reasons.getAndIncrement() == 0) {
				takeTurns();
			}
		});
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		if (this.upstream.compareAndSet(null, subscription)) {
			turn();
		}
		else {
			cancel(subscription);
		}
	}

	@Override
	public void onNext(@Nullable Reply part) {
		if (this.over.get() || this.cancelled) {
			stop();
		}
		else if (part == null) {
			stop();
			end(this.replies.failed(new NullPointerException("the publisher gave null")));
		}
		else if (this.due.getAndDecrement() <= 0) {
			stop();
			end(this.replies.failed(new IllegalStateException("more parts were published than were requested")));
		}
		else {
			pass(this.replies.checked(part));
		}
	}

	@Override
	public void onError(Throwable failure) {
		end(this.replies.failed(failure));
	}

	@Override
	public void onComplete() {
		end(Reply.end());
	}

	private void pass(Reply part) {
		if (part.status() == ReplyStatus.OK && !part.isEnd()) {
			this.results.part(this.job.id(), part);
			return;
		}
		stop();
		end(part);
	}

	private void turn() {
		if (this.reasons.getAndIncrement() == 0) {
			execute(this::takeTurns);
		}
	}

	private void execute(Runnable task) {
		try {
			this.executor.execute(task);
		}
		catch (RuntimeException ex) {
			// the publisher hears of it when it publishes next
			this.cancelled = true;
			end(this.replies.refused(ex));
		}
	}

	private void takeTurns() {
		int seen = this.reasons.get();
		while (seen > 0) {
			act();
			seen = this.reasons.addAndGet(-seen);
		}
	}

	private void act() {
		if (!this.begun) {
			this.begun = true;
			begin();
		}
		Flow.Subscription subscription = this.upstream.get();
		if (this.cancelled && subscription != null) {
			cancel(subscription);
			end(Reply.end());
		}
		else if (subscription != null && !this.over.get()) {
			request(subscription, this.wanted.getAndSet(0));
		}
	}

	private void begin() {
		if (this.cancelled) {
			end(Reply.end());
			return;
		}
		try {
			this.handler.handle(this.job).subscribe(this);
		}
		catch (Throwable ex) {
			stop();
			end(this.replies.failed(ex));
		}
	}

	private void request(Flow.Subscription subscription, long parts) {
		if (parts == 0) {
			return;
		}
		this.due.addAndGet(parts);
		try {
			subscription.request(parts);
		}
		catch (Throwable ex) {
			stop();
			end(this.replies.failed(ex));
		}
	}

	private void stop() {
		Flow.Subscription subscription = this.upstream.get();
		if (subscription != null) {
			cancel(subscription);
		}
	}

	private void cancel(Flow.Subscription subscription) {
		try {
			subscription.cancel();
		}
		catch (Throwable ex) {
			end(this.replies.failed(ex));
		}
	}

	private void end(Reply reply) {
		if (this.over.compareAndSet(false, true)) {
			this.whenOver.run();
			this.results.handled(this.job.id(), reply);
		}
	}

}
