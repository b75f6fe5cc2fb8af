package io.pirate.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process takes from the machine, as Linux tells it.
 *
 * @param residentKibibytes memory
 * @param threads of the whole process
 * @param files open descriptors, sockets included
 */
record Footprint(long residentKibibytes, long threads, long files) {

	static boolean isKnown() {
		return Files.isDirectory(Path.of("/proc/self/fd"));
	}

	static Footprint of(long pid) {
		Path process = Path.of("/proc", Long.toString(pid));
		try (Stream<Path> open = Files.list(process.resolve("fd"))) {
			return new Footprint(figure(process, "VmRSS:"), figure(process, "Threads:"), open.count());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static long figure(Path process, String name) throws IOException {
		for (String line : Files.readAllLines(process.resolve("status"))) {
			if (line.startsWith(name)) {
				return Long.parseLong(line.replaceAll("\\D", ""));
			}
		}
		throw new IOException("no " + name + " in the status of " + process);
	}

}
