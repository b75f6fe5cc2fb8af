package io.pirate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.RetryPolicy;
import io.pirate.machine.TitanicSettings;
import io.pirate.machine.WorkerSettings;
import io.pirate.store.TitanicStore;
import io.pirate.wire.Frames;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import io.pirate.wire.TspCodec;
import io.pirate.wire.TspReply;
import io.pirate.wire.WorkerDialect;
import org.awaitility.Awaitility;

/** A queue with a Titanic beside it, a client, and workers; closed in the right order. */
final class TitanicFixture implements AutoCloseable {

	static final ServiceName ECHO = new ServiceName("echo");

	static final HeartbeatPolicy PULSE = new HeartbeatPolicy(Duration.ofMillis(200), 3);

	/** Requests that a worker has at once. */
	static final int CAPACITY = 32;

	private static final RetryPolicy PATIENT = new RetryPolicy(Duration.ofSeconds(10), 0, false);

	private final Deque<AutoCloseable> closeables = new ArrayDeque<>();

	private final PirateQueue queue;

	private final PirateTitanic titanic;

	private final PirateClient client;

	TitanicFixture(Path directory) {
		this(TitanicStorage.in(directory), options());
	}

	TitanicFixture(TitanicStorage storage, TitanicOptions options) {
		this(options, () -> storage.store(options));
	}

	TitanicFixture(TitanicOptions options, Supplier<TitanicStore> stores) {
		this.queue = PirateQueue.withTitanic(queueOptions(), PirateListener.NONE);
		this.queue.start();
		this.closeables.push(this.queue);
		this.titanic = new PirateTitanic(options, stores, TitanicPlace.beside(this.queue), PirateListener.NONE);
		this.titanic.start();
		this.closeables.push(this.titanic);
		this.client = new PirateClient(ClientOptions.of(this.queue.frontend()), PirateListener.NONE,
				ForkJoinPool.commonPool());
		this.client.start();
		this.closeables.push(this.client);
		awaitService(TspCodec.CLOSE);
		awaitService(TspCodec.REPLY);
		awaitService(TspCodec.REQUEST);
	}

	static QueueOptions queueOptions() {
		QueueOptions usual = QueueOptions.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*");
		return usual.with(usual.settings().with(PULSE));
	}

	static TitanicOptions options() {
		TitanicOptions usual = TitanicOptions.DEFAULT;
		return new TitanicOptions(usual.name(), settings(), usual.patience(), usual.lease(), PULSE,
				usual.maxMessageSize(), Duration.ofSeconds(2));
	}

	static TitanicSettings settings() {
		return new TitanicSettings(64, Duration.ofMillis(20), Duration.ofMillis(100), 3, Duration.ofDays(1),
				Duration.ofDays(1), 1_000_000, 1L << 30);
	}

	PirateQueue queue() {
		return this.queue;
	}

	PirateTitanic titanic() {
		return this.titanic;
	}

	PirateClient client() {
		return this.client;
	}

	void awaitService(ServiceName service) {
		Awaitility.await()
			.until(() -> this.queue.snapshot().services().containsKey(service)
					&& this.queue.snapshot().services().get(service).workers() > 0);
	}

	PirateWorkerContainer worker(ServiceName service, PirateHandler handler) {
		PirateContext context = new PirateContext("test-worker");
		WorkerOptions usual = WorkerOptions.of("tester", service, this.queue.backend());
		WorkerOptions options = usual.with(new WorkerSettings("tester", service, WorkerDialect.MAJORDOMO_02,
				List.of(this.queue.backend()), PULSE, Duration.ofMillis(100), Duration.ofSeconds(1), 16, CAPACITY,
				Duration.ofSeconds(30), Duration.ofSeconds(1)));
		PirateWorkerContainer worker = new PirateWorkerContainer(context, options, handler, ForkJoinPool.commonPool(),
				PirateListener.NONE);
		this.closeables.push(worker);
		this.closeables.push(context);
		worker.start();
		return worker;
	}

	TspReply ask(ServiceName service, Frames body) {
		return TspCodec.decodeReply(service, this.client.send(Request.of(service, body), PATIENT).body());
	}

	String submit(ServiceName service, String text) {
		return ((TspReply.Stored) ask(TspCodec.REQUEST, TspCodec.encodeSubmit(service, Frames.ofText(text)))).id();
	}

	String submit(ServiceName service, String text, Map<String, String> headers) {
		Request request = new Request(TspCodec.REQUEST, TspCodec.encodeSubmit(service, Frames.ofText(text)),
				"text/plain", headers);
		TspReply reply = TspCodec.decodeReply(TspCodec.REQUEST, this.client.send(request, PATIENT).body());
		return ((TspReply.Stored) reply).id();
	}

	TspReply fetch(String id) {
		return ask(TspCodec.REPLY, TspCodec.encodeId(id));
	}

	TspReply awaitEnd(String id) {
		return Awaitility.await()
			.pollInterval(Duration.ofMillis(5))
			.until(() -> fetch(id), (reply) -> !(reply instanceof TspReply.Pending));
	}

	TspReply close(String id) {
		return ask(TspCodec.CLOSE, TspCodec.encodeId(id));
	}

	@Override
	public void close() {
		List<AutoCloseable> all = new ArrayList<>(this.closeables);
		this.closeables.clear();
		for (AutoCloseable each : all) {
			try {
				each.close();
			}
			catch (Exception ex) {
				throw new AssertionError(ex);
			}
		}
	}

}
