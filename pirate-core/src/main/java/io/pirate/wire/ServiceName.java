package io.pirate.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * A named kind of work, or the anonymous one that paranoid and simple queues serve. Can
 * be compared, so that peers who invent names of one hash do not make a map slow.
 *
 * @param text the name; empty for the anonymous service
 */
public record ServiceName(String text) implements Comparable<ServiceName> {

	/** The only service of a queue without names: RFC 6, Simple Pirate, plain REQ. */
	public static final ServiceName ANONYMOUS = new ServiceName("");

	private static final char FIRST_PRINTABLE = 0x20;

	private static final char LAST_PRINTABLE = 0x7e;

	private static final int RECENT = 64;

	/**
	 * Names that came lately: nearly every request's is among them, and needs no new
	 * String then. Threads may overwrite each other's, which costs a String.
	 */
	private static final @Nullable ServiceName[] LATELY = new ServiceName[RECENT];

	/** Longest name in UTF-8 bytes. */
	public static final int LONGEST = 255;

	public ServiceName {
		String problem = problemWith(text);
		if (problem != null) {
			throw new IllegalArgumentException("service name " + problem);
		}
	}

	/**
	 * Reads a name from the wire.
	 * @param frame any bytes
	 * @return the name, or {@code null} unless it is valid UTF-8 without control
	 * characters, 1 to 255 bytes long
	 */
	public static @Nullable ServiceName decode(byte[] frame) {
		return decode(frame, 0, frame.length);
	}

	/** Reads a name where it stands. */
	static @Nullable ServiceName decode(byte[] array, int start, int end) {
		int length = end - start;
		if (length == 0 || length > LONGEST) {
			return null;
		}
		int place = placeOf(array, start, end);
		ServiceName known = LATELY[place];
		if (known != null && known.isWritten(array, start, end)) {
			return known;
		}
		if (isPlain(array, start, end)) {
			ServiceName fresh = new ServiceName(new String(array, start, length, StandardCharsets.ISO_8859_1));
			LATELY[place] = fresh;
			return fresh;
		}
		// no exception for what is no text: its stack would cost more than all the rest
		CharBuffer text = CharBuffer.allocate(length);
		boolean torn = StandardCharsets.UTF_8.newDecoder()
			.decode(ByteBuffer.wrap(array, start, length), text, true)
			.isError();
		String name = text.flip().toString();
		return (torn || problemWith(name) != null) ? null : new ServiceName(name);
	}

	/**
	 * Whether only the queue itself may serve that name, RFC 8.
	 * @param name any name
	 * @return true if it begins with {@code mmi.}
	 */
	public static boolean isReserved(ServiceName name) {
		return name.text.startsWith("mmi.");
	}

	public boolean isAnonymous() {
		return this.text.isEmpty();
	}

	public byte[] encode() {
		return this.text.getBytes(StandardCharsets.UTF_8);
	}

	/** Whether those bytes are this name; only printable ASCII is compared. */
	private boolean isWritten(byte[] array, int start, int end) {
		if (end - start != this.text.length()) {
			return false;
		}
		for (int i = start; i < end; i++) {
			if (array[i] != this.text.charAt(i - start)) {
				return false;
			}
		}
		return true;
	}

	@Override
	public int compareTo(ServiceName other) {
		return this.text.compareTo(other.text);
	}

	/** The name, or {@code (anonymous)}. */
	@Override
	public String toString() {
		return isAnonymous() ? "(anonymous)" : this.text;
	}

	/** Enough to tell a queue's usual names apart: their ends and their length. */
	private static int placeOf(byte[] array, int start, int end) {
		int hash = (array[start] * 31 + array[end - 1]) * 31 + array[(start + end) >>> 1];
		return (hash * 31 + end - start) & (RECENT - 1);
	}

	private static @Nullable String problemWith(String text) {
		if (text.length() <= LONGEST && isPlain(text)) {
			return null;
		}
		if (text.codePoints().anyMatch(Character::isISOControl)) {
			return "must not contain control characters";
		}
		if (text.codePoints().anyMatch(ServiceName::isLoneSurrogate)) {
			return "must not contain half of a surrogate pair";
		}
		if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
			return "must not be longer than " + LONGEST + " bytes";
		}
		return null;
	}

	/** UTF-8 would turn it into a question mark: two names would become one. */
	private static boolean isLoneSurrogate(int codePoint) {
		return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
	}

	/** Nearly every name is printable ASCII; the others take longer. */
	private static boolean isPlain(byte[] array, int start, int end) {
		for (int i = start; i < end; i++) {
			if (array[i] < FIRST_PRINTABLE || array[i] > LAST_PRINTABLE) {
				return false;
			}
		}
		return true;
	}

	private static boolean isPlain(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) < FIRST_PRINTABLE || text.charAt(i) > LAST_PRINTABLE) {
				return false;
			}
		}
		return true;
	}

}
