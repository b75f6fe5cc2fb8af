package io.pirate.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.pirate.ClientOptions;
import io.pirate.PirateClient;
import io.pirate.PirateListener;
import io.pirate.machine.ClientProtocol;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.awaitility.Awaitility;

/**
 * A queue and its workers as processes, and clients in this one. Closing it ends them
 * all.
 */
final class Fleet implements AutoCloseable {

	private static final int WORKER_HEAP = 64;

	private final HeartbeatPolicy heartbeat;

	private final List<Runnable> endings = new ArrayList<>();

	private final List<String> queueOptions = new ArrayList<>();

	private ChildProcess queue;

	private String frontend;

	private String backend;

	Fleet(HeartbeatPolicy heartbeat, String... queueOptions) {
		this(heartbeat, WORKER_HEAP, queueOptions);
	}

	Fleet(HeartbeatPolicy heartbeat, int queueHeap, String... queueOptions) {
		this.heartbeat = heartbeat;
		this.queueOptions.addAll(pulse());
		this.queueOptions.addAll(List.of(queueOptions));
		this.queue = join(ChildProcess.java(QueueProcess.class, queueHeap, this.queueOptions));
		String[] bound = this.queue.await("BOUND").split(" ");
		this.frontend = bound[0];
		this.backend = bound[1];
	}

	private List<String> pulse() {
		return List.of("interval=" + this.heartbeat.interval().toMillis(), "liveness=" + this.heartbeat.liveness());
	}

	private ChildProcess join(ChildProcess child) {
		this.endings.add(child::close);
		return child;
	}

	ChildProcess queue() {
		return this.queue;
	}

	String frontend() {
		return this.frontend;
	}

	String backend() {
		return this.backend;
	}

	/** Another queue at the same addresses, in the place of one that was killed. */
	ChildProcess restartQueue() {
		List<String> options = new ArrayList<>(this.queueOptions);
		options.add("frontend=" + this.frontend);
		options.add("backend=" + this.backend);
		this.queue = join(ChildProcess.java(QueueProcess.class, WORKER_HEAP, options));
		this.queue.await("BOUND");
		return this.queue;
	}

	/** A worker that is about to register. */
	ChildProcess startWorker(String name, String... options) {
		return startWorker(WorkerProcess.class, name, options);
	}

	/** A worker that replies in parts and is about to register. */
	ChildProcess startStreamer(String name, String... options) {
		return startWorker(StreamWorkerProcess.class, name, options);
	}

	private ChildProcess startWorker(Class<?> main, String name, String... options) {
		List<String> all = new ArrayList<>(pulse());
		all.add("endpoint=" + this.backend);
		all.add("name=" + name);
		all.addAll(List.of(options));
		return join(ChildProcess.java(main, WORKER_HEAP, all));
	}

	/** A worker that is registered. */
	ChildProcess worker(String name, String... options) {
		ChildProcess worker = startWorker(name, options);
		this.queue.await("JOINED " + name);
		return worker;
	}

	/** A worker that replies in parts and is registered. */
	ChildProcess streamer(String name, String... options) {
		ChildProcess worker = startStreamer(name, options);
		this.queue.await("JOINED " + name);
		return worker;
	}

	/** A client that takes one reply in parts, in a process of its own. */
	ChildProcess taker(String... options) {
		List<String> all = new ArrayList<>(List.of("endpoint=" + this.frontend));
		all.addAll(List.of(options));
		return join(ChildProcess.java(StreamClientProcess.class, WORKER_HEAP, all));
	}

	/** A foreign Majordomo worker that is about to register, with this fleet's pulse. */
	ChildProcess majordomoWorker(String service, Object... options) {
		return foreignWorker("mdp_worker.py", List.of(this.backend, service), options);
	}

	/** A foreign worker that is about to register, with this fleet's pulse. */
	ChildProcess foreignWorker(Object... options) {
		return foreignWorker("ppp_worker.py", List.of(this.backend), options);
	}

	private ChildProcess foreignWorker(String script, List<Object> places, Object... options) {
		List<Object> all = new ArrayList<>(places);
		all.addAll(List.of("--interval", this.heartbeat.interval().toMillis() / 1000.0, "--liveness",
				this.heartbeat.liveness()));
		all.addAll(List.of(options));
		return join(ChildProcess.python(script, all.toArray()));
	}

	/** A foreign client of this queue. */
	ChildProcess foreignClient(String script, Object... options) {
		List<Object> all = new ArrayList<>(List.of(this.frontend));
		all.addAll(List.of(options));
		return join(ChildProcess.python(script, all.toArray()));
	}

	PirateClient client() {
		return client(ClientProtocol.AUTO);
	}

	PirateClient client(ClientProtocol protocol) {
		PirateClient client = new PirateClient(ClientOptions.of(this.frontend).with(protocol), PirateListener.NONE,
				Runnable::run);
		this.endings.add(client::close);
		client.start();
		return client;
	}

	static CompletableFuture<Reply> ask(PirateClient client, String text, RetryPolicy policy) {
		return client.sendAsync(request(text), policy);
	}

	static CompletableFuture<Reply> ask(PirateClient client, ServiceName service, String text, RetryPolicy policy) {
		return client.sendAsync(request(service, text), policy);
	}

	static Request request(String text) {
		return request(ServiceName.ANONYMOUS, text);
	}

	static Request request(ServiceName service, String text) {
		return Request.of(service, Frames.ofText(text));
	}

	/** The first attempt only, so that nothing but the queue can bring the reply. */
	static RetryPolicy patient() {
		return new RetryPolicy(Duration.ofSeconds(20), 0, false);
	}

	/** Short attempts, and enough of them to bridge the absence of everybody. */
	static RetryPolicy stubborn() {
		return new RetryPolicy(Duration.ofMillis(800), 30, false);
	}

	/** What the queue says about itself now. */
	Map<String, Long> snapshot() {
		this.queue.tell("SNAPSHOT");
		Map<String, Long> figures = new HashMap<>();
		for (String pair : this.queue.await("SNAPSHOT").split(" ")) {
			int equals = pair.indexOf('=');
			figures.put(pair.substring(0, equals), Long.valueOf(pair.substring(equals + 1)));
		}
		return figures;
	}

	void awaitWorkers(int count) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> snapshot().get("workers"), (workers) -> workers == count);
	}

	/** This many heartbeat intervals. */
	Duration intervals(int count) {
		return this.heartbeat.interval().multipliedBy(count);
	}

	@Override
	public void close() {
		for (int i = this.endings.size() - 1; i >= 0; i--) {
			this.endings.get(i).run();
		}
	}

}
