package io.pirate.reactor.signaler;

import java.util.function.IntBinaryOperator;

import org.jspecify.annotations.Nullable;
import zmq.msg.MsgAllocator;

/**
 * The frame that one connection is sending, and the room that was made for it. Becomes a
 * neighbour of both decoders, so it refers to nothing but the JDK and JeroMQ.
 * <p>
 * An allocator that counts is an {@link IntBinaryOperator}, too: told how many frames its
 * connection has sent before and how many bytes this one has, it says for how many there
 * is room; a negative number gives them back.
 */
final class ArrivingFrame {

	/** A connection costs as much anyway. */
	private static final int SMALL = 4096;

	/** As far as anybody counts; the first ones are those of the handshake. */
	private static final int MOST_COUNTED = 100;

	private final @Nullable IntBinaryOperator room;

	/** That have begun. */
	private int frames;

	private int taken;

	private boolean refused;

	ArrivingFrame(MsgAllocator allocator) {
		this.room = (allocator instanceof IntBinaryOperator counts) ? counts : null;
	}

	/**
	 * Its size has come.
	 * @param size in bytes, as the peer says
	 * @return how many to make room for: none if there is no room
	 */
	int begin(int size) {
		boolean counted = this.room != null && size > SMALL;
		this.refused = this.room != null && counted && this.room.applyAsInt(this.frames, size) < size;
		this.frames = Math.min(this.frames + 1, MOST_COUNTED);
		this.taken = (counted && !this.refused) ? size : 0;
		return this.refused ? 0 : size;
	}

	boolean isRefused() {
		return this.refused;
	}

	/** All of it has come, or nothing more will. */
	void end() {
		if (this.room != null && this.taken > 0) {
			int unused = this.room.applyAsInt(this.frames, -this.taken);
		}
		this.taken = 0;
	}

}
