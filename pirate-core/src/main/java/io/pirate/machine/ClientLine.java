package io.pirate.machine;

import io.pirate.wire.Identity;
import org.jspecify.annotations.Nullable;

/** What one client's connection has waiting for one service. */
final class ClientLine {

	final Identity client;

	/** Whose connection it is. */
	final PeerLines owner;

	final WorkList works = new WorkList();

	final Ring.Place<ClientLine> place = new Ring.Place<>(this);

	long bytes;

	/** Whether it is among the {@link ForeignLines}, and its neighbours there. */
	boolean foreign;

	@Nullable ClientLine nextForeign;

	@Nullable ClientLine previousForeign;

	ClientLine(Identity client, PeerLines owner) {
		this.client = client;
		this.owner = owner;
	}

	/** How much that is: bytes or requests. */
	long measure(boolean inBytes) {
		return inBytes ? this.bytes : this.works.size();
	}

}
