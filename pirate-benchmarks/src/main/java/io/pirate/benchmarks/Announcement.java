package io.pirate.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** How a part tells that it is ready, and how it learns that it may go. */
final class Announcement {

	private Announcement() {
	}

	/**
	 * Announces endpoints, waits until standard input ends, and ends the process: raw
	 * sockets blocked in a receive cannot be asked to stop.
	 * @param endpoints where to connect
	 */
	static void readyUntilEnd(String... endpoints) {
		System.out.println("READY " + String.join(" ", endpoints));
		System.out.flush();
		try {
			System.in.transferTo(OutputStream.nullOutputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Runtime.getRuntime().halt(0);
	}

}
