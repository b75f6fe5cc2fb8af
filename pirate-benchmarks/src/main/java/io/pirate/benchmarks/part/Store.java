package io.pirate.benchmarks.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.pirate.PirateListener;
import io.pirate.PirateQueue;
import io.pirate.PirateTitanic;
import io.pirate.QueueOptions;
import io.pirate.TitanicOptions;
import io.pirate.TitanicPlace;
import io.pirate.TitanicStorage;

/**
 * The parts that write to a disk: all of them to the same one, below the temporary
 * directory.
 */
final class Store {

	private Store() {
	}

	/** A queue with a Titanic, both with their defaults. */
	static void titanic() throws IOException {
		Path directory = directory();
		PirateQueue queue = PirateQueue.withTitanic(QueueOptions.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*"),
				PirateListener.NONE);
		queue.start();
		PirateTitanic titanic = new PirateTitanic(TitanicOptions.DEFAULT, TitanicStorage.in(directory),
				TitanicPlace.beside(queue), PirateListener.NONE);
		titanic.start();
		Station.serveUntil(() -> delete(directory), queue.frontend(), queue.backend());
	}

	/** A place for a log file, announced as if it were an endpoint. */
	static void disk() throws IOException {
		Path directory = directory();
		Station.serveUntil(() -> delete(directory), directory.resolve("log").toString());
	}

	private static Path directory() throws IOException {
		return Files.createTempDirectory("pirate-benchmark");
	}

	private static void delete(Path directory) {
		try (Stream<Path> all = Files.walk(directory)) {
			List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
			for (Path path : deepestFirst) {
				Files.deleteIfExists(path);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
