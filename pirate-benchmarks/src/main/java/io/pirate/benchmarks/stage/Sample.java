package io.pirate.benchmarks.stage;

import io.pirate.benchmarks.load.Figures;
import io.pirate.benchmarks.part.Usage;

/**
 * What one measurement gave and what it cost.
 *
 * @param figures rate and latencies
 * @param front what the process cost that clients connect to: the queue, if there is one
 * @param all what all processes cost together, the client's included
 */
public record Sample(Figures figures, Usage front, Usage all) {

	private static final double NANOS_PER_MICRO = 1000.0;

	/**
	 * Processor time of the queue.
	 * @return microseconds for each request
	 */
	public double frontMicros() {
		return this.front.cpuNanos() / NANOS_PER_MICRO / requests();
	}

	/**
	 * Processor time of everybody.
	 * @return microseconds for each request
	 */
	public double allMicros() {
		return this.all.cpuNanos() / NANOS_PER_MICRO / requests();
	}

	/**
	 * Allocation in the queue.
	 * @return bytes for each request
	 */
	public double frontBytes() {
		return (double) this.front.allocatedBytes() / requests();
	}

	private long requests() {
		return Math.max(1, this.figures.count());
	}

}
