package io.pirate;

import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.QueueSettings;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.WorkerDialect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMsg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Our worker behind our queue, asked by a raw client that repeats nothing. */
class WorkerBehindQueueTest {

	private static final Duration HANDLER_TIMEOUT = Duration.ofSeconds(30);

	/** Patient, so that a busy machine does not look like a dead worker. */
	private static final HeartbeatPolicy PULSE = new HeartbeatPolicy(Duration.ofMillis(100), 20);

	private static final int SLOW_SECONDS = 5;

	private final ZContext context = new ZContext();

	private PirateQueue queue = queue("tcp://127.0.0.1:*", "tcp://127.0.0.1:*");

	private ZMQ.Socket client = this.context.createSocket(SocketType.DEALER);

	private static PirateQueue queue(String frontend, String backend) {
		QueueSettings settings = QueueSettings.defaults(256L * 1024 * 1024).with(PULSE);
		return new PirateQueue(QueueOptions.of(frontend, backend).with(settings), PirateListener.NONE);
	}

	@BeforeEach
	void start() {
		this.queue.start();
		this.client = connect();
	}

	@AfterEach
	void stop() {
		this.context.close();
		this.queue.close();
	}

	private ZMQ.Socket connect() {
		ZMQ.Socket socket = this.context.createSocket(SocketType.DEALER);
		socket.setLinger(0);
		socket.setHandshakeIvl(1000);
		socket.setReceiveTimeOut(10_000);
		socket.connect(this.queue.frontend());
		return socket;
	}

	private WorkerFixture worker(PirateHandler handler, Duration handlerTimeout) {
		WorkerFixture fixture = new WorkerFixture(WorkerOptions.of("w", this.queue.backend())
			.with(WorkerFixture.settings(WorkerDialect.PARANOID, this.queue.backend(), PULSE, handlerTimeout,
					Duration.ofSeconds(5))),
				handler)
			.start();
		await().until(() -> fixture.worker().snapshot().links().get(0).registered());
		return fixture;
	}

	private void ask(int number) {
		this.client.sendMore(Integer.toString(number));
		this.client.sendMore("");
		this.client.send("body " + number);
	}

	private void expectAnswers(int count) {
		BitSet answered = new BitSet();
		for (int i = 0; i < count; i++) {
			@Nullable ZMsg reply = ZMsg.recvMsg(this.client);
			assertThat(reply).as("answer %s of %s", i, count).isNotNull();
			int number = Integer.parseInt(reply.popString());
			reply.pop();
			assertThat(reply.popString()).isEqualTo("body " + number);
			answered.set(number);
		}
		assertThat(answered.cardinality()).isEqualTo(count);
	}

	@Test
	void twoWorkersAnswerEverything() {
		try (WorkerFixture one = worker(WorkerFixture::echo, HANDLER_TIMEOUT);
				WorkerFixture two = worker(WorkerFixture::echo, HANDLER_TIMEOUT)) {
			for (int i = 0; i < 1000; i++) {
				ask(i);
			}
			expectAnswers(1000);
			assertThat(one.worker().snapshot().handled()).isPositive();
			assertThat(one.worker().snapshot().handled() + two.worker().snapshot().handled()).isEqualTo(1000);
			assertThat(this.queue.snapshot().workers()).extracting("name").containsExactly("w", "w");
		}
	}

	@Test
	void aWorkerThatLeavesUnderLoadLosesNothing() throws InterruptedException {
		PirateHandler slow = (job) -> CompletableFuture.supplyAsync(
				() -> Reply.ok(job.request().body(), null, Map.of()),
				CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS));
		try (WorkerFixture one = worker(slow, HANDLER_TIMEOUT); WorkerFixture two = worker(slow, HANDLER_TIMEOUT)) {
			CountDownLatch stopped = new CountDownLatch(1);
			for (int i = 0; i < 400; i++) {
				ask(i);
				if (i == 200) {
					await().until(() -> one.worker().snapshot().handled() > 0);
					one.worker().stop(stopped::countDown);
				}
			}
			expectAnswers(400);
			assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(two.worker().isRunning()).isTrue();
			assertThat(this.queue.snapshot().redelivered()).isZero();
		}
	}

	@Test
	void theWorkOfAWorkerThatDiesIsDoneByAnother() {
		CompletableFuture<Reply> never = new CompletableFuture<>();
		try (WorkerFixture dying = worker((job) -> never, HANDLER_TIMEOUT)) {
			ask(0);
			ask(1);
			await().until(() -> dying.worker().snapshot().running() == 2);
			try (WorkerFixture other = worker(WorkerFixture::echo, HANDLER_TIMEOUT)) {
				dying.context().close();
				expectAnswers(2);
				assertThat(other.worker().snapshot().handled()).isEqualTo(2);
			}
		}
	}

	@Test
	void whatALoopingHandlerHoldsIsDoneByAnotherWorker() {
		CompletableFuture<Reply> never = new CompletableFuture<>();
		try (WorkerFixture looping = worker((job) -> never, Duration.ofSeconds(3))) {
			ask(0);
			await().until(() -> looping.worker().snapshot().running() == 1);
			try (WorkerFixture other = worker(WorkerFixture::echo, HANDLER_TIMEOUT)) {
				expectAnswers(1);
				assertThat(other.worker().snapshot().handled()).isEqualTo(1);
				assertThat(looping.worker().snapshot().stuck()).isPositive();
			}
		}
	}

	@Test
	void aHandlerSlowerThanTheAllowedSilenceIsNotExpelledAndRunsOnce() {
		AtomicInteger runs = new AtomicInteger();
		PirateHandler slow = (job) -> {
			runs.incrementAndGet();
			return CompletableFuture.supplyAsync(() -> Reply.ok(Frames.ofText("body 0"), null, Map.of()),
					CompletableFuture.delayedExecutor(SLOW_SECONDS, TimeUnit.SECONDS));
		};
		try (WorkerFixture fixture = worker(slow, HANDLER_TIMEOUT)) {
			ask(0);
			expectAnswers(1);
			assertThat(runs).hasValue(1);
			assertThat(fixture.worker().snapshot().reconnects()).isZero();
			assertThat(this.queue.snapshot().expiredWorkers()).isEmpty();
		}
	}

	@Test
	void aRestartedQueueHasItsWorkersBack() {
		String frontend = this.queue.frontend();
		String backend = this.queue.backend();
		try (WorkerFixture fixture = worker(WorkerFixture::echo, HANDLER_TIMEOUT)) {
			this.queue.close();
			await().until(() -> !fixture.worker().snapshot().links().get(0).registered());
			this.queue = queue(frontend, backend);
			this.queue.start();
			await().until(() -> fixture.worker().snapshot().links().get(0).registered());
			this.client = connect();
			ask(0);
			expectAnswers(1);
		}
	}

}
