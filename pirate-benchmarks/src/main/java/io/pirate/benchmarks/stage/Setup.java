package io.pirate.benchmarks.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.pirate.benchmarks.part.Role;

/**
 * The processes of a row. Equal setups of one group are the same processes.
 *
 * @param topology which
 * @param wakeup by what JeroMQ's threads wake each other
 * @param workers how many
 * @param capacity requests in a worker's hands
 * @param service what as many further workers serve; empty for none, and all serve the
 * anonymous service
 * @param idle workers of another service, which nobody asks
 * @param maxWaiting requests that may wait in the queue, 0 for its default
 */
public record Setup(Topology topology, Wakeup wakeup, int workers, int capacity, String service, int idle,
		int maxWaiting) {

	private static final String SERVICE = "echo";

	private static final String IDLE_SERVICE = "idle";

	/**
	 * Enough for what a process of that size does by default, socket buffers included.
	 */
	private static final int HEAP = 512;

	private static final int LARGE_HEAP = 1024;

	/**
	 * Four workers that take 64 requests each.
	 * @param topology which
	 * @param wakeup by what JeroMQ's threads wake each other
	 * @return the setup
	 */
	public static Setup of(Topology topology, Wakeup wakeup) {
		return new Setup(topology, wakeup, 4, 64, "", 0, 0);
	}

	/**
	 * The same with as many workers of a named service beside. Who asks for it asks the
	 * very process that others ask without a name: what differs then is the name.
	 * @return the setup
	 */
	public Setup alsoNamed() {
		return new Setup(this.topology, this.wakeup, this.workers, this.capacity, SERVICE, this.idle, this.maxWaiting);
	}

	public Setup with(int newWorkers, int newCapacity) {
		return new Setup(this.topology, this.wakeup, newWorkers, newCapacity, this.service, this.idle, this.maxWaiting);
	}

	public Setup withIdle(int newIdle) {
		return new Setup(this.topology, this.wakeup, this.workers, this.capacity, this.service, newIdle,
				this.maxWaiting);
	}

	public Setup withMaxWaiting(int newMaxWaiting) {
		return new Setup(this.topology, this.wakeup, this.workers, this.capacity, this.service, this.idle,
				newMaxWaiting);
	}

	/** More requests that wait need more room in every process. */
	int heap() {
		return (this.maxWaiting > 0) ? LARGE_HEAP : HEAP;
	}

	/**
	 * Starts all of it.
	 * @return the processes; clients connect to the first one
	 * @throws IOException if a process does not start
	 */
	List<Part> start() throws IOException {
		List<Part> parts = new ArrayList<>();
		try {
			parts.add(Part.start(this.topology.front(), this.wakeup.inFront(), heap(), front()));
			if (this.topology.behind() != null) {
				parts.add(Part.start(this.topology.behind(), this.wakeup.inPeers(), heap(), behind(parts.get(0), "")));
			}
			if (!this.service.isEmpty() && this.topology.behind() != null) {
				parts.add(Part.start(this.topology.behind(), this.wakeup.inPeers(), heap(),
						behind(parts.get(0), this.service)));
			}
			if (this.idle > 0) {
				parts.add(Part.start(Role.WORKERS, this.wakeup.inPeers(), heap(), parts.get(0).endpoint(1),
						String.valueOf(this.idle), "1", IDLE_SERVICE));
			}
			return parts;
		}
		catch (IOException ex) {
			for (Part part : parts) {
				part.close();
			}
			throw ex;
		}
	}

	private String[] front() {
		if (this.topology.isPeer()) {
			return new String[] { this.topology + "_SERVER" };
		}
		return this.topology.isQueue() ? new String[] { String.valueOf(this.maxWaiting) } : new String[0];
	}

	private String[] behind(Part front, String served) {
		String workers = String.valueOf(this.workers);
		String capacity = String.valueOf(this.capacity);
		if (this.topology.isPeer()) {
			return new String[] { this.topology + "_WORKERS", front.endpoint(0), workers, capacity };
		}
		return new String[] { front.endpoint(1), workers, capacity, served };
	}

}
