package io.pirate.benchmarks.part;

import java.util.stream.Collectors;

/** The threads on which JeroMQ receives and sends. */
public final class IoThreads {

	/** Answered with their numbers: one that has died and was replaced has another. */
	public static final String QUESTION = "io threads";

	private static final String NAME = "-iothread";

	private IoThreads() {
	}

	static String now() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.isAlive() && thread.getName().contains(NAME))
			.map((thread) -> String.valueOf(thread.getId()))
			.sorted()
			.collect(Collectors.joining(","));
	}

}
