package io.pirate.benchmarks.part;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A part's end of its control channel: it announces its endpoints in one line, then
 * answers line by line, and ends the process with its standard input. Raw sockets blocked
 * in a receive cannot be asked to stop, so the process is simply halted.
 */
public final class Station {

	private Station() {
	}

	/**
	 * Announces and answers until the end.
	 * @param endpoints where to connect
	 */
	public static void serve(String... endpoints) {
		serveUntil(() -> {
		}, endpoints);
	}

	/**
	 * Announces and answers until the end.
	 * @param atEnd what to do before the process is halted
	 * @param endpoints where to connect
	 */
	public static void serveUntil(Runnable atEnd, String... endpoints) {
		serve((line) -> {
			throw new IllegalArgumentException("not understood: " + line);
		}, atEnd, endpoints);
	}

	/**
	 * Announces and answers until the end.
	 * @param questions answers what is not about usage or footprint
	 * @param atEnd what to do before the process is halted
	 * @param endpoints where to connect
	 */
	static void serve(Questions questions, Runnable atEnd, String... endpoints) {
		say("READY " + String.join(" ", endpoints));
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		int status = 0;
		try {
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				say("ANSWER " + answer(line, questions));
			}
		}
		catch (Throwable ex) {
			System.err.println("a part of the harness failed: " + ex);
			ex.printStackTrace();
			status = 1;
		}
		atEnd.run();
		Runtime.getRuntime().halt(status);
	}

	private static String answer(String line, Questions questions) throws Exception {
		return switch (line) {
			case Usage.QUESTION -> Usage.now().encode();
			case Footprint.QUESTION -> Footprint.now().encode();
			case IoThreads.QUESTION -> IoThreads.now();
			default -> questions.answer(line);
		};
	}

	private static void say(String line) {
		System.out.println(line);
		System.out.flush();
	}

	/** Answers what only this part knows. */
	@FunctionalInterface
	interface Questions {

		/**
		 * Answers a line with a line.
		 * @param line the question
		 * @return the answer
		 * @throws Exception if it cannot; the process ends
		 */
		String answer(String line) throws Exception;

	}

}
