package io.pirate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;

import io.pirate.machine.Job;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One reply in parts, with an executor whose tasks run when the test says so. */
class StreamRunTest {

	private static final Job JOB = new Job(7, Request.of(ServiceName.ANONYMOUS, Frames.ofText("rows")), 1, -1);

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final List<String> lines = new ArrayList<>();

	private boolean refuses;

	private Flow.@Nullable Subscriber<? super Reply> subscriber;

	private final Flow.Subscription subscription = new Flow.Subscription() {

		@Override
		public void request(long parts) {
			StreamRunTest.this.lines.add("request " + parts);
		}

		@Override
		public void cancel() {
			StreamRunTest.this.lines.add("stop");
		}

	};

	private final JobRunner.Results results = new JobRunner.Results() {

		@Override
		public void part(long jobId, Reply part) {
			StreamRunTest.this.lines.add("part " + part.body());
		}

		@Override
		public void handled(long jobId, Reply reply) {
			StreamRunTest.this.lines.add(reply.isEnd() ? "end" : "failure " + reply.reason());
		}

	};

	private final StreamRun run = run((job) -> this::subscribed);

	private StreamRun run(PirateStreamHandler handler) {
		return new StreamRun(JOB, handler, this::execute, new HandlerReplies(1024, SocketLimits.DEFAULT), this.results,
				() -> this.lines.add("over"));
	}

	private void subscribed(Flow.Subscriber<? super Reply> given) {
		this.lines.add("subscribed");
		this.subscriber = given;
		given.onSubscribe(this.subscription);
	}

	private void execute(Runnable task) {
		if (this.refuses) {
			throw new RejectedExecutionException("full");
		}
		this.tasks.add(task);
	}

	private void runTasks() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
		}
	}

	private void expect(String... expected) {
		assertThat(this.lines).containsExactly(expected);
		this.lines.clear();
	}

	private static Reply part(String text) {
		return Reply.ok(Frames.ofText(text), null, Map.of());
	}

	@Test
	void passesOnWhatWasWantedInOneTask() {
		this.run.start();
		this.run.want(2);
		this.run.want(3);
		assertThat(this.tasks).hasSize(1);
		runTasks();
		expect("subscribed", "request 5");
		this.run.onNext(part("a"));
		this.run.onComplete();
		this.run.onComplete();
		this.run.onError(new IllegalStateException("late"));
		expect("part [a]", "over", "end");
	}

	@Test
	void whatIsWantedBeforeASubscriptionIsRequestedThen() {
		StreamRun later = run((job) -> (given) -> this.lines.add("subscribed"));
		later.start();
		later.want(2);
		runTasks();
		expect("subscribed");
		later.onSubscribe(this.subscription);
		runTasks();
		expect("request 2");
	}

	@Test
	void aSecondSubscriptionIsRefused() {
		this.run.start();
		runTasks();
		this.run.onSubscribe(this.subscription);
		expect("subscribed", "stop");
	}

	@Test
	void aHandlerThatWasCancelledBeforeItsTurnIsNotCalled() {
		this.run.start();
		this.run.cancel();
		runTasks();
		expect("over", "end");
	}

	@Test
	void aSubscriptionThatComesAfterTheCancellationIsStopped() {
		StreamRun later = run((job) -> (given) -> this.lines.add("subscribed"));
		later.start();
		runTasks();
		later.cancel();
		runTasks();
		expect("subscribed");
		later.onSubscribe(this.subscription);
		runTasks();
		expect("stop", "over", "end");
	}

	@Test
	void theEndOfACancelledReplyWaitsForThePublishersTurn() {
		StreamRun[] busy = new StreamRun[1];
		Flow.Subscription slow = new Flow.Subscription() {

			@Override
			public void request(long parts) {
				StreamRunTest.this.lines.add("request");
				busy[0].cancel();
				runTasks();
				busy[0].onNext(part("a"));
				StreamRunTest.this.lines.add("requested");
			}

			@Override
			public void cancel() {
				StreamRunTest.this.lines.add("stop");
			}

		};
		busy[0] = run((job) -> (given) -> given.onSubscribe(slow));
		busy[0].start();
		busy[0].want(1);
		runTasks();
		expect("request", "stop", "stop", "requested", "stop", "over", "end");
	}

	@Test
	void nothingAndMoreThanWasWantedAreFailures() {
		this.run.start();
		this.run.want(1);
		runTasks();
		this.run.onNext(null);
		this.run.onNext(part("a"));
		expect("subscribed", "request 1", "stop", "over", "failure the publisher gave null", "stop");
		StreamRun greedy = run((job) -> this::subscribed);
		greedy.start();
		runTasks();
		greedy.onNext(part("a"));
		expect("subscribed", "stop", "over", "failure more parts were published than were requested");
	}

	@Test
	void anExecutorThatRefusesLaterEndsTheReplyAndStopsItsPublisherWhenItPublishes() {
		this.run.start();
		this.run.want(1);
		runTasks();
		this.refuses = true;
		this.run.want(1);
		expect("subscribed", "request 1", "over", "failure full");
		this.run.onNext(part("a"));
		expect("stop");
	}

	@Test
	void aPublisherThatCannotBeStoppedEndsTheReply() {
		StreamRun broken = run((job) -> (given) -> given.onSubscribe(new Flow.Subscription() {

			@Override
			public void request(long parts) {
				throw new IllegalStateException("cannot publish");
			}

			@Override
			public void cancel() {
				throw new IllegalStateException("cannot stop");
			}

		}));
		broken.start();
		broken.want(1);
		runTasks();
		expect("over", "failure cannot stop");
	}

}
