package io.pirate.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import io.pirate.wire.Frames;

/**
 * Bytes that did harm once, or nearly did, as files of hexadecimal digits. Whoever finds
 * more puts them there.
 */
public final class Corpus {

	private static final Path DIRECTORY = Path.of("src", "test", "resources", "corpus");

	private static final String EMPTY_FRAME = "-";

	private Corpus() {
	}

	/** Streams as they go over the wire, by {@link Case#bytes()}. */
	public static List<Case> streams() {
		return cases("zmtp");
	}

	/** Messages, a line for each frame, by {@link Case#frames()}. */
	public static List<Case> messages() {
		return cases("frames");
	}

	private static List<Case> cases(String kind) {
		try (Stream<Path> files = Files.list(DIRECTORY.resolve(kind))) {
			return files.sorted().map(Corpus::read).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Case read(Path file) {
		try {
			String name = file.getFileName().toString().replace(".hex", "");
			return new Case(name, Files.readAllLines(file).stream().filter((line) -> !line.startsWith("#")).toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * One of them.
	 *
	 * @param name of its file
	 * @param lines of digits
	 */
	public record Case(String name, List<String> lines) {

		/** All lines as one stream. */
		public byte[] bytes() {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			this.lines.forEach((line) -> bytes.writeBytes(parse(line)));
			return bytes.toByteArray();
		}

		/** Each line as a frame. */
		public Frames frames() {
			return Frames.of(this.lines.stream().map(Case::parse).toArray(byte[][]::new));
		}

		@Override
		public String toString() {
			return this.name;
		}

		private static byte[] parse(String line) {
			return line.equals(EMPTY_FRAME) ? new byte[0] : HexFormat.ofDelimiter(" ").parseHex(line);
		}

	}

}
