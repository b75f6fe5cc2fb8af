package io.pirate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.pirate.machine.Job;
import io.pirate.machine.QueueSettings;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Replies in parts from our worker to our client, on every way between them. */
class StreamsTest {

	private static final RetryPolicy POLICY = new RetryPolicy(Duration.ofSeconds(10), 1, false);

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final PirateContext context = new PirateContext("test-worker");

	private final AtomicInteger produced = new AtomicInteger();

	private final AtomicBoolean over = new AtomicBoolean();

	private final List<AutoCloseable> open = new ArrayList<>();

	private PirateQueue queue;

	private PirateClient client;

	/** How parts travel. */
	enum Way {

		/** Through a queue with one endpoint for clients and one for workers. */
		QUEUE(WorkerDialect.MAJORDOMO_02, "rows"),
		/** Through a queue that sends every message in several frames. */
		QUEUE_IN_FRAMES(WorkerDialect.MAJORDOMO_02, "rows"),
		/** Through a queue by the older protocol, which knows no parts. */
		QUEUE_MDP01(WorkerDialect.MAJORDOMO_01, "rows"),
		/** Through a queue without names, by a protocol that knows no parts. */
		QUEUE_PARANOID(WorkerDialect.PARANOID, ""),
		/** From a server that is asked directly. */
		DIRECT(WorkerDialect.MAJORDOMO_02, "rows");

		private final WorkerDialect dialect;

		private final ServiceName service;

		Way(WorkerDialect dialect, String service) {
			this.dialect = dialect;
			this.service = new ServiceName(service);
		}

	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : this.open) {
			each.close();
		}
		this.context.close();
		this.executor.shutdownNow();
	}

	@ParameterizedTest
	@EnumSource
	void partsComeInOrderAndEnd(Way way) {
		start(way);
		for (int size : new int[] { 0, 1, 2, 63, 64, 65, 1000 }) {
			assertThat(texts(way, size)).as("%d parts", size)
				.isEqualTo(IntStream.range(0, size).mapToObj(Integer::toString).toList());
		}
	}

	@ParameterizedTest
	@EnumSource
	void aConsumerThatPausesHoldsTheProducerBack(Way way) {
		start(way);
		try (ReplyParts parts = this.client.parts(request(way, 1_000_000), POLICY)) {
			assertThat(parts.next().body().text(0)).isEqualTo("0");
			await().pollDelay(Duration.ofMillis(300)).until(() -> this.produced.get() <= 130);
			int before = this.produced.get();
			for (int i = 1; i < 1000; i++) {
				assertThat(parts.next().body().text(0)).isEqualTo(Integer.toString(i));
			}
			assertThat(this.produced.get()).isGreaterThan(before).isLessThan(1000 + 200);
		}
		await().untilTrue(this.over);
		assertThat(this.produced.get()).as("closing it stops the producer").isLessThan(1200);
		await().until(() -> texts(way, 3).size() == 3);
	}

	@ParameterizedTest
	@EnumSource
	void aFailureInTheMiddleComesAfterThePartsBeforeIt(Way way) {
		start(way);
		List<String> seen = new ArrayList<>();
		assertThatExceptionOfType(RemoteFailureException.class).isThrownBy(() -> {
			try (ReplyParts parts = this.client.parts(request(way, -5), POLICY)) {
				parts.forEachRemaining((part) -> seen.add(part.body().text(0)));
			}
		}).withMessageContaining("the shelf is empty");
		assertThat(seen).containsExactly("0", "1", "2", "3", "4");
	}

	@ParameterizedTest
	@EnumSource
	void anOrdinaryCallGetsTheLastPart(Way way) {
		start(way);
		assertThat(this.client.send(request(way, 40), POLICY).body().text(0)).isEqualTo("39");
	}

	@ParameterizedTest
	@EnumSource
	void manyAtOnceDoNotMix(Way way) {
		start(way);
		List<Thread> callers = new ArrayList<>();
		List<String> wrong = new ArrayList<>();
		AtomicInteger right = new AtomicInteger();
		for (int i = 0; i < 8; i++) {
			int size = 200 + i;
			callers.add(new Thread(() -> {
				try {
					List<String> texts = texts(way, size);
					assertThat(texts).hasSize(size);
					right.incrementAndGet();
				}
				catch (Throwable ex) {
					wrong.add(ex.toString());
				}
			}));
		}
		callers.forEach(Thread::start);
		await().atMost(Duration.ofSeconds(60)).until(() -> callers.stream().noneMatch(Thread::isAlive));
		assertThat(wrong).isEmpty();
		assertThat(right).hasValue(8);
	}

	private List<String> texts(Way way, int size) {
		List<String> texts = new ArrayList<>();
		try (ReplyParts parts = this.client.parts(request(way, size), POLICY)) {
			parts.forEachRemaining((part) -> texts.add(part.body().text(0)));
		}
		return texts;
	}

	private static Request request(Way way, int size) {
		return Request.of(way.service, Frames.ofText(Integer.toString(size)));
	}

	private void start(Way way) {
		String frontend;
		String backend = "tcp://127.0.0.1:*";
		if (way != Way.DIRECT) {
			QueueSettings settings = QueueSettings.defaults(256L * 1024 * 1024).with(way != Way.QUEUE_IN_FRAMES);
			this.queue = new PirateQueue(QueueOptions.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*").with(settings),
					PirateListener.NONE);
			this.queue.start();
			backend = this.queue.backend();
		}
		WorkerOptions options = (way == Way.DIRECT) ? WorkerOptions.bound("w", backend)
				: WorkerOptions.of("w", backend);
		PirateWorkerContainer worker = PirateWorkerContainer.streaming(this.context,
				options.with(options.settings().with(way.service, way.dialect)), this::rows, this.executor,
				PirateListener.NONE);
		worker.start();
		frontend = (way == Way.DIRECT) ? worker.boundEndpoint() : this.queue.frontend();
		this.client = new PirateClient(ClientOptions.of(frontend), PirateListener.NONE, this.executor);
		this.client.start();
		this.open.add(this.client);
		if (this.queue != null) {
			// first: a worker without a queue has nobody to wait for
			this.open.add(this.queue);
		}
		this.open.add(worker);
	}

	/** As many parts as were asked for; a negative number ends in a failure. */
	private Flow.Publisher<Reply> rows(Job job) {
		int size = Integer.parseInt(job.request().body().text(0));
		this.produced.set(0);
		this.over.set(false);
		var rows = IntStream.range(0, Math.abs(size) + ((size < 0) ? 1 : 0)).mapToObj((i) -> row(i, size)).iterator();
		return Parts.of(rows, () -> this.over.set(true), this.executor);
	}

	private Reply row(int number, int size) {
		if (size < 0 && number == -size) {
			throw new IllegalStateException("the shelf is empty");
		}
		this.produced.incrementAndGet();
		return Reply.ok(Frames.ofText(Integer.toString(number)), "text/plain", Map.of());
	}

}
