package io.pirate.reactor.router;

import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.pipe.Pipe;

/** One of a ROUTER's peers that has a name. */
final class RoutedPeer {

	private final Pipe pipe;

	private PeerName name;

	/** What named it last. */
	private @Nullable Msg frame;

	RoutedPeer(Pipe pipe, PeerName name) {
		this.pipe = pipe;
		this.name = name;
	}

	Pipe pipe() {
		return this.pipe;
	}

	PeerName name() {
		return this.name;
	}

	/** Somebody else takes the name. */
	void rename(PeerName newName) {
		this.name = newName;
		this.frame = null;
	}

	/**
	 * The first frame of a message from this peer. Not made anew if whoever had it last
	 * has given it back; those who know nothing of that may send it on or keep it.
	 */
	Msg frame() {
		Msg last = this.frame;
		if (last != null && (last.flags() & RouterInstallation.GIVEN_BACK) != 0) {
			last.resetFlags(RouterInstallation.GIVEN_BACK);
			return last;
		}
		Msg made = new Msg(this.name.bytes());
		made.setFlags(Msg.MORE);
		this.frame = made;
		return made;
	}

}
