package io.pirate.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The properties of a call frame as they stand on the wire: the protocol's own once each,
 * all of them wanted, and of headers of one name the first counts. They are few, so most
 * look-ups walk; which of the protocol's own are there is known without, and the place of
 * some. Copied only into the next message. Immutable.
 */
final class Properties {

	static final Properties NONE = new Properties(new byte[0], 0, 0, 0, Places.NONE);

	/** The bytes of the name's length and the value's. */
	static final int LENGTHS = 1 + Integer.BYTES;

	static final byte[] QUEUE_FLAG = flag(Property.QUEUE);

	private static final Properties ONLY_QUEUE = new Properties(QUEUE_FLAG, 0, QUEUE_FLAG.length, KnownProperties.QUEUE,
			Places.NONE);

	final byte[] source;

	final int start;

	final int end;

	/** Bits of {@link KnownProperties}. */
	final int known;

	/** Some of their {@link Places}. */
	final long places;

	/** Whether the array is nobody else's, with room in front and behind. */
	private final boolean roomy;

	/**
	 * Properties that share the array.
	 * @param source where they stand
	 * @param start index of the first one
	 * @param end index after the last one
	 * @param known which of the protocol's own are among them
	 * @param places where some of those stand
	 */
	Properties(byte[] source, int start, int end, int known, long places) {
		this(source, start, end, known, places, false);
	}

	/**
	 * The same; {@code roomy} if the array is its own, with room for a frame around it.
	 */
	Properties(byte[] source, int start, int end, int known, long places, boolean roomy) {
		this.source = source;
		this.start = start;
		this.end = end;
		this.known = known;
		this.places = places;
		this.roomy = roomy;
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

	boolean has(int bit) {
		return (this.known & bit) != 0;
	}

	@Nullable String text(String name) {
		int at = find(name);
		return (at >= 0) ? textAt(at) : null;
	}

	/**
	 * The service they name, the anonymous one if they name none, or {@code null} if that
	 * is not a service's name.
	 */
	@Nullable ServiceName service() {
		if (!has(KnownProperties.SERVICE)) {
			return ServiceName.ANONYMOUS;
		}
		int at = find(Property.SERVICE);
		return ServiceName.decode(this.source, valueAt(at), next(at));
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
				headers.putIfAbsent(nameAt(at), textAt(at));
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
		Set<String> written = new HashSet<>();
		for (int at = this.start; at < this.end; at = next(at)) {
			String name = nameAt(at);
			if (written.add(name)) {
				writer.bytes(name, this.source, valueAt(at), next(at) - valueAt(at));
			}
		}
	}

	/**
	 * A request's properties for a worker.
	 * @param budgetMillis no budget if it is negative
	 * @param room bytes to leave free behind them, as a frame's head in front
	 */
	Properties forLease(int budgetMillis, int room) {
		return (this.start == this.end && budgetMillis < 0 && room == 0) ? ONLY_QUEUE
				: new LeaseCut(this, budgetMillis).with(room);
	}

	/**
	 * The array of these if it has room for a frame's head in front and for exactly so
	 * many bytes behind; only its owner may write there.
	 */
	byte @Nullable [] withRoom(int behind) {
		return (this.roomy && this.source.length - this.end == behind) ? this.source : null;
	}

	/** These and {@code :queue}, if they still fit into a call frame then. */
	Properties withQueue() {
		int length = encodedLength();
		if (length == 0) {
			return ONLY_QUEUE;
		}
		int longer = length + QUEUE_FLAG.length;
		if (has(KnownProperties.QUEUE) || CallHead.LENGTH + longer > CallFrame.LONGEST) {
			return this;
		}
		byte[] more = Arrays.copyOfRange(this.source, this.start, this.start + longer);
		System.arraycopy(QUEUE_FLAG, 0, more, length, QUEUE_FLAG.length);
		return new Properties(more, 0, longer, this.known | KnownProperties.QUEUE, Places.NONE);
	}

	/**
	 * These and a number of 8 bytes, one of the protocol's own that is not among these,
	 * if they still fit into a call frame then.
	 */
	Properties with(String name, long value) {
		int length = encodedLength();
		int longer = length + LENGTHS + name.length() + Long.BYTES;
		if (CallHead.LENGTH + longer > CallFrame.LONGEST) {
			return this;
		}
		byte[] more = Arrays.copyOfRange(this.source, this.start, this.start + longer);
		ByteBuffer out = ByteBuffer.wrap(more);
		out.position(length);
		PropertyWriter.putHead(out, name, Long.BYTES);
		out.putLong(value);
		return new Properties(more, 0, longer, this.known | KnownProperties.bit(name), Places.NONE);
	}

	int encodedLength() {
		return this.end - this.start;
	}

	void encodeTo(ByteBuffer out) {
		out.put(this.source, this.start, this.end - this.start);
	}

	/**
	 * Where an empty name follows those that were read from there, all of which are
	 * whole.
	 */
	int endIn(byte[] frame, int from) {
		if (this.source == frame) {
			return this.end;
		}
		int at = from;
		while (frame[at] != 0) {
			int value = at + LENGTHS + (frame[at] & 0xff);
			at = value + intAt(frame, value - Integer.BYTES);
		}
		return at;
	}

	/** Where the property of that name stands, or -1. */
	int find(String name) {
		if (this.start == this.end) {
			return -1;
		}
		int bit = KnownProperties.bit(name);
		if (bit != KnownProperties.NONE && !has(bit)) {
			return -1;
		}
		int place = Places.of(this.places, bit);
		if (place >= 0) {
			return this.start + place;
		}
		for (int at = this.start; at < this.end; at = next(at)) {
			if (KnownProperties.isAt(name, this.source, at + 1, this.source[at] & 0xff)) {
				return at;
			}
		}
		return -1;
	}

	int valueAt(int at) {
		return at + LENGTHS + (this.source[at] & 0xff);
	}

	int next(int at) {
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
