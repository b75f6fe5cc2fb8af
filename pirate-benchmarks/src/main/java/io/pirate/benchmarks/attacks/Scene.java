package io.pirate.benchmarks.attacks;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.pirate.benchmarks.hostile.Attack;
import io.pirate.benchmarks.load.Figures;
import io.pirate.benchmarks.load.Load;
import io.pirate.benchmarks.part.Footprint;
import io.pirate.benchmarks.part.IoThreads;
import io.pirate.benchmarks.part.Role;
import io.pirate.benchmarks.stage.Part;
import io.pirate.benchmarks.stage.Wakeup;

/**
 * The processes: a queue with its workers and an established client, another queue and
 * workers that nobody needs, and whoever attacks.
 */
final class Scene implements Closeable {

	/** Calls at fixed times, whatever comes back. */
	static final int CALLS_PER_SECOND = 500;

	private static final int BYTES = 64;

	private static final int HEAP = 256;

	private static final int WINDOW = 50;

	private static final double WARM_UP_SECONDS = 2;

	private static final int WARM_UPS = 3;

	/** Until what was attacked is at rest again. */
	private static final long SETTLE_MILLIS = 300;

	/** An attack has begun by then, and what comes of its beginning is over. */
	private static final double LEAD_SECONDS = 2;

	/** Longer than whoever says nothing in his handshake is borne. */
	private static final long REST_SECONDS = 20;

	private static final int FEW_FILES = 4;

	private final Deque<Part> all = new ArrayDeque<>();

	private final Part queue;

	private final Part other;

	private final Part client;

	private final Part hostile;

	private final double seconds;

	Scene(double seconds) throws IOException {
		this.seconds = seconds;
		try {
			this.queue = start(Role.CURVE_QUEUE, "0");
			this.other = start(Role.CURVE_QUEUE, "0");
			start(Role.CURVE_WORKERS, this.queue.endpoint(1), "2", "64");
			start(Role.CURVE_WORKERS, this.other.endpoint(1), "2", "64");
			this.client = start(Role.CLIENT);
			this.hostile = Part.startAside(Role.HOSTILE, Wakeup.OURS.inPeers(), HEAP);
			this.all.push(this.hostile);
			Load load = Load.pipelined(Load.Kind.CURVE_CLIENT, WINDOW, BYTES);
			warmUp(load);
			open(load.at(CALLS_PER_SECOND));
		}
		catch (IOException ex) {
			close();
			throw ex;
		}
	}

	private Part start(Role role, String... arguments) throws IOException {
		Part part = Part.start(role, Wakeup.OURS.inPeers(), HEAP, arguments);
		this.all.push(part);
		return part;
	}

	/** What is compiled while it is measured is slow, and slows others. */
	private void warmUp(Load load) throws IOException {
		open(load);
		for (int i = 0; i < WARM_UPS; i++) {
			this.client.ask("go " + WARM_UP_SECONDS);
		}
		this.client.ask("close");
	}

	private void open(Load load) throws IOException {
		this.client.ask("open " + this.queue.endpoint(0) + " " + load.encode());
	}

	/** Nobody attacks. */
	Figures quiet() throws IOException {
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SETTLE_MILLIS));
		return calls();
	}

	private Figures calls() throws IOException {
		this.client.ask("go " + LEAD_SECONDS);
		return Figures.decode(this.client.ask("go " + this.seconds).split(" "));
	}

	/** The client's queue is attacked. */
	Attacked attacked(Attack attack, double perSecond) throws IOException {
		return during(attack, perSecond, this.queue);
	}

	/** The other queue is attacked. */
	Attacked elsewhere(Attack attack, double perSecond) throws IOException {
		return during(attack, perSecond, this.other);
	}

	private Attacked during(Attack attack, double perSecond, Part victim) throws IOException {
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SETTLE_MILLIS));
		this.hostile
			.ask("begin " + attack.name() + " " + victim.endpoint(0) + " " + victim.endpoint(1) + " " + perSecond);
		Figures figures = calls();
		return new Attacked(figures, Double.parseDouble(this.hostile.ask("end")));
	}

	/** What the queue holds. */
	Footprint footprint() throws IOException {
		return this.queue.footprint();
	}

	/** The same, once its connections are those of before; or after twenty seconds. */
	Footprint footprintAtRest(Footprint before) throws IOException {
		Footprint now = footprint();
		for (int i = 0; i < REST_SECONDS && now.files() > before.files() + FEW_FILES; i++) {
			LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
			now = footprint();
		}
		return now;
	}

	String ioThreads() throws IOException {
		return this.queue.ask(IoThreads.QUESTION);
	}

	@Override
	public void close() throws IOException {
		for (Part part : List.copyOf(this.all)) {
			part.close();
		}
	}

	/**
	 * A window under attack.
	 *
	 * @param figures of the calls
	 * @param perSecond how often it was attacked
	 */
	record Attacked(Figures figures, double perSecond) {
	}

}
