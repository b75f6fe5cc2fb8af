package io.pirate.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.pirate.ClientOptions;
import io.pirate.Lane;
import io.pirate.PirateClient;
import io.pirate.PirateContext;
import io.pirate.PirateHandler;
import io.pirate.PirateListener;
import io.pirate.PirateQueue;
import io.pirate.PirateStreamHandler;
import io.pirate.PirateWorkerContainer;
import io.pirate.QueueOptions;
import io.pirate.SecurityOptions;
import io.pirate.WorkerOptions;
import io.pirate.machine.ClientProtocol;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.QueueSettings;
import io.pirate.machine.WorkerSettings;
import io.pirate.process.ChildProcess;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.awaitility.Awaitility;

/** Our own side of a test with foreign peers, in this process; and the peers. */
final class Crew implements AutoCloseable {

	static final HeartbeatPolicy HEARTBEAT = new HeartbeatPolicy(Duration.ofMillis(200), 3);

	static final String ANY_PORT = "tcp://127.0.0.1:*";

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final List<Runnable> endings = new ArrayList<>(List.of(this.executor::shutdown));

	PirateQueue queue() {
		return queue(ANY_PORT, ANY_PORT, HEARTBEAT);
	}

	/** A queue of ours for workers that are too busy with other things to heartbeat. */
	PirateQueue patientQueue() {
		return queue(ANY_PORT, ANY_PORT, new HeartbeatPolicy(HEARTBEAT.interval(), 1000));
	}

	/** A queue of ours with clients and workers at one address. */
	PirateQueue queueWithOneEndpoint() {
		String endpoint = freeEndpoint();
		return queue(endpoint, endpoint, HEARTBEAT);
	}

	/** A queue of ours that wants keys. */
	PirateQueue queue(SecurityOptions security) {
		return queue(ANY_PORT, ANY_PORT, HEARTBEAT, security);
	}

	private PirateQueue queue(String frontend, String backend, HeartbeatPolicy heartbeat) {
		return queue(frontend, backend, heartbeat, SecurityOptions.NONE);
	}

	private PirateQueue queue(String frontend, String backend, HeartbeatPolicy heartbeat, SecurityOptions security) {
		QueueSettings settings = QueueSettings.defaults(Runtime.getRuntime().maxMemory()).with(heartbeat);
		PirateQueue queue = new PirateQueue(QueueOptions.of(frontend, backend).with(settings).with(security),
				PirateListener.NONE);
		this.endings.add(queue::close);
		queue.start();
		return queue;
	}

	/** A worker of ours that echoes. */
	PirateWorkerContainer worker(String endpoint, WorkerDialect dialect) {
		return worker(endpoint, dialect, ServiceName.ANONYMOUS);
	}

	PirateWorkerContainer worker(String endpoint, WorkerDialect dialect, ServiceName service) {
		WorkerSettings settings = new WorkerSettings("ours", service, dialect, List.of(endpoint), HEARTBEAT,
				Duration.ofMillis(100), Duration.ofMillis(800), 4, 8, Duration.ofSeconds(30), Duration.ofSeconds(2));
		return worker(WorkerOptions.of("ours", endpoint).with(settings));
	}

	/** A server of ours that echoes. */
	PirateWorkerContainer server() {
		return worker(WorkerOptions.bound("ours", ANY_PORT));
	}

	/** A server of ours with one handler, which gets stuck. */
	PirateWorkerContainer stuckServer(CountDownLatch released) {
		return narrow(Duration.ofMillis(200), 1, 10, released);
	}

	/** A server of ours that has room for two requests until it is released. */
	PirateWorkerContainer narrowServer(CountDownLatch released) {
		return narrow(Duration.ofSeconds(30), 1, 1, released);
	}

	private PirateWorkerContainer narrow(Duration handlerTimeout, int capacity, int waiting, CountDownLatch released) {
		WorkerSettings settings = new WorkerSettings("ours", ServiceName.ANONYMOUS, WorkerDialect.PARANOID, List.of(),
				HEARTBEAT, Duration.ofMillis(100), Duration.ofMillis(800), 1, capacity, handlerTimeout,
				Duration.ofSeconds(2));
		WorkerOptions options = new WorkerOptions(settings, ANY_PORT, waiting, 1024 * 1024);
		return worker(options, (job) -> {
			released.await();
			return CompletableFuture.completedFuture(Reply.ok(job.request().body(), null, job.request().headers()));
		});
	}

	/** A server of ours that replies in parts. */
	PirateWorkerContainer streamer(PirateStreamHandler handler) {
		PirateContext context = new PirateContext("ours");
		return started(context, PirateWorkerContainer.streaming(context, WorkerOptions.bound("ours", ANY_PORT), handler,
				this.executor, PirateListener.NONE));
	}

	ExecutorService executor() {
		return this.executor;
	}

	/** A worker of ours that echoes. */
	PirateWorkerContainer worker(WorkerOptions options) {
		return worker(options, (job) -> CompletableFuture
			.completedFuture(Reply.ok(job.request().body(), null, job.request().headers())));
	}

	private PirateWorkerContainer worker(WorkerOptions options, PirateHandler handler) {
		PirateContext context = new PirateContext("ours");
		return started(context,
				new PirateWorkerContainer(context, options, handler, this.executor, PirateListener.NONE));
	}

	/** In the end it is closed at once: those who test how a worker leaves stop it. */
	private PirateWorkerContainer started(PirateContext context, PirateWorkerContainer worker) {
		this.endings.add(worker::close);
		this.endings.add(context::close);
		worker.start();
		return worker;
	}

	PirateClient client(String endpoint, Lane lane) {
		return client(endpoint, lane, ClientProtocol.AUTO);
	}

	PirateClient client(String endpoint, Lane lane, ClientProtocol protocol) {
		return client(ClientOptions.of(endpoint).with(lane).with(protocol));
	}

	PirateClient client(ClientOptions options) {
		PirateClient client = new PirateClient(options, PirateListener.NONE, Runnable::run);
		this.endings.add(client::close);
		client.start();
		return client;
	}

	ChildProcess peer(String script, Object... arguments) {
		ChildProcess peer = ChildProcess.python(script, arguments);
		this.endings.add(peer::close);
		return peer;
	}

	/** One of the programs that others may copy. */
	ChildProcess example(String script, Object... arguments) {
		ChildProcess example = ChildProcess.example(script, arguments);
		this.endings.add(example::close);
		return example;
	}

	/** A foreign paranoid worker with the pulse of this crew. */
	ChildProcess paranoidWorker(PirateQueue queue, String... options) {
		List<Object> arguments = new ArrayList<>(List.of(queue.backend(), "--interval", seconds(HEARTBEAT.interval())));
		arguments.addAll(List.of(options));
		return peer("ppp_worker.py", arguments.toArray());
	}

	/** A foreign Majordomo worker with the pulse of this crew. */
	ChildProcess majordomoWorker(String endpoint, int version, String service, Object... options) {
		List<Object> arguments = new ArrayList<>(
				List.of(endpoint, service, "--mdp", version, "--interval", seconds(HEARTBEAT.interval())));
		arguments.addAll(List.of(options));
		return peer("mdp_worker.py", arguments.toArray());
	}

	/** A foreign Majordomo client. */
	ChildProcess majordomoClient(String endpoint, int version, String service, Object... options) {
		List<Object> arguments = new ArrayList<>(List.of(endpoint, service, "--mdp", version));
		arguments.addAll(List.of(options));
		return peer("mdp_client.py", arguments.toArray());
	}

	/** A foreign Majordomo broker with the pulse of this crew. */
	ChildProcess majordomoBroker(String endpoint, int version, Object... options) {
		List<Object> arguments = new ArrayList<>(
				List.of(endpoint, "--mdp", version, "--interval", seconds(HEARTBEAT.interval())));
		arguments.addAll(List.of(options));
		return peer("mdp_broker.py", arguments.toArray());
	}

	RawDealer dealer(String endpoint) {
		return new RawDealer(peer("raw_dealer.py", endpoint));
	}

	/**
	 * A port that was free a moment ago, for those who must know it before they bind it.
	 */
	static String freeEndpoint() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return "tcp://127.0.0.1:" + socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Lets time pass in which nothing is expected to happen. */
	static void awaitSilently(Duration duration) {
		long begin = System.nanoTime();
		Awaitility.await().until(() -> System.nanoTime() - begin > duration.toNanos());
	}

	static double seconds(Duration duration) {
		return duration.toMillis() / 1000.0;
	}

	@Override
	public void close() {
		for (int i = this.endings.size() - 1; i >= 0; i--) {
			this.endings.get(i).run();
		}
	}

}
