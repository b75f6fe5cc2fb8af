package io.pirate.reactor.signaler;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.ZError;
import zmq.io.coder.IDecoder;
import zmq.msg.MsgAllocator;
import zmq.util.Errno;
import zmq.util.ValueReference;

/**
 * Reads frames as ZMTP 2 and 3 have them. Becomes {@code zmq.io.coder.v2.V2Decoder} (see
 * {@link SignalerInstallation}), so its public members are those of that class, and it
 * refers to nothing but the JDK and JeroMQ.
 * <p>
 * The stock one takes three steps of a state machine for each frame, with a view of its
 * body and boxed counts of what it has read. This one copies a frame that is there into
 * its message at once. A length of 2^63 and more, which the stock one takes for less than
 * any limit, ends the connection like any other that is too large.
 * <p>
 * A large frame is read where it belongs, but in pieces, so that other connections have
 * their turns in between. Who decrypts it wants to know of the pieces, and is told.
 * <p>
 * JeroMQ answers each PING at once, with a write of its own: nine bytes for which it
 * makes a system call. Of those that were read together the first one is answered here,
 * and the others are taken for PONGs, about which it does nothing.
 */
public final class FrameDecoder implements IDecoder, Consumer<ObjIntConsumer<byte[]>>, BooleanSupplier {

	/** By this field the installed class is told from the stock one. */
	static final String REPLACES = "zmq.io.coder.v2.V2Decoder of JeroMQ 0.6.0";

	private static final int SHORT_HEAD = 2;

	/** JeroMQ compares all but the last letter of PING. */
	private static final byte[] PING = { 4, 'P', 'I', 'N' };

	/** Where its name differs from that of a PONG. */
	private static final int VOWEL = 2;

	/**
	 * What is read at once of a larger frame. The JDK reads into a buffer of its own
	 * first, as large as what it is given: with this size that stays in the processor's
	 * cache.
	 */
	private static final int PIECE = 64 * 1024;

	private final Errno errno;

	private final ByteBuffer buffer;

	private final int capacity;

	private final int atOnce;

	private final long mostBytes;

	private final MsgAllocator allocator;

	private final ArrivingFrame arriving;

	/** Of the next frame, as far as it is here. */
	private final byte[] head = new byte[FrameEncoder.LONGEST_HEAD];

	private int headBytes;

	private @Nullable Msg message;

	/** Where the rest of a body goes that is not here yet. */
	private @Nullable ByteBuffer rest;

	/** Takes the array of a frame that is not all there, and how much of it is. */
	private @Nullable ObjIntConsumer<byte[]> watcher;

	/** Whether that is what was given to be filled. */
	private boolean direct;

	/** Whether there was a PING in what was read last. */
	private boolean pinged;

	/**
	 * A decoder that has read nothing.
	 * @param errno where a failure is told
	 * @param bufferSize bytes that are read at once
	 * @param mostBytes of a frame; negative for no limit
	 * @param allocator makes the messages
	 */
	public FrameDecoder(Errno errno, int bufferSize, long mostBytes, MsgAllocator allocator) {
		this.errno = errno;
		this.capacity = bufferSize;
		this.atOnce = Math.max(PIECE, bufferSize);
		this.buffer = ByteBuffer.allocateDirect(bufferSize);
		this.mostBytes = mostBytes;
		this.allocator = allocator;
		this.arriving = new ArrivingFrame(allocator);
	}

	@Override
	public void accept(ObjIntConsumer<byte[]> told) {
		this.watcher = told;
	}

	/**
	 * Whoever finds a PING asks, also who had to decrypt it.
	 * @return whether it is the first in what was read last
	 */
	@Override
	public boolean getAsBoolean() {
		boolean first = !this.pinged;
		this.pinged = true;
		return first;
	}

	@Override
	public ByteBuffer getBuffer() {
		this.pinged = false;
		ByteBuffer target = this.rest;
		if (target != null && target.remaining() >= this.capacity) {
			// as much as the buffer could hold goes to where it belongs
			this.direct = true;
			ByteBuffer piece = target.duplicate();
			return piece.limit(piece.position() + Math.min(piece.remaining(), this.atOnce));
		}
		this.direct = false;
		return this.buffer.clear();
	}

	@Override
	public Step.Result decode(ByteBuffer data, int size, ValueReference<Integer> processed) {
		ByteBuffer target = this.rest;
		if (this.direct && target != null) {
			target.position(target.position() + size);
			processed.set(size);
			return filled(target);
		}
		int start = data.position();
		Step.Result result = (target != null) ? fill(target, data, start + size) : begin(data, start + size);
		processed.set(data.position() - start);
		return result;
	}

	@Override
	public @Nullable Msg msg() {
		return this.message;
	}

	@Override
	public void destroy() {
		this.arriving.end();
	}

	private Step.Result begin(ByteBuffer data, int end) {
		while (this.headBytes < headLength()) {
			if (data.position() == end) {
				return Step.Result.MORE_DATA;
			}
			this.head[this.headBytes++] = data.get();
		}
		long length = isLarge() ? ByteBuffer.wrap(this.head).getLong(1) : this.head[1] & 0xff;
		this.headBytes = 0;
		boolean tooLarge = length < 0 || length > Integer.MAX_VALUE;
		if (tooLarge || (this.mostBytes >= 0 && length > this.mostBytes)) {
			this.errno.set(ZError.EMSGSIZE);
			return Step.Result.ERROR;
		}
		int room = this.arriving.begin((int) length);
		if (this.arriving.isRefused()) {
			this.errno.set(ZError.EMSGSIZE);
			return Step.Result.ERROR;
		}
		Msg msg = this.allocator.allocate(room);
		msg.setFlags(flags());
		this.message = msg;
		return take(msg, data, end);
	}

	private Step.Result take(Msg msg, ByteBuffer data, int end) {
		int size = msg.size();
		if (size <= FrameEncoder.SMALL && size <= end - data.position()) {
			byte[] array = msg.data();
			// a message without an array makes a new one each time
			if (array == msg.data()) {
				data.get(array, 0, size);
				return decoded(msg);
			}
		}
		return fill(msg.buf(), data, end);
	}

	private Step.Result fill(ByteBuffer target, ByteBuffer data, int end) {
		int limit = data.limit();
		data.limit(data.position() + Math.min(target.remaining(), end - data.position()));
		target.put(data);
		data.limit(limit);
		return filled(target);
	}

	private Step.Result filled(ByteBuffer target) {
		if (target.hasRemaining()) {
			this.rest = target;
			tell(target);
			return Step.Result.MORE_DATA;
		}
		this.rest = null;
		return decoded(Objects.requireNonNull(this.message));
	}

	private Step.Result decoded(Msg msg) {
		this.arriving.end();
		if ((this.head[0] & FrameEncoder.COMMAND) != 0 && isPing(msg.data()) && !getAsBoolean()) {
			msg.buf().put(VOWEL, (byte) 'O');
		}
		return Step.Result.DECODED;
	}

	private static boolean isPing(byte[] command) {
		return command.length > PING.length && Arrays.equals(command, 0, PING.length, PING, 0, PING.length);
	}

	/** Of an array that is longer a message would give a copy. */
	private void tell(ByteBuffer target) {
		ObjIntConsumer<byte[]> told = this.watcher;
		Msg msg = this.message;
		boolean whole = msg != null && target.hasArray() && target.arrayOffset() == 0
				&& target.array().length == msg.size();
		if (told != null && whole) {
			told.accept(target.array(), target.position());
		}
	}

	private int headLength() {
		return (this.headBytes > 0 && isLarge()) ? FrameEncoder.LONGEST_HEAD : SHORT_HEAD;
	}

	private boolean isLarge() {
		return (this.head[0] & FrameEncoder.LARGE) != 0;
	}

	private int flags() {
		boolean more = (this.head[0] & FrameEncoder.MORE) != 0;
		boolean command = (this.head[0] & FrameEncoder.COMMAND) != 0;
		return (more ? Msg.MORE : 0) | (command ? Msg.COMMAND : 0);
	}

}
