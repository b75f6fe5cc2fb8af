package io.pirate.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Reads properties from a frame; total, like every decoder. */
final class PropertyReader {

	private static final String[] KNOWN = { Property.ATTEMPT, Property.BUDGET, Property.DONE, Property.QUEUE,
			Property.SERVICE, Property.CONTENT_TYPE, Property.ONCE, Property.STATUS, Property.CODE, Property.REASON,
			Property.PART, Property.MORE, Property.CREDIT, Property.CANCEL, Property.GRACE, "traceparent", "tracestate",
			"baggage" };

	private static final int EXPECTED = 8;

	private PropertyReader() {
	}

	/**
	 * Where the properties end that are followed by an empty name.
	 * @return the empty name's index, or -1 if there is none
	 */
	static int endOf(byte[] frame, int offset) {
		int at = offset;
		while (at >= 0 && at < frame.length && frame[at] != 0) {
			at += 1 + (frame[at] & 0xff);
			if (at > frame.length - Integer.BYTES) {
				return -1;
			}
			int length = Properties.intAt(frame, at);
			at = (length < 0 || length > frame.length) ? -1 : at + Integer.BYTES + length;
		}
		return (at < frame.length) ? at : -1;
	}

	/**
	 * Reads all properties from an offset to an end.
	 * @return the properties, or {@code null} if they do not fill that exactly
	 */
	static @Nullable Properties read(byte[] frame, int offset, int end, boolean request) {
		if (offset == end) {
			return Properties.NONE;
		}
		// what follows may be a large body, which must not be kept for their sake
		byte[] source = (end == frame.length) ? frame : Arrays.copyOf(frame, end);
		String[] names = new String[EXPECTED];
		int[] spans = new int[2 * EXPECTED];
		Set<String> seen = null;
		int count = 0;
		int at = offset;
		while (at < end) {
			int nameEnd = at + 1 + (source[at] & 0xff);
			String name = (nameEnd <= end - Integer.BYTES) ? name(source, at + 1, nameEnd) : null;
			int length = (name != null) ? Properties.intAt(source, nameEnd) : -1;
			int start = nameEnd + Integer.BYTES;
			if (name == null || length < 0 || length > end - start) {
				return null;
			}
			at = start + length;
			if (isWanted(name, request) && ((seen != null) ? seen.add(name) : isNew(name, names, count))) {
				if (count == names.length) {
					names = Arrays.copyOf(names, 2 * count);
					spans = Arrays.copyOf(spans, 4 * count);
					// a search for each of ten thousand names would be an attack
					seen = (seen != null) ? seen : new HashSet<>(Arrays.asList(names).subList(0, count));
					seen.add(name);
				}
				names[count] = name;
				spans[2 * count] = start;
				spans[2 * count++ + 1] = length;
			}
		}
		return (count == 0) ? Properties.NONE : new Properties(names, spans, count, source);
	}

	private static boolean isWanted(String name, boolean request) {
		return request ? Property.isAllowedOnRequest(name) : Property.isAllowedOnReply(name);
	}

	private static boolean isNew(String name, String[] names, int count) {
		for (int i = 0; i < count; i++) {
			if (names[i].equals(name)) {
				return false;
			}
		}
		return true;
	}

	private static @Nullable String name(byte[] frame, int start, int end) {
		int length = end - start;
		if (length == 0) {
			return null;
		}
		for (String known : KNOWN) {
			if (known.length() == length && matches(known, frame, start)) {
				return known;
			}
		}
		for (int i = start; i < end; i++) {
			if (!Properties.isNameCharacter(frame[i])) {
				return null;
			}
		}
		return new String(frame, start, length, StandardCharsets.ISO_8859_1);
	}

	private static boolean matches(String known, byte[] bytes, int start) {
		for (int i = 0; i < known.length(); i++) {
			if (known.charAt(i) != bytes[start + i]) {
				return false;
			}
		}
		return true;
	}

}
