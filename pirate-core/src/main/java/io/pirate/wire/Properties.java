package io.pirate.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The properties of a call frame: few, so a linear search. Values stay where they were
 * read or written, in one array, and are copied only into the next message. Immutable.
 */
final class Properties {

	static final Properties NONE = new Properties(new String[0], new int[0], 0, new byte[0]);

	private static final int LONGEST_NAME = 255;

	/** What a queue does not pass on to a worker, or writes anew. */
	private static final Set<String> NOT_ON_LEASES = Set.of(Property.DONE, Property.SERVICE, Property.QUEUE,
			Property.BUDGET, Property.GRACE, Property.ALONE);

	private static final Properties ONLY_QUEUE = new Properties(new String[] { Property.QUEUE }, new int[2], 1,
			new byte[0]);

	private final String[] names;

	/** For each property where its value begins, and how long it is. */
	private final int[] spans;

	private final int count;

	private final byte[] source;

	private final int encodedLength;

	/**
	 * Properties that share the arrays.
	 * @param names as many as are counted, or more
	 * @param spans two for each name
	 * @param count how many there are
	 * @param source holds the values
	 */
	Properties(String[] names, int[] spans, int count, byte[] source) {
		this.names = names;
		this.spans = spans;
		this.count = count;
		this.source = source;
		int length = 0;
		for (int i = 0; i < count; i++) {
			length += 1 + names[i].length() + Integer.BYTES + spans[2 * i + 1];
		}
		this.encodedLength = length;
	}

	static void requireName(String name) {
		if (name.isEmpty() || name.length() > LONGEST_NAME || !isName(name)) {
			throw new IllegalArgumentException("a header's name must be 1 to 255 printable ASCII characters");
		}
	}

	private static boolean isName(String name) {
		for (int i = 0; i < name.length(); i++) {
			if (!isNameCharacter(name.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	boolean has(String name) {
		return indexOf(name) >= 0;
	}

	@Nullable String text(String name) {
		int index = indexOf(name);
		return (index >= 0) ? textAt(index) : null;
	}

	byte @Nullable [] bytes(String name) {
		int index = indexOf(name);
		return (index >= 0) ? Arrays.copyOfRange(this.source, this.spans[2 * index],
				this.spans[2 * index] + this.spans[2 * index + 1]) : null;
	}

	/** The value if it has 4 bytes; a negative one counts as 0. */
	int number(String name, int otherwise) {
		int index = indexOf(name);
		return (index >= 0 && this.spans[2 * index + 1] == Integer.BYTES)
				? Math.max(0, intAt(this.source, this.spans[2 * index])) : otherwise;
	}

	/** The value if it has 8 bytes. */
	long large(String name, long otherwise) {
		int index = indexOf(name);
		return (index >= 0 && this.spans[2 * index + 1] == Long.BYTES)
				? ByteBuffer.wrap(this.source).getLong(this.spans[2 * index]) : otherwise;
	}

	Map<String, String> headers() {
		Map<String, String> headers = null;
		for (int i = 0; i < this.count; i++) {
			if (!Property.isReserved(this.names[i])) {
				headers = (headers != null) ? headers : new LinkedHashMap<>();
				headers.put(this.names[i], textAt(i));
			}
		}
		return (headers != null) ? Collections.unmodifiableMap(headers) : Map.of();
	}

	Set<String> names() {
		return Set.of(Arrays.copyOf(this.names, this.count));
	}

	/** Writes all of these. */
	void addTo(PropertyWriter writer) {
		for (int i = 0; i < this.count; i++) {
			writer.bytes(this.names[i], this.source, this.spans[2 * i], this.spans[2 * i + 1]);
		}
	}

	/** A request's properties for a worker; no budget if it is negative. */
	Properties forLease(int budgetMillis) {
		if (this.count == 0 && budgetMillis < 0) {
			return ONLY_QUEUE;
		}
		String[] newNames = new String[this.count + 2];
		int[] newSpans = new int[2 * newNames.length];
		int kept = 0;
		for (int i = 0; i < this.count; i++) {
			if (!NOT_ON_LEASES.contains(this.names[i])) {
				newNames[kept] = this.names[i];
				newSpans[2 * kept] = this.spans[2 * i];
				newSpans[2 * kept++ + 1] = this.spans[2 * i + 1];
			}
		}
		byte[] newSource = this.source;
		if (budgetMillis >= 0) {
			newSource = Arrays.copyOf(this.source, this.source.length + Integer.BYTES);
			ByteBuffer.wrap(newSource).putInt(this.source.length, budgetMillis);
			newNames[kept] = Property.BUDGET;
			newSpans[2 * kept] = this.source.length;
			newSpans[2 * kept++ + 1] = Integer.BYTES;
		}
		return new Properties(newNames, newSpans, kept, newSource).withQueue();
	}

	/** These and {@code :queue}, if they still fit into a call frame then. */
	Properties withQueue() {
		if (this.count == 0) {
			return ONLY_QUEUE;
		}
		int longer = CallFrame.HEAD + this.encodedLength + ONLY_QUEUE.encodedLength;
		if (has(Property.QUEUE) || longer > CallFrame.LONGEST) {
			return this;
		}
		String[] newNames = Arrays.copyOf(this.names, Math.max(this.names.length, this.count + 1));
		int[] newSpans = Arrays.copyOf(this.spans, 2 * newNames.length);
		newNames[this.count] = Property.QUEUE;
		newSpans[2 * this.count] = 0;
		newSpans[2 * this.count + 1] = 0;
		return new Properties(newNames, newSpans, this.count + 1, this.source);
	}

	int encodedLength() {
		return this.encodedLength;
	}

	void encodeTo(ByteBuffer out) {
		for (int i = 0; i < this.count; i++) {
			String name = this.names[i];
			out.put((byte) name.length());
			for (int j = 0; j < name.length(); j++) {
				out.put((byte) name.charAt(j));
			}
			out.putInt(this.spans[2 * i + 1]).put(this.source, this.spans[2 * i], this.spans[2 * i + 1]);
		}
	}

	private int indexOf(String name) {
		for (int i = 0; i < this.count; i++) {
			if (this.names[i].equals(name)) {
				return i;
			}
		}
		return -1;
	}

	private String textAt(int index) {
		return new String(this.source, this.spans[2 * index], this.spans[2 * index + 1], StandardCharsets.UTF_8);
	}

	static boolean isNameCharacter(int character) {
		return character > 0x20 && character < 0x7f;
	}

	static int intAt(byte[] bytes, int index) {
		return ByteBuffer.wrap(bytes).getInt(index);
	}

}
