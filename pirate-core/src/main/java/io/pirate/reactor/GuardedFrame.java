package io.pirate.reactor;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.io.Metadata;

/**
 * One received frame. JeroMQ's engine asks it whether it is a command just before it
 * would queue it, and drops commands: the one place where a frame beyond the limits can
 * be refused while it costs nothing yet.
 * <p>
 * An encrypted frame is told what was in it. JeroMQ decrypts into another message, and if
 * that finds its pipe full, it pushes the encrypted one in its place later on. So that
 * one has to look like the other then.
 */
final class GuardedFrame extends Msg implements Consumer<Msg> {

	private static final byte[] READY = { 5, 'R', 'E', 'A', 'D', 'Y' };

	/** JeroMQ compares all but the last letter of PING. */
	private static final byte[] PING = { 4, 'P', 'I', 'N' };

	/** The name and two bytes of time to live. */
	private static final int MIN_PING = 7;

	private final FrameGuard guard;

	private boolean refused;

	private boolean mutilated;

	/** What was in it, if it is an encrypted one. */
	private @Nullable Msg decrypted;

	GuardedFrame(FrameGuard guard, int size) {
		super(size);
		this.guard = guard;
	}

	/** Whether frames before it in the same message were refused. */
	boolean isMutilated() {
		return this.mutilated || (this.decrypted instanceof GuardedFrame frame && frame.mutilated);
	}

	void markMutilated() {
		this.mutilated = true;
	}

	/** The mechanism of CURVE has decrypted it. */
	@Override
	public void accept(Msg frame) {
		this.decrypted = frame;
		setFlags(frame.flags());
	}

	@Override
	public byte[] data() {
		Msg inside = this.decrypted;
		return (inside != null) ? inside.data() : super.data();
	}

	@Override
	public int size() {
		Msg inside = this.decrypted;
		return (inside != null) ? inside.size() : super.size();
	}

	@Override
	public @Nullable Metadata getMetadata() {
		Msg inside = this.decrypted;
		return (inside != null) ? inside.getMetadata() : super.getMetadata();
	}

	@Override
	public Msg setMetadata(@Nullable Metadata metadata) {
		if (metadata != null && !super.isCommand()) {
			this.refused = this.guard.refuses(this, metadata);
		}
		return super.setMetadata(metadata);
	}

	/**
	 * Asked twice: before the metadata is set, whether to act on it, and after, whether
	 * to drop it. JeroMQ throws when it acts on a PING without a time to live.
	 */
	@Override
	public boolean isCommand() {
		if (getMetadata() != null) {
			return super.isCommand() || this.refused;
		}
		return super.isCommand() ? !isShortPing() : this.guard.refusesUnversioned();
	}

	private boolean isShortPing() {
		return size() < MIN_PING && startsWith(PING);
	}

	/**
	 * Only the handshake and the search for PING read single bytes. This is how the
	 * handshake's last command is seen; and data that begin like a PING, refused as a
	 * command because of {@link FrameGuard#refusesUnversioned}, must not be read as one.
	 */
	@Override
	public byte get(int index) {
		if (index == 0 && startsWith(READY)) {
			this.guard.handshaken();
		}
		return (index == 0 && !super.isCommand() && isShortPing()) ? 0 : super.get(index);
	}

	private boolean startsWith(byte[] name) {
		if (size() < name.length) {
			return false;
		}
		for (int i = 0; i < name.length; i++) {
			if (super.get(i) != name[i]) {
				return false;
			}
		}
		return true;
	}

}
