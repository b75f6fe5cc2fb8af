package io.pirate.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** The properties of a call frame: few, so two arrays and a linear search. Immutable. */
final class Properties {

	static final Properties NONE = new Properties(new String[0], new byte[0][]);

	private static final int LONGEST_NAME = 255;

	private static final String[] KNOWN = { Property.ATTEMPT, Property.BUDGET, Property.ONCE, Property.DONE,
			Property.CONTENT_TYPE, Property.QUEUE, Property.SERVICE, Property.STATUS, Property.CODE, Property.REASON,
			Property.PART, Property.MORE, Property.CREDIT, Property.CANCEL, Property.GRACE, "traceparent", "tracestate",
			"baggage" };

	private static final int EXPECTED = 8;

	private static final byte[] FLAG = new byte[0];

	/** What a queue does not pass on to a worker, or writes anew. */
	private static final Set<String> NOT_ON_LEASES = Set.of(Property.DONE, Property.SERVICE, Property.QUEUE,
			Property.BUDGET, Property.GRACE);

	private static final Properties ONLY_QUEUE = new Properties(new String[] { Property.QUEUE }, new byte[][] { FLAG });

	private final String[] names;

	private final byte[][] values;

	private Properties(String[] names, byte[][] values) {
		this.names = names;
		this.values = values;
	}

	static Properties of(Map<String, byte[]> map) {
		return map.isEmpty() ? NONE
				: new Properties(map.keySet().toArray(String[]::new), map.values().toArray(byte[][]::new));
	}

	static void requireName(String name) {
		if (name.isEmpty() || name.length() > LONGEST_NAME || !name.chars().allMatch(Properties::isNameCharacter)) {
			throw new IllegalArgumentException("a header's name must be 1 to 255 printable ASCII characters");
		}
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
			int length = ByteBuffer.wrap(frame).getInt(at);
			at = (length < 0 || length > frame.length) ? -1 : at + Integer.BYTES + length;
		}
		return (at < frame.length) ? at : -1;
	}

	/**
	 * Reads all properties from an offset to an end.
	 * @return the properties, or {@code null} if they do not fill that exactly
	 */
	static @Nullable Properties decode(byte[] frame, int offset, int end, boolean request) {
		if (offset == end) {
			return NONE;
		}
		String[] names = new String[EXPECTED];
		byte[][] values = new byte[EXPECTED][];
		Set<String> seen = null;
		int count = 0;
		ByteBuffer in = ByteBuffer.wrap(frame, offset, end - offset);
		while (in.hasRemaining()) {
			String name = name(frame, in);
			if (name == null || in.remaining() < Integer.BYTES) {
				return null;
			}
			int length = in.getInt();
			if (length < 0 || length > in.remaining()) {
				return null;
			}
			int start = in.position();
			in.position(start + length);
			if (isWanted(name, request) && ((seen != null) ? seen.add(name) : isNew(name, names, count))) {
				if (count == names.length) {
					names = Arrays.copyOf(names, 2 * count);
					values = Arrays.copyOf(values, 2 * count);
					// a search for each of ten thousand names would be an attack
					seen = (seen != null) ? seen : new HashSet<>(Arrays.asList(names).subList(0, count));
					seen.add(name);
				}
				names[count] = name;
				values[count++] = Arrays.copyOfRange(frame, start, start + length);
			}
		}
		return (count == 0) ? NONE : new Properties(Arrays.copyOf(names, count), Arrays.copyOf(values, count));
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

	byte @Nullable [] value(String name) {
		for (int i = 0; i < this.names.length; i++) {
			if (this.names[i].equals(name)) {
				return this.values[i];
			}
		}
		return null;
	}

	Map<String, String> headers() {
		Map<String, String> headers = new LinkedHashMap<>();
		for (int i = 0; i < this.names.length; i++) {
			if (!Property.isReserved(this.names[i])) {
				headers.put(this.names[i], new String(this.values[i], StandardCharsets.UTF_8));
			}
		}
		return Collections.unmodifiableMap(headers);
	}

	Map<String, byte[]> toMap() {
		Map<String, byte[]> map = new LinkedHashMap<>();
		for (int i = 0; i < this.names.length; i++) {
			map.put(this.names[i], this.values[i]);
		}
		return map;
	}

	/** A request's properties for a worker; no budget if it is negative. */
	Properties forLease(int budgetMillis) {
		if (this.names.length == 0 && budgetMillis < 0) {
			return ONLY_QUEUE;
		}
		String[] newNames = new String[this.names.length + 1];
		byte[][] newValues = new byte[newNames.length][];
		int count = 0;
		for (int i = 0; i < this.names.length; i++) {
			if (!NOT_ON_LEASES.contains(this.names[i])) {
				newNames[count] = this.names[i];
				newValues[count++] = this.values[i];
			}
		}
		if (budgetMillis >= 0) {
			newNames[count] = Property.BUDGET;
			newValues[count++] = ByteBuffer.allocate(Integer.BYTES).putInt(budgetMillis).array();
		}
		return new Properties(Arrays.copyOf(newNames, count), Arrays.copyOf(newValues, count)).withQueue();
	}

	/** These and {@code :queue}, if they still fit into a call frame then. */
	Properties withQueue() {
		if (this.names.length == 0) {
			return ONLY_QUEUE;
		}
		int longer = CallFrame.HEAD + encodedLength() + ONLY_QUEUE.encodedLength();
		if (value(Property.QUEUE) != null || longer > CallFrame.LONGEST) {
			return this;
		}
		String[] newNames = Arrays.copyOf(this.names, this.names.length + 1);
		byte[][] newValues = Arrays.copyOf(this.values, this.values.length + 1);
		newNames[this.names.length] = Property.QUEUE;
		newValues[this.values.length] = FLAG;
		return new Properties(newNames, newValues);
	}

	int encodedLength() {
		int length = 0;
		for (int i = 0; i < this.names.length; i++) {
			length += 1 + this.names[i].length() + Integer.BYTES + this.values[i].length;
		}
		return length;
	}

	void encodeTo(ByteBuffer out) {
		for (int i = 0; i < this.names.length; i++) {
			out.put((byte) this.names[i].length()).put(this.names[i].getBytes(StandardCharsets.ISO_8859_1));
			out.putInt(this.values[i].length).put(this.values[i]);
		}
	}

	private static @Nullable String name(byte[] frame, ByteBuffer in) {
		int length = in.get() & 0xff;
		if (length == 0 || length > in.remaining()) {
			return null;
		}
		int start = in.position();
		in.position(start + length);
		for (String known : KNOWN) {
			if (known.length() == length && matches(known, frame, start)) {
				return known;
			}
		}
		for (int i = start; i < start + length; i++) {
			if (!isNameCharacter(frame[i])) {
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

	private static boolean isNameCharacter(int character) {
		return character > 0x20 && character < 0x7f;
	}

}
