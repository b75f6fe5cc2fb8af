package io.pirate.reactor;

import java.util.Arrays;

import io.pirate.machine.Peer;
import io.pirate.wire.Identity;
import org.jspecify.annotations.Nullable;

/** Tells who sent what a ROUTER has received, and whether it is a message at all. */
final class RouterIntake {

	private final MessageReader reader;

	/** The news that a connection has ended. */
	private final byte[] endMark;

	private final Senders senders;

	private final KnownPeers peers = new KnownPeers();

	private long unproven;

	RouterIntake(MessageReader reader, byte[] endMark, Senders senders) {
		this.reader = reader;
		this.endMark = endMark;
		this.senders = senders;
	}

	/**
	 * Takes what was read.
	 * @return false if it was for nobody
	 */
	boolean take(Arrival arrival) {
		byte[] peer = this.reader.part(0);
		if (this.reader.size() < 2 || peer.length > MessageReader.MAX_IDENTITY) {
			this.reader.refuse();
			return false;
		}
		if (this.reader.size() == 2 && Arrays.equals(this.reader.part(1), this.endMark)) {
			this.reader.drop();
			arrival.end(Identity.of(peer));
			return true;
		}
		@Nullable Peer sender = this.senders.of(this.reader.connection());
		if (sender == null) {
			this.unproven++;
			this.reader.drop();
			return false;
		}
		arrival.from(this.peers.of(peer), sender);
		this.reader.take(1, arrival);
		return true;
	}

	/** Messages dropped because their connection had not been let in. */
	long unproven() {
		return this.unproven;
	}

}
