package io.pirate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.QueueSettings;
import io.pirate.machine.RetryPolicy;
import io.pirate.machine.WorkerSettings;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Queues are added and removed under load, over real sockets: no call is lost. */
class EndpointChangesTest {

	private static final HeartbeatPolicy HEARTBEAT = new HeartbeatPolicy(Duration.ofMillis(100), 3);

	private static final int CALLERS = 8;

	private static final int CHANGES = 6;

	/** The first attempt has to be enough. */
	private static final RetryPolicy NO_RETRY = new RetryPolicy(Duration.ofSeconds(20), 0, false);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<Runnable> endings = new ArrayList<>(List.of(this.threads::shutdown));

	private final PirateEndpointsTest.Changing frontends = new PirateEndpointsTest.Changing(List.of());

	private final PirateEndpointsTest.Changing backends = new PirateEndpointsTest.Changing(List.of());

	private final AtomicInteger executions = new AtomicInteger();

	private final AtomicInteger answered = new AtomicInteger();

	private volatile boolean ending;

	@AfterEach
	void endAll() {
		this.ending = true;
		for (int i = this.endings.size() - 1; i >= 0; i--) {
			this.endings.get(i).run();
		}
	}

	@Test
	void noCallIsLost() throws Exception {
		PirateQueue first = queue();
		PirateQueue second = queue();
		PirateClient client = client();
		PirateWorkerContainer worker = worker();
		CompletableFuture<Reply> early = client.sendAsync(request("early"), NO_RETRY);
		know(first);
		assertThat(early.get(20, TimeUnit.SECONDS).body().text(0)).isEqualTo("early");
		List<Future<Integer>> loads = new ArrayList<>();
		for (int i = 0; i < CALLERS; i++) {
			loads.add(this.threads.submit(() -> call(client)));
		}
		for (int change = 0; change < CHANGES; change++) {
			know(first, second);
			await().until(() -> worker.snapshot().links().stream().filter((link) -> link.registered()).count() == 2);
			awaitServed((change % 2 == 0) ? second : first);
			know((change % 2 == 0) ? second : first);
			await().untilAsserted(() -> {
				assertThat(worker.snapshot().links()).hasSize(1);
				assertThat(client.snapshot().endpoints()).hasSize(1);
			});
		}
		this.ending = true;
		int calls = 1;
		for (Future<Integer> load : loads) {
			calls += load.get(30, TimeUnit.SECONDS);
		}
		assertThat(this.executions).hasValue(calls);
		assertThat(client.snapshot().retries()).isZero();
	}

	/** Some calls pass it. */
	private void awaitServed(PirateQueue queue) {
		long before = queue.snapshot().replied();
		await().until(() -> queue.snapshot().replied() > before + 20);
	}

	private void know(PirateQueue... queues) {
		this.frontends.found.set(List.of(queues).stream().map(PirateQueue::frontend).toList());
		this.backends.found.set(List.of(queues).stream().map(PirateQueue::backend).toList());
	}

	private int call(PirateClient client) {
		int number = 0;
		while (!this.ending) {
			String text = "call " + number++;
			assertThat(client.send(request(text), NO_RETRY).body().text(0)).isEqualTo(text);
			this.answered.incrementAndGet();
		}
		return number;
	}

	private static Request request(String text) {
		return Request.of(ServiceName.ANONYMOUS, Frames.ofText(text));
	}

	private PirateQueue queue() {
		QueueSettings settings = QueueSettings.defaults(Runtime.getRuntime().maxMemory()).with(HEARTBEAT);
		PirateQueue queue = new PirateQueue(QueueOptions.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*").with(settings),
				PirateListener.NONE);
		this.endings.add(queue::close);
		queue.start();
		return queue;
	}

	private PirateClient client() {
		PirateClient client = new PirateClient(ClientOptions.of("tcp://127.0.0.1:1"), this.frontends,
				PirateListener.NONE, Runnable::run);
		this.endings.add(client::close);
		client.start();
		return client;
	}

	private PirateWorkerContainer worker() {
		WorkerOptions usual = WorkerOptions.of("w", "tcp://127.0.0.1:1");
		WorkerSettings settings = usual.settings();
		PirateContext context = new PirateContext("w");
		this.endings.add(context::close);
		PirateWorkerContainer worker = new PirateWorkerContainer(context,
				usual.with(new WorkerSettings("w", settings.service(), settings.dialect(), settings.endpoints(),
						HEARTBEAT, settings.reconnectInterval(), settings.reconnectIntervalMax(), 4, 8,
						settings.handlerTimeout(), Duration.ofMillis(600))),
				(job) -> {
					this.executions.incrementAndGet();
					return CompletableFuture
						.completedFuture(Reply.ok(job.request().body(), null, job.request().headers()));
				}, this.threads, PirateListener.NONE)
			.with(this.backends);
		this.endings.add(worker::close);
		worker.start();
		return worker;
	}

}
