package io.pirate.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every story of a machine goes as written. {@code -Drewrite} writes them as they go; a
 * changed story is reviewed like code.
 */
class TranscriptTest {

	private static final Path STORIES = Path.of("src/test/resources/transcripts");

	@ParameterizedTest
	@MethodSource
	void queue(Path story) throws IOException {
		goesAsWritten(story, BrokerTranscript::play);
	}

	@ParameterizedTest
	@MethodSource
	void worker(Path story) throws IOException {
		goesAsWritten(story, WorkerTranscript::play);
	}

	@ParameterizedTest
	@MethodSource
	void star(Path story) throws IOException {
		goesAsWritten(story, StarTranscript::play);
	}

	static List<Path> queue() throws IOException {
		return stories("queue");
	}

	static List<Path> worker() throws IOException {
		return stories("worker");
	}

	static List<Path> star() throws IOException {
		return stories("star");
	}

	private static List<Path> stories(String folder) throws IOException {
		try (Stream<Path> files = Files.list(STORIES.resolve(folder))) {
			return files.filter((file) -> file.toString().endsWith(".txt")).sorted().toList();
		}
	}

	private static void goesAsWritten(Path story, Function<List<String>, String> player) throws IOException {
		String played = player.apply(Files.readAllLines(story));
		if (System.getProperty("rewrite") != null) {
			Files.writeString(story, played);
		}
		assertThat(played).isEqualTo(Files.readString(story));
	}

}
