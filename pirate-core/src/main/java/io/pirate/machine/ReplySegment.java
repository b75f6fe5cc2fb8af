package io.pirate.machine;

import java.nio.ByteBuffer;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import org.jspecify.annotations.Nullable;

/**
 * Replies as bytes, one behind the other, freed together: the garbage collector sees one
 * array instead of thousands of objects.
 */
final class ReplySegment {

	private static final int LENGTH = 0;

	private static final int ORIGIN = LENGTH + Integer.BYTES;

	private static final int NUMBER = ORIGIN + Long.BYTES;

	private static final int FINGERPRINT = NUMBER + Long.BYTES;

	private static final int TIME = FINGERPRINT + Long.BYTES;

	private static final int HEAD = TIME + Long.BYTES;

	private final ByteBuffer bytes;

	/** Its number among the {@link ReplySegments}. */
	int number;

	/** Entries somebody may still ask for. */
	int live;

	/** When the last entry was written. */
	long newestNanos;

	@Nullable ReplySegment next;

	@Nullable ReplySegment previous;

	ReplySegment(int capacity) {
		this.bytes = ByteBuffer.allocate(capacity);
	}

	/** The length of an entry. */
	static long lengthOf(CallFrame call, Frames body) {
		return HEAD + (2L + body.size()) * Integer.BYTES + call.encodedLength() + body.byteCount();
	}

	int capacity() {
		return this.bytes.capacity();
	}

	boolean hasRoom(long length) {
		return this.bytes.remaining() >= length;
	}

	/** Forgets everything. */
	void clear() {
		this.bytes.clear();
		this.live = 0;
	}

	/** Writes an entry and answers its offset. */
	int append(long origin, long number, long fingerprint, CallFrame call, Frames body, long now) {
		int offset = this.bytes.position();
		this.bytes.putInt((int) lengthOf(call, body));
		this.bytes.putLong(origin).putLong(number).putLong(fingerprint).putLong(now);
		this.bytes.putInt(call.encodedLength());
		call.encodeTo(this.bytes);
		this.bytes.putInt(body.size());
		for (int i = 0; i < body.size(); i++) {
			this.bytes.putInt(body.length(i));
			body.putTo(this.bytes, i);
		}
		this.newestNanos = now;
		this.live++;
		return offset;
	}

	/** The first offset after all entries. */
	int end() {
		return this.bytes.position();
	}

	int after(int offset) {
		return offset + this.bytes.getInt(offset + LENGTH);
	}

	long origin(int offset) {
		return this.bytes.getLong(offset + ORIGIN);
	}

	long number(int offset) {
		return this.bytes.getLong(offset + NUMBER);
	}

	long fingerprint(int offset) {
		return this.bytes.getLong(offset + FINGERPRINT);
	}

	long writtenNanos(int offset) {
		return this.bytes.getLong(offset + TIME);
	}

	/** The call frame and the body of an entry, as copies. */
	Frames frames(int offset) {
		ByteBuffer in = this.bytes.duplicate();
		in.position(offset + HEAD);
		byte[] call = next(in);
		byte[][] frames = new byte[1 + in.getInt()][];
		frames[0] = call;
		for (int i = 1; i < frames.length; i++) {
			frames[i] = next(in);
		}
		return Frames.of(frames);
	}

	private static byte[] next(ByteBuffer in) {
		byte[] frame = new byte[in.getInt()];
		in.get(frame);
		return frame;
	}

}
