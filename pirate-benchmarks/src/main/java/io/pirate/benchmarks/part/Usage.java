package io.pirate.benchmarks.part;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.LongStream;

/**
 * What a process has used so far.
 *
 * @param cpuNanos processor time of all its threads, and of processes it has started
 * @param allocatedBytes what its living threads have allocated on the heap
 */
public record Usage(long cpuNanos, long allocatedBytes) {

	public static final String QUESTION = "usage";

	static Usage now() {
		com.sun.management.OperatingSystemMXBean system = ManagementFactory
			.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
		com.sun.management.ThreadMXBean threads = ManagementFactory
			.getPlatformMXBean(com.sun.management.ThreadMXBean.class);
		long children = ProcessHandle.current()
			.descendants()
			.mapToLong((child) -> child.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
			.sum();
		// a thread that has just ended counts as -1
		long allocated = LongStream.of(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
			.filter((bytes) -> bytes > 0)
			.sum();
		return new Usage(system.getProcessCpuTime() + children, allocated);
	}

	public Usage since(Usage before) {
		return new Usage(this.cpuNanos - before.cpuNanos, this.allocatedBytes - before.allocatedBytes);
	}

	public Usage plus(Usage other) {
		return new Usage(this.cpuNanos + other.cpuNanos, this.allocatedBytes + other.allocatedBytes);
	}

	String encode() {
		return this.cpuNanos + " " + this.allocatedBytes;
	}

	/**
	 * Reads what {@link #encode} wrote.
	 * @param line an answer
	 * @return the usage
	 */
	public static Usage decode(String line) {
		String[] words = line.split(" ");
		return new Usage(Long.parseLong(words[0]), Long.parseLong(words[1]));
	}

}
