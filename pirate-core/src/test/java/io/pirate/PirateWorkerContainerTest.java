package io.pirate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.Property;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.Test;

import static io.pirate.WorkerFixture.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/** What an application sees of a worker. */
class PirateWorkerContainerTest {

	private static final byte[] EMPTY = new byte[0];

	private static byte[] lease(long number) {
		return CallFrame.build(1, number).flag(Property.QUEUE).end().encode();
	}

	private static CallFrame replyTo(long number, ForeignQueue queue) {
		ForeignQueue.Message message = queue.receiveWork();
		CallFrame call = (CallFrame) CallFrame.decodeReply(message.frames().frame(0));
		assertThat(call.number()).isEqualTo(number);
		return call;
	}

	private static String answerOf(PirateHandler handler) {
		try (ForeignQueue queue = new ForeignQueue();
				WorkerFixture fixture = new WorkerFixture(options(queue.endpoint()), handler).start()) {
			queue.request(queue.awaitReady(), "c", "hi");
			String answer = queue.receiveWork().frames().text(2);
			assertThat(fixture.worker().isRunning()).isTrue();
			return answer;
		}
	}

	@Test
	void everyFailureOfAHandlerIsAnErrorReply() {
		assertThat(answerOf((job) -> {
			throw new IllegalStateException("no\nluck");
		})).isEqualTo("ERROR handler-failed no luck");
		assertThat(answerOf((job) -> {
			throw new StackOverflowError();
		})).isEqualTo("ERROR handler-failed StackOverflowError");
		assertThat(answerOf((job) -> CompletableFuture.failedFuture(new IllegalStateException("later"))))
			.isEqualTo("ERROR handler-failed later");
		assertThat(answerOf((job) -> CompletableFuture.completedFuture(null))).startsWith("ERROR handler-failed");
		assertThat(answerOf((job) -> CompletableFuture.supplyAsync(() -> {
			throw new IllegalStateException("wrapped");
		}))).isEqualTo("ERROR handler-failed wrapped");
	}

	@Test
	void aReplyBeyondTheLimitIsAnErrorReplyAndTheWorkerServesOn() {
		assertThat(answerOf((job) -> CompletableFuture
			.completedFuture(Reply.ok(Frames.of(new byte[1024 * 1024 + 1]), null, Map.of()))))
			.startsWith("ERROR reply-too-large");
	}

	@Test
	void anExecutorThatRefusesIsAnErrorReply() {
		PirateContext context = new PirateContext("refusing");
		try (ForeignQueue queue = new ForeignQueue();
				PirateWorkerContainer worker = new PirateWorkerContainer(context, options(queue.endpoint()),
						WorkerFixture::echo, (task) -> {
							throw new RejectedExecutionException("full");
						}, PirateListener.NONE)) {
			worker.start();
			queue.request(queue.awaitReady(), "c", "hi");
			assertThat(queue.receiveWork().frames().text(2)).isEqualTo("ERROR handler-failed full");
		}
		finally {
			context.close();
		}
	}

	@Test
	void anUnfinishedStageHoldsNoThreadButCountsAsRunning() {
		List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
		CompletableFuture<Reply> later = new CompletableFuture<>();
		try (ForeignQueue queue = new ForeignQueue();
				WorkerFixture fixture = new WorkerFixture(options(queue.endpoint()), (job) -> {
					threads.add(Thread.currentThread());
					return later;
				}).start()) {
			Identity worker = queue.awaitReady();
			queue.request(worker, "c", "hi");
			await().until(() -> threads.size() == 1);
			await().until(() -> threads.get(0).getState() == Thread.State.TIMED_WAITING);
			assertThat(fixture.worker().snapshot().running()).isEqualTo(1);
			later.complete(Reply.ok(Frames.ofText("done"), null, Map.of()));
			assertThat(queue.receiveWork().frames().text(2)).isEqualTo("done");
		}
	}

	@Test
	void stopsGracefullyAndStartsAgain() throws InterruptedException {
		CompletableFuture<Reply> slow = new CompletableFuture<>();
		try (ForeignQueue queue = new ForeignQueue();
				WorkerFixture fixture = new WorkerFixture(options(queue.endpoint()), (job) -> slow).start()) {
			Identity first = queue.awaitReady();
			queue.send(first, lease(1), EMPTY, new byte[] { 'x' });
			await().until(() -> fixture.worker().snapshot().running() == 1);
			CountDownLatch stopped = new CountDownLatch(1);
			fixture.worker().stop(stopped::countDown);
			await().until(() -> fixture.worker().snapshot().draining());
			queue.send(first, lease(2), EMPTY, new byte[] { 'y' });
			assertThat(replyTo(2, queue).status()).isEqualTo(ReplyStatus.RETURNED);
			assertThat(stopped.getCount()).isEqualTo(1);
			slow.complete(Reply.ok(Frames.ofText("done"), null, Map.of()));
			assertThat(replyTo(1, queue).status()).isEqualTo(ReplyStatus.OK);
			assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(fixture.worker().isRunning()).isFalse();
			fixture.worker().start();
			assertThat(queue.awaitReady()).isNotEqualTo(first);
			assertThat(fixture.worker().isRunning()).isTrue();
		}
	}

	@Test
	void closeWaitsNoLongerThanTheDrainTimeout() {
		CompletableFuture<Reply> never = new CompletableFuture<>();
		try (ForeignQueue queue = new ForeignQueue()) {
			WorkerOptions impatient = WorkerOptions.of("w", queue.endpoint())
				.with(WorkerFixture.settings(WorkerDialect.PARANOID, queue.endpoint(), Duration.ofSeconds(30),
						Duration.ofMillis(300)));
			try (WorkerFixture fixture = new WorkerFixture(impatient, (job) -> never).start()) {
				Identity worker = queue.awaitReady();
				queue.send(worker, lease(1), EMPTY, new byte[] { 'x' });
				await().until(() -> fixture.worker().snapshot().running() == 1);
				long start = System.nanoTime();
				fixture.worker().close();
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(290),
						Duration.ofSeconds(3));
				assertThat(replyTo(1, queue).status()).isEqualTo(ReplyStatus.RETURNED);
			}
		}
	}

	@Test
	void aStuckHandlerIsHandedBackAndTheListenerHearsOfIt() {
		AtomicBoolean heard = new AtomicBoolean();
		PirateListener listener = new PirateListener() {
			@Override
			public void handlerTimedOut(ServiceName service) {
				heard.set(true);
			}
		};
		CompletableFuture<Reply> never = new CompletableFuture<>();
		try (ForeignQueue queue = new ForeignQueue()) {
			WorkerOptions strict = WorkerOptions.of("w", queue.endpoint())
				.with(WorkerFixture.settings(WorkerDialect.PARANOID, queue.endpoint(), Duration.ofMillis(200),
						Duration.ofMillis(300)));
			try (WorkerFixture fixture = new WorkerFixture(strict, (job) -> never, listener).start()) {
				queue.send(queue.awaitReady(), lease(1), EMPTY, new byte[] { 'x' });
				CallFrame reply = replyTo(1, queue);
				assertThat(reply.status()).isEqualTo(ReplyStatus.RETURNED);
				assertThat(reply.text(Property.CODE)).isEqualTo("handler-timeout");
				await().untilTrue(heard);
				assertThat(fixture.worker().snapshot().stuck()).isEqualTo(1);
			}
		}
	}

	@Test
	void workersOfOneContextShareItsThread() {
		long before = Thread.getAllStackTraces().keySet().stream().filter((t) -> t.getName().equals("shared")).count();
		assertThat(before).isZero();
		PirateContext context = new PirateContext("shared");
		try (ForeignQueue queue = new ForeignQueue();
				PirateWorkerContainer one = new PirateWorkerContainer(context, options(queue.endpoint()),
						WorkerFixture::echo, Runnable::run, PirateListener.NONE);
				PirateWorkerContainer two = new PirateWorkerContainer(context, options(queue.endpoint()),
						WorkerFixture::echo, Runnable::run, PirateListener.NONE)) {
			one.start();
			two.start();
			Identity first = queue.awaitReady();
			assertThat(queue.awaitReady()).isNotEqualTo(first);
			assertThat(Thread.getAllStackTraces().keySet().stream().filter((t) -> t.getName().equals("shared")))
				.hasSize(1);
			assertThat(context.failure()).isNull();
		}
		finally {
			context.close();
		}
	}

	@Test
	void aContextClosedFirstEndsItsWorkers() {
		try (ForeignQueue queue = new ForeignQueue();
				WorkerFixture fixture = new WorkerFixture(options(queue.endpoint()), WorkerFixture::echo).start()) {
			queue.awaitReady();
			fixture.context().close();
			assertThat(fixture.worker().isRunning()).isFalse();
			assertThatIllegalStateException().isThrownBy(() -> fixture.worker().start());
			assertThatIllegalStateException().isThrownBy(() -> fixture.worker().snapshot());
			CountDownLatch stopped = new CountDownLatch(1);
			fixture.worker().stop(stopped::countDown);
			assertThat(stopped.getCount()).isZero();
		}
	}

	@Test
	void refusesEndpointsThatCannotWorkWhenItIsStarted() {
		try (WorkerFixture fixture = new WorkerFixture(WorkerOptions.of("w", "ipc://queue"), WorkerFixture::echo)) {
			assertThatIllegalArgumentException().isThrownBy(() -> fixture.worker().start())
				.withMessageContaining("ipc");
			assertThat(fixture.worker().isRunning()).isFalse();
		}
	}

	@Test
	void startingTwiceIsStartingOnce() {
		try (ForeignQueue queue = new ForeignQueue();
				WorkerFixture fixture = new WorkerFixture(options(queue.endpoint()), WorkerFixture::echo).start()) {
			fixture.start();
			Identity worker = queue.awaitReady();
			queue.heartbeat(worker);
			assertThat(queue.receive().isSingle(ForeignQueue.HEARTBEAT)).isTrue();
		}
	}

}
