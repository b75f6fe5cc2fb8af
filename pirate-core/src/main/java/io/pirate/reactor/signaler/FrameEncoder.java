package io.pirate.reactor.signaler;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.io.coder.IEncoder;
import zmq.util.Errno;
import zmq.util.ValueReference;

/**
 * Writes frames as ZMTP 2 and 3 have them. Becomes {@code zmq.io.coder.v2.V2Encoder} (see
 * {@link SignalerInstallation}), so its public members are those of that class, and it
 * refers to nothing but the JDK and JeroMQ.
 * <p>
 * The stock one takes a step of a state machine for the head of a frame and one for its
 * body, with a view of the body for each. This one puts a frame that has room into the
 * buffer at once; only what has not goes by views.
 */
public final class FrameEncoder implements IEncoder {

	/** By this field the installed class is told from the stock one. */
	static final String REPLACES = "zmq.io.coder.v2.V2Encoder of JeroMQ 0.6.0";

	static final int MORE = 1;

	static final int LARGE = 2;

	static final int COMMAND = 4;

	static final int LONGEST_HEAD = 1 + Long.BYTES;

	/** Longer frames have heads with eight bytes of length. */
	private static final int LONGEST_SHORT = 255;

	/** Larger frames may be without an array, which would be made for them. */
	static final int SMALL = 8 * 1024;

	private final ByteBuffer buffer;

	private final int capacity;

	private final ByteBuffer head = ByteBuffer.allocate(LONGEST_HEAD);

	private @Nullable Msg loaded;

	/** What is left of a body whose frame did not go out at once. */
	private @Nullable ByteBuffer body;

	/**
	 * An encoder with nothing to write.
	 * @param errno not needed: nothing fails here
	 * @param bufferSize bytes that go out at once
	 */
	public FrameEncoder(Errno errno, int bufferSize) {
		this.capacity = bufferSize;
		this.buffer = ByteBuffer.allocateDirect(bufferSize);
	}

	@Override
	public void loadMsg(Msg msg) {
		this.loaded = msg;
	}

	@Override
	public int encode(ValueReference<ByteBuffer> data, int size) {
		ByteBuffer given = data.get();
		ByteBuffer out = (given != null) ? given : this.buffer;
		int room = (given != null) ? size : this.capacity;
		if (given == null) {
			out.clear();
		}
		Msg msg = this.loaded;
		if (msg == null) {
			return 0;
		}
		ByteBuffer rest = this.body;
		if (rest != null && given == null && !this.head.hasRemaining() && rest.remaining() >= room) {
			// as much as the buffer could hold goes out from where it is
			data.set(rest);
			finish();
			return rest.remaining();
		}
		out.limit(out.capacity());
		int before = out.position();
		if (rest == null && msg.size() <= SMALL && LONGEST_HEAD + msg.size() <= room) {
			putHead(out, msg);
			out.put(msg.data(), 0, msg.size());
			finish();
		}
		else {
			putSome(out, msg, rest, room);
		}
		data.set(out);
		return out.position() - before;
	}

	@Override
	public void encoded() {
		this.buffer.flip();
	}

	@Override
	public void destroy() {
	}

	private void putSome(ByteBuffer out, Msg msg, @Nullable ByteBuffer begun, int room) {
		ByteBuffer rest = begun;
		if (rest == null) {
			putHead(this.head.clear(), msg);
			this.head.flip();
			rest = msg.buf().clear().limit(msg.size());
			this.body = rest;
		}
		int left = room - move(this.head, out, room);
		move(rest, out, left);
		if (!this.head.hasRemaining() && !rest.hasRemaining()) {
			finish();
		}
	}

	private void finish() {
		this.loaded = null;
		this.body = null;
	}

	private static void putHead(ByteBuffer out, Msg msg) {
		int size = msg.size();
		int flags = (msg.hasMore() ? MORE : 0) | (msg.isCommand() ? COMMAND : 0);
		if (size <= LONGEST_SHORT) {
			out.put((byte) flags).put((byte) size);
		}
		else {
			out.put((byte) (flags | LARGE)).putLong(size);
		}
	}

	private static int move(ByteBuffer from, ByteBuffer to, int most) {
		int count = Math.min(from.remaining(), most);
		int limit = from.limit();
		from.limit(from.position() + count);
		to.put(from);
		from.limit(limit);
		return count;
	}

}
