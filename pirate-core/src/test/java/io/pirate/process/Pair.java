package io.pirate.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.pirate.ClientOptions;
import io.pirate.PirateClient;
import io.pirate.PirateListener;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.testing.FaultProxy;
import org.awaitility.Awaitility;

/**
 * Two queues of which one serves, as processes that reach each other through proxies, and
 * their workers. Closing it ends them all.
 */
final class Pair implements AutoCloseable {

	static final int PRIMARY = 0;

	static final int BACKUP = 1;

	private static final int HEAP = 64;

	private final HeartbeatPolicy heartbeat;

	private final List<Runnable> endings = new ArrayList<>();

	private final ChildProcess[] queues = new ChildProcess[2];

	/** Front end, back end and the link's end of each. */
	private final String[][] bound = new String[2][];

	/** The ways to each queue's end of the link. */
	private final FaultProxy[] links = new FaultProxy[2];

	/** Both queues at once. */
	Pair(HeartbeatPolicy heartbeat) throws IOException {
		this.heartbeat = heartbeat;
		for (int i = 0; i < 2; i++) {
			this.links[i] = FaultProxy.toBeDirected();
			FaultProxy link = this.links[i];
			this.endings.add(() -> close(link));
		}
		for (int i = 0; i < 2; i++) {
			this.queues[i] = start(i, List.of());
		}
		for (int i = 0; i < 2; i++) {
			this.bound[i] = this.queues[i].await("BOUND").split(" ");
			this.links[i].direct(this.bound[i][2]);
		}
	}

	private ChildProcess start(int queue, List<String> places) {
		List<String> options = new ArrayList<>(places);
		options.addAll(pulse());
		options.add("role=" + ((queue == PRIMARY) ? "PRIMARY" : "BACKUP"));
		options.add("peer=" + this.links[1 - queue].endpoint());
		ChildProcess child = ChildProcess.java(QueueProcess.class, HEAP, options);
		this.endings.add(child::close);
		return child;
	}

	private List<String> pulse() {
		return List.of("interval=" + this.heartbeat.interval().toMillis(), "liveness=" + this.heartbeat.liveness());
	}

	ChildProcess queue(int queue) {
		return this.queues[queue];
	}

	/** Another queue in the place of one that has ended. */
	ChildProcess restart(int queue) {
		String[] before = this.bound[queue];
		this.queues[queue] = start(queue,
				List.of("frontend=" + before[0], "backend=" + before[1], "star=" + before[2]));
		this.queues[queue].await("BOUND");
		return this.queues[queue];
	}

	String frontend(int queue) {
		return this.bound[queue][0];
	}

	String backend(int queue) {
		return this.bound[queue][1];
	}

	/** The two hear nothing of each other any more, or something again. */
	void cutLink(boolean cut) {
		for (FaultProxy link : this.links) {
			link.fault(cut ? FaultProxy.Fault.DROP : FaultProxy.Fault.NONE);
			if (!cut) {
				link.disconnectAll();
			}
		}
	}

	/** A worker that is registered with both. */
	ChildProcess worker(String name, String... options) {
		List<String> all = new ArrayList<>(pulse());
		all.add("endpoint=" + backend(PRIMARY) + "," + backend(BACKUP));
		all.add("name=" + name);
		all.addAll(List.of(options));
		ChildProcess worker = ChildProcess.java(WorkerProcess.class, HEAP, all);
		this.endings.add(worker::close);
		for (ChildProcess queue : this.queues) {
			queue.await("JOINED " + name);
		}
		return worker;
	}

	/** A client of both. */
	PirateClient client() {
		PirateClient client = new PirateClient(ClientOptions.of(frontend(PRIMARY), frontend(BACKUP)),
				PirateListener.NONE, Runnable::run);
		this.endings.add(client::close);
		client.start();
		return client;
	}

	/** A foreign client of both. */
	ChildProcess foreignClient(Object... options) {
		List<Object> all = new ArrayList<>(List.of(frontend(PRIMARY), frontend(BACKUP)));
		all.addAll(List.of(options));
		ChildProcess client = ChildProcess.python("pair_client.py", all.toArray());
		this.endings.add(client::close);
		return client;
	}

	/** State, whether it serves, its epoch, and the other one's state as it knows it. */
	String[] ask(int queue) {
		this.queues[queue].tell("PAIR");
		return this.queues[queue].await("PAIR").split(" ");
	}

	/**
	 * Waits until one serves and the other stands by, and both know that.
	 * @return the epoch
	 */
	long awaitServing(int queue) {
		String[] settled = Awaitility.await()
			.atMost(Duration.ofSeconds(15))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> concat(ask(queue), ask(1 - queue)), Pair::isSettled);
		return Long.parseLong(settled[2]);
	}

	private static boolean isSettled(String[] both) {
		return String.join(" ", both).matches("ACTIVE true (\\d+) PASSIVE PASSIVE false \\1 ACTIVE");
	}

	private static String[] concat(String[] one, String[] other) {
		List<String> both = new ArrayList<>(List.of(one));
		both.addAll(List.of(other));
		return both.toArray(String[]::new);
	}

	@Override
	public void close() {
		for (int i = this.endings.size() - 1; i >= 0; i--) {
			this.endings.get(i).run();
		}
	}

	private static void close(FaultProxy link) {
		try {
			link.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
