package io.pirate.reactor;

import java.util.Objects;

import io.pirate.machine.Peer;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import org.jspecify.annotations.Nullable;

/**
 * What a port has received last: an {@link Addressed} that is used again and again, for
 * whoever is done with one message before the next.
 */
final class Arrival {

	private @Nullable Identity identity;

	private Peer peer = Peer.NOBODY;

	/** The only frame of a message; most have one. */
	private byte @Nullable [] only;

	private Frames frames = Frames.NONE;

	private boolean ended;

	/** A message from that peer; its frames follow. */
	void from(Identity newIdentity, Peer newPeer) {
		this.identity = newIdentity;
		this.peer = newPeer;
		this.only = null;
		this.frames = Frames.NONE;
		this.ended = false;
	}

	void with(byte[] onlyFrame) {
		this.only = onlyFrame;
	}

	void with(Frames allFrames) {
		this.frames = allFrames;
	}

	void end(Identity newIdentity) {
		from(newIdentity, Peer.NOBODY);
		this.ended = true;
	}

	/** The connection it came by. */
	Identity identity() {
		return Objects.requireNonNull(this.identity, "nothing has arrived");
	}

	/** Who is at its other end. */
	Peer peer() {
		return this.peer;
	}

	/** The only frame of a message; {@code null} if it has several. */
	byte @Nullable [] only() {
		return this.only;
	}

	Frames frames() {
		return (this.only != null) ? Frames.ofOne(this.only) : this.frames;
	}

	/** Whether it is the end of the peer's connection instead of a message. */
	boolean ended() {
		return this.ended;
	}

	/** For whoever keeps it. */
	Addressed kept() {
		return this.ended ? Addressed.end(identity()) : Addressed.message(identity(), this.peer, frames());
	}

}
