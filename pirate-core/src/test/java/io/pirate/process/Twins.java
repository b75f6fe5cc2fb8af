package io.pirate.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.pirate.machine.HeartbeatPolicy;
import org.awaitility.Awaitility;

/** Several queues as processes, and workers that register with every one of them. */
final class Twins implements AutoCloseable {

	private static final int HEAP = 64;

	private final HeartbeatPolicy heartbeat;

	private final List<ChildProcess> queues = new ArrayList<>();

	private final List<String> frontends = new ArrayList<>();

	private final List<String> backends = new ArrayList<>();

	private final List<ChildProcess> workers = new ArrayList<>();

	private final List<ChildProcess> all = new ArrayList<>();

	Twins(int count, HeartbeatPolicy heartbeat) {
		this.heartbeat = heartbeat;
		for (int i = 0; i < count; i++) {
			addQueue();
		}
	}

	private List<String> options(String... more) {
		List<String> options = new ArrayList<>(
				List.of("interval=" + this.heartbeat.interval().toMillis(), "liveness=" + this.heartbeat.liveness()));
		options.addAll(List.of(more));
		return options;
	}

	private ChildProcess join(ChildProcess child) {
		this.all.add(child);
		return child;
	}

	/** Another queue, that nobody knows yet. */
	void addQueue() {
		ChildProcess queue = join(ChildProcess.java(QueueProcess.class, HEAP, options()));
		String[] bound = queue.await("BOUND").split(" ");
		this.queues.add(queue);
		this.frontends.add(bound[0]);
		this.backends.add(bound[1]);
	}

	ChildProcess queue(int number) {
		return this.queues.get(number);
	}

	List<String> frontends() {
		return List.copyOf(this.frontends);
	}

	List<String> backends() {
		return List.copyOf(this.backends);
	}

	/** A queue at the addresses of one that has ended. */
	void restart(int number) {
		ChildProcess queue = join(ChildProcess.java(QueueProcess.class, HEAP,
				options("frontend=" + this.frontends.get(number), "backend=" + this.backends.get(number))));
		queue.await("BOUND");
		this.queues.set(number, queue);
	}

	/** A worker that registers with every queue there is now. */
	ChildProcess startWorker(String name, String... options) {
		List<String> told = options(options);
		told.add("name=" + name);
		told.add("endpoint=" + String.join(",", this.backends));
		ChildProcess worker = join(ChildProcess.java(WorkerProcess.class, HEAP, told));
		this.workers.add(worker);
		return worker;
	}

	/** Until every worker is registered with a queue. */
	void awaitWorkers(int number) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> workersOf(number) == this.workers.size());
	}

	private int workersOf(int number) {
		ChildProcess queue = this.queues.get(number);
		queue.tell("SNAPSHOT");
		return Stream.of(queue.await("SNAPSHOT").split(" "))
			.filter((pair) -> pair.startsWith("workers="))
			.mapToInt((pair) -> Integer.parseInt(pair.substring("workers=".length())))
			.sum();
	}

	/** What every worker says after that beginning. */
	List<String> fromWorkers(String beginning) {
		return this.workers.stream().flatMap((worker) -> worker.all(beginning).stream()).toList();
	}

	@Override
	public void close() {
		for (int i = this.all.size() - 1; i >= 0; i--) {
			this.all.get(i).close();
		}
	}

}
