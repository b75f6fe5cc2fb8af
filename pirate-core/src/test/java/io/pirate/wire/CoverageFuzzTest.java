package io.pirate.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.pirate.testing.Corpus;
import io.pirate.testing.Gate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The decoders fuzzed by Jazzer, which looks for inputs that reach new branches, in a
 * process of its own.
 */
@Tag("long")
class CoverageFuzzTest {

	private static final int RUNS = Gate.of(100_000, 10_000_000);

	private static final int MAX_SECONDS = Gate.of(60, 600);

	@Test
	void noInputMakesADecoderThrow(@TempDir Path directory) throws Exception {
		Path corpus = Files.createDirectory(directory.resolve("corpus"));
		int number = 0;
		for (Frames valid : DecoderFuzzTest.VALID) {
			Files.write(corpus.resolve("valid" + number++), join(valid));
		}
		for (Corpus.Case past : Corpus.messages()) {
			Files.write(corpus.resolve(past.name()), join(past.frames()));
		}
		Path log = directory.resolve("log");
		Process jazzer = new ProcessBuilder(List.of(ProcessHandle.current().info().command().orElse("java"), "-cp",
				System.getProperty("java.class.path"), "com.code_intelligence.jazzer.Jazzer",
				"--target_class=" + CoverageFuzzTest.class.getName(), "--instrumentation_includes=io.pirate.wire.**",
				"-runs=" + RUNS, "-max_total_time=" + MAX_SECONDS, "-max_len=1024", corpus.toString()))
			.directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		try {
			assertThat(jazzer.waitFor(2L * MAX_SECONDS, TimeUnit.SECONDS)).isTrue();
			assertThat(jazzer.exitValue()).as(Files.readString(log)).isZero();
			assertThat(Files.readString(log)).containsPattern("Done \\d+ runs");
		}
		finally {
			jazzer.destroyForcibly();
		}
	}

	/**
	 * Called by Jazzer.
	 * @param data frames, each behind its length in two bytes
	 */
	public static void fuzzerTestOneInput(byte[] data) {
		List<byte[]> frames = new ArrayList<>();
		int at = 0;
		while (at + 2 <= data.length) {
			int length = Math.min((data[at] & 0xff) << 8 | data[at + 1] & 0xff, data.length - at - 2);
			byte[] frame = new byte[length];
			System.arraycopy(data, at + 2, frame, 0, length);
			frames.add(frame);
			at += 2 + length;
		}
		DecoderFuzzTest.decodeEverything(Frames.of(frames.toArray(byte[][]::new)));
	}

	private static byte[] join(Frames frames) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (int i = 0; i < frames.size(); i++) {
			byte[] frame = frames.frame(i);
			bytes.write(frame.length >> 8);
			bytes.write(frame.length);
			bytes.write(frame);
		}
		return bytes.toByteArray();
	}

}
