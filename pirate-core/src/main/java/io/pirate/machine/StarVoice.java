package io.pirate.machine;

import io.pirate.wire.StarCommand;
import io.pirate.wire.StarRole;
import io.pirate.wire.StarState;

/** What a queue of a pair says to the other one, message by message. */
final class StarVoice {

	private final StarRole role;

	private final long intervalNanos;

	private final long life;

	private final StarPeer peer;

	private final StarActions actions;

	private long number;

	private long saidNanos;

	StarVoice(StarSettings settings, long life, StarPeer peer, StarActions actions, long now) {
		this.role = settings.role();
		this.intervalNanos = settings.heartbeat().intervalNanos();
		this.life = life;
		this.peer = peer;
		this.actions = actions;
		this.saidNanos = now;
	}

	void say(StarState state, long epoch, long now) {
		this.saidNanos = now;
		this.number++;
		this.actions.toPeer(new StarCommand.Tell(this.role, state, epoch, this.life, this.number, this.peer.life(),
				this.peer.number()));
	}

	/** How long nothing was said. */
	long silentNanos(long now) {
		return now - this.saidNanos;
	}

	boolean isDue(long now) {
		return silentNanos(now) >= this.intervalNanos;
	}

	long dueNanos() {
		return this.saidNanos + this.intervalNanos;
	}

	/** The number of what will be said next. */
	long next() {
		return this.number + 1;
	}

	/** Whether the other queue has heard that message, or a later one. */
	boolean wasHeard(long message) {
		return this.peer.hasHeard(this.life, message);
	}

}
