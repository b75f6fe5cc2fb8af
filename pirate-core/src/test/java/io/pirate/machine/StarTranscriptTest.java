package io.pirate.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every story of a queue of a pair goes as written. {@code -Drewrite} writes them as they
 * go; a changed story is reviewed like code.
 */
class StarTranscriptTest {

	private static final Path STORIES = Path.of("src/test/resources/transcripts/star");

	static List<Path> stories() throws IOException {
		try (Stream<Path> files = Files.list(STORIES)) {
			return files.filter((file) -> file.toString().endsWith(".txt")).sorted().toList();
		}
	}

	@ParameterizedTest
	@MethodSource("stories")
	void goesAsWritten(Path story) throws IOException {
		String played = StarTranscript.play(Files.readAllLines(story));
		if (System.getProperty("rewrite") != null) {
			Files.writeString(story, played);
		}
		assertThat(played).isEqualTo(Files.readString(story));
	}

}
