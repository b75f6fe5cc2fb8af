package io.pirate.machine;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import org.jspecify.annotations.Nullable;

/**
 * Replies as bytes, one behind the other, freed together: the garbage collector sees one
 * array instead of thousands of objects.
 */
final class ReplySegment {

	private static final int FINGERPRINT = 0;

	private static final int TIME = FINGERPRINT + Long.BYTES;

	private static final int HEAD = TIME + Long.BYTES;

	/** Origin, number, offset. */
	private static final int KEY = 3;

	/** What the key of an entry costs at most, when its array is just doubled. */
	static final int KEY_BYTES = 2 * KEY * Long.BYTES;

	private final ByteBuffer bytes;

	/** Whose the entries are, beside them: to drop them all nobody reads their bytes. */
	private long[] keys = new long[16 * KEY];

	private int count;

	/** Its number among the {@link ReplySegments}. */
	int number;

	/** Entries somebody may still ask for. */
	int live;

	/** When the last entry was written. */
	long newestNanos;

	/** Whether it was read, and when. */
	private boolean read;

	private long readNanos;

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
		this.count = 0;
		this.live = 0;
	}

	/** Writes an entry and answers its offset. */
	int append(long origin, long number, long fingerprint, CallFrame call, Frames body, long now) {
		int offset = this.bytes.position();
		addKey(origin, number, offset);
		this.bytes.putLong(fingerprint).putLong(now);
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

	/** How many entries were written. */
	int count() {
		return this.count;
	}

	long origin(int entry) {
		return this.keys[entry * KEY];
	}

	long number(int entry) {
		return this.keys[entry * KEY + 1];
	}

	int offset(int entry) {
		return (int) this.keys[entry * KEY + 2];
	}

	long fingerprint(int offset) {
		return this.bytes.getLong(offset + FINGERPRINT);
	}

	long writtenNanos(int offset) {
		return this.bytes.getLong(offset + TIME);
	}

	/** Whether it was read a short while ago; if not, it is read now. */
	boolean isReadAgain(long now, long shortNanos) {
		if (this.read && now - this.readNanos < shortNanos) {
			return true;
		}
		this.read = true;
		this.readNanos = now;
		return false;
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

	private void addKey(long origin, long number, int offset) {
		int at = this.count++ * KEY;
		if (at == this.keys.length) {
			this.keys = Arrays.copyOf(this.keys, 2 * at);
		}
		this.keys[at] = origin;
		this.keys[at + 1] = number;
		this.keys[at + 2] = offset;
	}

	private static byte[] next(ByteBuffer in) {
		byte[] frame = new byte[in.getInt()];
		in.get(frame);
		return frame;
	}

}
