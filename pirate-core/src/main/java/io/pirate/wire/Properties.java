package io.pirate.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The properties of a call frame as they stand on the wire: each name once, all of them
 * wanted. They are few, so every look-up walks; which of the protocol's own are there is
 * known without. Copied only into the next message. Immutable.
 */
final class Properties {

	static final Properties NONE = new Properties(new byte[0], 0, 0, 0);

	/** The bytes of the name's length and the value's. */
	private static final int LENGTHS = 1 + Integer.BYTES;

	private static final byte[] QUEUE_FLAG = flag(Property.QUEUE);

	private static final Properties ONLY_QUEUE = new Properties(QUEUE_FLAG, 0, QUEUE_FLAG.length,
			KnownProperties.QUEUE);

	private static final int BUDGET_BYTES = LENGTHS + Property.BUDGET.length() + Integer.BYTES;

	private final byte[] source;

	private final int start;

	private final int end;

	/** Bits of {@link KnownProperties}. */
	private final int known;

	/**
	 * Properties that share the array.
	 * @param source where they stand
	 * @param start index of the first one
	 * @param end index after the last one
	 * @param known which of the protocol's own are among them
	 */
	Properties(byte[] source, int start, int end, int known) {
		this.source = source;
		this.start = start;
		this.end = end;
		this.known = known;
	}

	private static byte[] flag(String name) {
		ByteBuffer out = ByteBuffer.allocate(LENGTHS + name.length());
		PropertyWriter.putHead(out, name, 0);
		return out.array();
	}

	boolean has(String name) {
		int bit = KnownProperties.bit(name);
		return (bit != KnownProperties.NONE) ? has(bit) : find(name) >= 0;
	}

	private boolean has(int bit) {
		return (this.known & bit) != 0;
	}

	@Nullable String text(String name) {
		int at = find(name);
		return (at >= 0) ? textAt(at) : null;
	}

	byte @Nullable [] bytes(String name) {
		int at = find(name);
		return (at >= 0) ? Arrays.copyOfRange(this.source, valueAt(at), next(at)) : null;
	}

	/** The value if it has 4 bytes; a negative one counts as 0. */
	int number(String name, int otherwise) {
		int at = find(name);
		boolean there = at >= 0 && next(at) - valueAt(at) == Integer.BYTES;
		return there ? Math.max(0, intAt(this.source, valueAt(at))) : otherwise;
	}

	/** The value if it has 8 bytes. */
	long large(String name, long otherwise) {
		int at = find(name);
		boolean there = at >= 0 && next(at) - valueAt(at) == Long.BYTES;
		return there ? ByteBuffer.wrap(this.source).getLong(valueAt(at)) : otherwise;
	}

	Map<String, String> headers() {
		Map<String, String> headers = null;
		for (int at = this.start; at < this.end; at = next(at)) {
			if (this.source[at + 1] != Property.RESERVED) {
				headers = (headers != null) ? headers : new LinkedHashMap<>();
				headers.put(nameAt(at), textAt(at));
			}
		}
		return (headers != null) ? Collections.unmodifiableMap(headers) : Map.of();
	}

	Set<String> names() {
		Set<String> names = new LinkedHashSet<>();
		for (int at = this.start; at < this.end; at = next(at)) {
			names.add(nameAt(at));
		}
		return names;
	}

	/** Writes all of these. */
	void addTo(PropertyWriter writer) {
		for (int at = this.start; at < this.end; at = next(at)) {
			writer.bytes(nameAt(at), this.source, valueAt(at), next(at) - valueAt(at));
		}
	}

	/** A request's properties for a worker; no budget if it is negative. */
	Properties forLease(int budgetMillis) {
		if (this.start == this.end && budgetMillis < 0) {
			return ONLY_QUEUE;
		}
		byte[] lease = new byte[encodedLength() + BUDGET_BYTES + QUEUE_FLAG.length];
		int used = copyKept(lease);
		int leaseKnown = this.known & ~KnownProperties.NOT_ON_LEASES;
		if (budgetMillis >= 0) {
			used = putBudget(lease, used, budgetMillis);
			leaseKnown |= KnownProperties.BUDGET;
		}
		if (CallFrame.HEAD + used + QUEUE_FLAG.length <= CallFrame.LONGEST) {
			System.arraycopy(QUEUE_FLAG, 0, lease, used, QUEUE_FLAG.length);
			used += QUEUE_FLAG.length;
			leaseKnown |= KnownProperties.QUEUE;
		}
		return new Properties(lease, 0, used, leaseKnown);
	}

	private int copyKept(byte[] lease) {
		int used = 0;
		for (int at = this.start; at < this.end;) {
			int next = next(at);
			int bit = KnownProperties.bitAt(this.source, at + 1, this.source[at] & 0xff);
			if ((bit & KnownProperties.NOT_ON_LEASES) == 0) {
				System.arraycopy(this.source, at, lease, used, next - at);
				used += next - at;
			}
			at = next;
		}
		return used;
	}

	private static int putBudget(byte[] lease, int at, int budgetMillis) {
		ByteBuffer out = ByteBuffer.wrap(lease);
		out.position(at);
		PropertyWriter.putHead(out, Property.BUDGET, Integer.BYTES);
		return out.putInt(budgetMillis).position();
	}

	/** These and {@code :queue}, if they still fit into a call frame then. */
	Properties withQueue() {
		int length = encodedLength();
		if (length == 0) {
			return ONLY_QUEUE;
		}
		int longer = length + QUEUE_FLAG.length;
		if (has(KnownProperties.QUEUE) || CallFrame.HEAD + longer > CallFrame.LONGEST) {
			return this;
		}
		byte[] more = Arrays.copyOfRange(this.source, this.start, this.start + longer);
		System.arraycopy(QUEUE_FLAG, 0, more, length, QUEUE_FLAG.length);
		return new Properties(more, 0, longer, this.known | KnownProperties.QUEUE);
	}

	/**
	 * These and a number of 8 bytes, one of the protocol's own that is not among these,
	 * if they still fit into a call frame then.
	 */
	Properties with(String name, long value) {
		int length = encodedLength();
		int longer = length + LENGTHS + name.length() + Long.BYTES;
		if (CallFrame.HEAD + longer > CallFrame.LONGEST) {
			return this;
		}
		byte[] more = Arrays.copyOfRange(this.source, this.start, this.start + longer);
		ByteBuffer out = ByteBuffer.wrap(more);
		out.position(length);
		PropertyWriter.putHead(out, name, Long.BYTES);
		out.putLong(value);
		return new Properties(more, 0, longer, this.known | KnownProperties.bit(name));
	}

	int encodedLength() {
		return this.end - this.start;
	}

	void encodeTo(ByteBuffer out) {
		out.put(this.source, this.start, this.end - this.start);
	}

	/** Where the property of that name stands, or -1. */
	private int find(String name) {
		int bit = KnownProperties.bit(name);
		if (bit != KnownProperties.NONE && !has(bit)) {
			return -1;
		}
		for (int at = this.start; at < this.end; at = next(at)) {
			if (KnownProperties.isAt(name, this.source, at + 1, this.source[at] & 0xff)) {
				return at;
			}
		}
		return -1;
	}

	private int valueAt(int at) {
		return at + LENGTHS + (this.source[at] & 0xff);
	}

	private int next(int at) {
		int value = valueAt(at);
		return value + intAt(this.source, value - Integer.BYTES);
	}

	private String nameAt(int at) {
		int length = this.source[at] & 0xff;
		String name = KnownProperties.nameAt(this.source, at + 1, length);
		return (name != null) ? name : new String(this.source, at + 1, length, StandardCharsets.ISO_8859_1);
	}

	private String textAt(int at) {
		return new String(this.source, valueAt(at), next(at) - valueAt(at), StandardCharsets.UTF_8);
	}

	static int intAt(byte[] bytes, int index) {
		return (bytes[index] & 0xff) << 24 | (bytes[index + 1] & 0xff) << 16 | (bytes[index + 2] & 0xff) << 8
				| (bytes[index + 3] & 0xff);
	}

}
