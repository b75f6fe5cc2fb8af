package io.pirate.reactor;

import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.io.Metadata;

/**
 * One received frame. JeroMQ's engine asks it whether it is a command just before it
 * would queue it, and drops commands: the one place where a frame beyond the limits can
 * be refused while it costs nothing yet.
 */
final class GuardedFrame extends Msg {

	private static final byte[] READY = { 5, 'R', 'E', 'A', 'D', 'Y' };

	private final FrameGuard guard;

	private boolean refused;

	private boolean mutilated;

	GuardedFrame(FrameGuard guard, int size) {
		super(size);
		this.guard = guard;
	}

	/** Whether frames before it in the same message were refused. */
	boolean isMutilated() {
		return this.mutilated;
	}

	void markMutilated() {
		this.mutilated = true;
	}

	@Override
	public Msg setMetadata(@Nullable Metadata metadata) {
		if (metadata != null && !super.isCommand()) {
			this.refused = this.guard.refuses(this, metadata);
		}
		return super.setMetadata(metadata);
	}

	@Override
	public boolean isCommand() {
		return super.isCommand() || this.refused || (getMetadata() == null && this.guard.refusesUnversioned());
	}

	/** Only the handshake reads single bytes: this is how its last command is seen. */
	@Override
	public byte get(int index) {
		if (index == 0 && isReady()) {
			this.guard.handshaken();
		}
		return super.get(index);
	}

	private boolean isReady() {
		if (size() < READY.length) {
			return false;
		}
		for (int i = 0; i < READY.length; i++) {
			if (super.get(i) != READY[i]) {
				return false;
			}
		}
		return true;
	}

}
