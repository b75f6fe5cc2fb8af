package io.pirate.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Messages as a packet capture shows them. */
final class Bytes {

	private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

	private Bytes() {
	}

	/** One frame for each text of hexadecimal digits; {@code ""} is an empty frame. */
	static Frames hex(String... frames) {
		return Frames.of(Arrays.stream(frames).map(HEX::parseHex).toArray(byte[][]::new));
	}

	/** The same frames with one more in front. */
	static Frames behind(byte[] first, Frames frames) {
		byte[][] parts = new byte[frames.size() + 1][];
		parts[0] = first;
		frames.copyTo(parts, 1);
		return Frames.of(parts);
	}

	static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/** Names that may not be a service's: the bytes, one frame each. */
	static Stream<byte[]> wrongNames() {
		return Stream.of(new byte[0], new byte[] { 0 }, utf8("ec\u0000ho"), utf8("echo\n"), utf8("echo\r"),
				utf8("\u001b[31mred"), utf8("\u0085"), new byte[] { (byte) 0xff }, new byte[] { 'a', (byte) 0xc3 },
				new byte[] { (byte) 0xed, (byte) 0xa0, (byte) 0x80 }, new byte[] { (byte) 0xc0, (byte) 0xaf },
				utf8("x".repeat(256)), utf8("\u00e9".repeat(128)), new byte[64 * 1024]);
	}

	/** Names that look odd and are valid. */
	static Stream<String> oddNames() {
		return Stream.of(" ", "echo ", "e c h o", "mmi.service", "MDPC01", "MDPW02", "\u00fcbung", "\u6f22\u5b57",
				"\ud83c\udff4\u200d\u2620\ufe0f", "/", "{}", "x".repeat(255));
	}

}
