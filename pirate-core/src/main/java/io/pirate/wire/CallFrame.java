package io.pirate.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Our one extension of the wire: number, headers, budget and outcome of a call, carried
 * in an address frame, which every one of the protocols treats as opaque.
 *
 * <pre>
 * call frame = 01 'P' 'I' 'R' · version 01 · origin (8 bytes) · number (8 bytes) · property*
 * property   = name length (1 byte) · name (ASCII) · value length (4 bytes) · value
 * </pre>
 *
 * Numbers are big endian; {@code :attempt} and {@code :budget} take 4 bytes,
 * {@code :done} takes 8, flags are empty, everything else is UTF-8. Immutable.
 */
public final class CallFrame implements AddressFrame {

	/** Longest call frame in bytes. */
	public static final int LONGEST = 64 * 1024;

	private final long origin;

	private final long number;

	final Properties properties;

	CallFrame(long origin, long number, Properties properties) {
		this.origin = origin;
		this.number = number;
		this.properties = properties;
	}

	/**
	 * A call frame without properties.
	 * @param origin who counts
	 * @param number the call's number there
	 * @return the frame
	 */
	public static CallFrame of(long origin, long number) {
		return new CallFrame(origin, number, Properties.NONE);
	}

	/**
	 * Reads the frame of a request; drops what does not belong on one.
	 * @param frame any bytes
	 * @return the call frame, {@link AddressFrame.Opaque} or {@link Malformed}
	 */
	public static AddressFrame decodeRequest(byte[] frame) {
		return decode(frame, frame.length, true);
	}

	/**
	 * Reads the frame of a reply; drops what does not belong on one.
	 * @param frame any bytes
	 * @return the call frame, {@link AddressFrame.Opaque} or {@link Malformed}
	 */
	public static AddressFrame decodeReply(byte[] frame) {
		return decode(frame, frame.length, false);
	}

	/** Reads the frame that ends there. */
	static AddressFrame decode(byte[] frame, int end, boolean request) {
		if (!CallHead.isIn(frame)) {
			return AddressFrame.Opaque.INSTANCE;
		}
		if (end < CallHead.LENGTH || end > LONGEST) {
			return new Malformed("call frame of " + end + " bytes");
		}
		Properties properties = PropertyReader.read(frame, CallHead.LENGTH, end, request);
		if (properties == null) {
			return new Malformed("call frame with a torn or wrong property");
		}
		return CallHead.read(frame, properties);
	}

	public long origin() {
		return this.origin;
	}

	public long number() {
		return this.number;
	}

	public boolean has(String name) {
		return this.properties.has(name);
	}

	public @Nullable String text(String name) {
		return this.properties.text(name);
	}

	/**
	 * A number property.
	 * @param name its name
	 * @param otherwise what to answer if it is absent
	 * @return its value; negative ones count as 0
	 */
	public int number(String name, int otherwise) {
		return this.properties.number(name, otherwise);
	}

	/**
	 * The lowest number of this origin still open.
	 * @return {@code :done}, or 0 if the client does not say
	 */
	public long done() {
		return this.properties.large(Property.DONE, 0);
	}

	/**
	 * Whether this is no request but a word about an earlier one with the same number:
	 * more credit, or that no more parts are wanted.
	 * @return true with {@code :credit} or {@code :cancel} and without {@code :attempt}
	 */
	public boolean isControl() {
		return this.properties.has(KnownProperties.CONTROL) && !this.properties.has(KnownProperties.ATTEMPT);
	}

	/**
	 * Whom a request in one frame is for.
	 * @return the service, anonymous if it names none, or {@code null} if what it names
	 * is not a service's name
	 */
	public @Nullable ServiceName service() {
		return this.properties.service();
	}

	public ReplyStatus status() {
		return this.properties.has(KnownProperties.STATUS) ? ReplyStatus.of(text(Property.STATUS)) : ReplyStatus.OK;
	}

	/**
	 * The properties that are not the protocol's own.
	 * @return name to value, in wire order, unmodifiable
	 */
	public Map<String, String> headers() {
		return this.properties.headers();
	}

	/**
	 * This request's frame as a queue of ours gives it to a worker: the caller's headers,
	 * {@code :queue} if there is room, and nothing that concerns only client and queue.
	 * @param queue the queue's origin
	 * @param lease the number there
	 * @param budgetMillis what is left of the caller's patience, or -1 if nobody says
	 * @param body what will follow it: if that is one frame, there is room for it
	 * @return the new frame
	 */
	public CallFrame toLease(long queue, long lease, int budgetMillis, Frames body) {
		int room = (body.size() == 1) ? 1 + body.length(0) : 0;
		return new CallFrame(queue, lease, this.properties.forLease(budgetMillis, room));
	}

	/**
	 * This reply's frame as a queue of ours gives it to a client: with {@code :queue} if
	 * there is room.
	 * @param client the client's origin
	 * @param call the number there
	 * @return the new frame
	 */
	public CallFrame toReply(long client, long call) {
		return new CallFrame(client, call, this.properties.withQueue());
	}

	/**
	 * The length of this frame on the wire.
	 * @return bytes
	 */
	public int encodedLength() {
		return CallHead.LENGTH + this.properties.encodedLength();
	}

	/**
	 * A builder that starts with everything in this frame.
	 * @return the builder
	 */
	public Builder edit() {
		Builder builder = new Builder(this.origin, this.number);
		this.properties.addTo(builder.properties);
		return builder;
	}

	public static Builder build(long origin, long number) {
		return new Builder(origin, number);
	}

	public byte[] encode() {
		ByteBuffer out = ByteBuffer.allocate(encodedLength());
		encodeTo(out);
		return out.array();
	}

	/**
	 * Writes this frame.
	 * @param out has room for {@link #encodedLength()} bytes
	 */
	public void encodeTo(ByteBuffer out) {
		CallHead.put(out, this);
		this.properties.encodeTo(out);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof CallFrame that && Arrays.equals(encode(), that.encode());
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(encode());
	}

	/** Number and property names; never the origin, which is a secret, nor the values. */
	@Override
	public String toString() {
		return "call " + this.number + " " + this.properties.names();
	}

	/** Collects properties; the last value set for a name wins. Not thread-safe. */
	public static final class Builder {

		private final long origin;

		private final long number;

		private final PropertyWriter properties = new PropertyWriter();

		Builder(long origin, long number) {
			this.origin = origin;
			this.number = number;
		}

		public Builder text(String name, String value) {
			byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
			this.properties.bytes(name, bytes, 0, bytes.length);
			return this;
		}

		/**
		 * A text property, unless the value is {@code null}.
		 * @param name its name
		 * @param value its value or {@code null}
		 * @return this
		 */
		public Builder optional(String name, @Nullable String value) {
			return (value != null) ? text(name, value) : this;
		}

		public Builder number(String name, int value) {
			this.properties.number(name, value);
			return this;
		}

		public Builder done(long lowestOpen) {
			this.properties.large(Property.DONE, lowestOpen);
			return this;
		}

		public Builder flag(String name) {
			this.properties.flag(name);
			return this;
		}

		public Builder status(ReplyStatus status) {
			return (status != ReplyStatus.OK) ? text(Property.STATUS, status.text()) : this;
		}

		public Builder headers(Map<String, String> headers) {
			if (!headers.isEmpty()) {
				headers.forEach(this::text);
			}
			return this;
		}

		/**
		 * The frame.
		 * @return it
		 * @throws IllegalArgumentException if it would be longer than {@link #LONGEST}
		 */
		public CallFrame end() {
			Properties written = this.properties.end();
			if (CallHead.LENGTH + written.encodedLength() > LONGEST) {
				throw new IllegalArgumentException("headers take more than " + LONGEST + " bytes");
			}
			return new CallFrame(this.origin, this.number, written);
		}

	}

}
