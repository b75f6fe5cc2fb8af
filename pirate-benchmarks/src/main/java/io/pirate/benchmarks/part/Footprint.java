package io.pirate.benchmarks.part;

import java.lang.management.ManagementFactory;

import com.sun.management.UnixOperatingSystemMXBean;

/**
 * What a process holds now.
 *
 * @param heapBytes of its heap, in use
 * @param threads alive
 * @param files open descriptors; 0 where the system does not tell
 */
public record Footprint(long heapBytes, int threads, long files) {

	public static final String QUESTION = "footprint";

	/** Garbage does not count: this is asked between measurements, and collects it. */
	static Footprint now() {
		System.gc();
		long files = (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)
				? unix.getOpenFileDescriptorCount() : 0;
		return new Footprint(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
				ManagementFactory.getThreadMXBean().getThreadCount(), files);
	}

	String encode() {
		return this.heapBytes + " " + this.threads + " " + this.files;
	}

	/**
	 * Reads what {@link #encode} wrote.
	 * @param line an answer
	 * @return the footprint
	 */
	public static Footprint decode(String line) {
		String[] words = line.split(" ");
		return new Footprint(Long.parseLong(words[0]), Integer.parseInt(words[1]), Long.parseLong(words[2]));
	}

}
