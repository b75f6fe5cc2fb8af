package io.pirate.reactor.signaler;

import java.util.function.IntPredicate;

import org.jspecify.annotations.Nullable;
import zmq.msg.MsgAllocator;

/**
 * The frame that one connection is sending, and the room that was made for it. Becomes a
 * neighbour of both decoders, so it refers to nothing but the JDK and JeroMQ.
 * <p>
 * An allocator that counts is an {@link IntPredicate}, too: asked for so many bytes, it
 * says whether there is room for them; a negative number gives them back.
 */
final class ArrivingFrame {

	/** A connection costs as much anyway. */
	private static final int SMALL = 4096;

	private final @Nullable IntPredicate room;

	private int taken;

	private boolean refused;

	ArrivingFrame(MsgAllocator allocator) {
		this.room = (allocator instanceof IntPredicate counts) ? counts : null;
	}

	/**
	 * Its size has come.
	 * @param size in bytes, as the peer says
	 * @return how many to make room for: none if there is no room
	 */
	int begin(int size) {
		this.refused = this.room != null && size > SMALL && !this.room.test(size);
		this.taken = (this.room != null && size > SMALL && !this.refused) ? size : 0;
		return this.refused ? 0 : size;
	}

	boolean isRefused() {
		return this.refused;
	}

	/** All of it has come, or nothing more will. */
	void end() {
		if (this.room != null && this.taken > 0) {
			boolean unused = this.room.test(-this.taken);
		}
		this.taken = 0;
	}

}
