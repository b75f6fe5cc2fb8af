package io.pirate.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What a child is told on its standard input; its end is the child's end. */
final class Commands {

	private Commands() {
	}

	/** Waits for one line; the end of this process if there will be none. */
	static void await() {
		try {
			for (int next = System.in.read(); next != '\n'; next = System.in.read()) {
				if (next < 0) {
					Runtime.getRuntime().halt(0);
				}
			}
		}
		catch (IOException ex) {
			Runtime.getRuntime().halt(1);
		}
	}

	/**
	 * Hands over each line, then ends this process at once.
	 * @param command called with each line
	 */
	static void follow(Consumer<String> command) {
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				command.accept(line);
			}
		}
		catch (IOException ex) {
			say("cannot read commands: " + ex.getMessage());
		}
		Runtime.getRuntime().halt(0);
	}

	/** Prints one whole line at once, whatever other threads print. */
	static void say(String line) {
		System.out.print(line + "\n");
		System.out.flush();
	}

}
