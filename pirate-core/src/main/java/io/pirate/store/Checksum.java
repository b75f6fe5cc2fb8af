package io.pirate.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/** Puts a checksum in front of what is stored, and looks at it when it is read. */
final class Checksum {

	private Checksum() {
	}

	static byte[] seal(byte[] content) {
		return ByteBuffer.allocate(Integer.BYTES + content.length).putInt(of(content, 0)).put(content).array();
	}

	/** The content, or {@code null} if it is not what was sealed. */
	static byte @Nullable [] open(byte @Nullable [] sealed) {
		if (sealed == null || sealed.length < Integer.BYTES
				|| ByteBuffer.wrap(sealed).getInt() != of(sealed, Integer.BYTES)) {
			return null;
		}
		byte[] content = new byte[sealed.length - Integer.BYTES];
		System.arraycopy(sealed, Integer.BYTES, content, 0, content.length);
		return content;
	}

	private static int of(byte[] bytes, int offset) {
		CRC32C sum = new CRC32C();
		sum.update(bytes, offset, bytes.length - offset);
		return (int) sum.getValue();
	}

}
