package io.pirate.process;

import java.lang.management.ManagementFactory;

/** What a process keeps: its heap after a full collection. */
final class Heap {

	private static final int KIBIBYTE = 1024;

	private Heap() {
	}

	/** A line for whoever asks. */
	static String describe() {
		System.gc(); // full with the serial collector, which every child has
		return "HEAP " + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / KIBIBYTE;
	}

	/**
	 * Asks a process that follows commands.
	 * @param child which
	 * @return kibibytes that survived a collection just now
	 */
	static long of(ChildProcess child) {
		child.tell("HEAP");
		return Long.parseLong(child.await("HEAP"));
	}

}
