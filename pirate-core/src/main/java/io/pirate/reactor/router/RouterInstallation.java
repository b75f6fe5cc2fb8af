package io.pirate.reactor.router;

import io.pirate.reactor.replacement.Part;
import io.pirate.reactor.replacement.Replacement;
import io.pirate.reactor.replacement.ReplacementState;
import zmq.socket.reqrep.Req;

/**
 * Defines {@link PeerRouter} as {@code zmq.socket.reqrep.Router}, in JeroMQ's own class
 * loader, before JeroMQ's class of that name is loaded by the first socket. Decided once
 * in a process; where it cannot be done, JeroMQ stays as it is.
 */
public final class RouterInstallation {

	/**
	 * A flag of a message. Who has received one that names a peer, and has taken its
	 * bytes and keeps nothing else, may set it: then the same object names the peer
	 * again, with its next message. JeroMQ's own ROUTER does not look at it. A constant
	 * of the compiler, so nothing refers to this class where ours is installed.
	 */
	public static final int GIVEN_BACK = 1 << 16;

	/** Of JeroMQ 0.6.0's class file, for which ours was written. */
	private static final String STOCK_SHA256 = "d214c125679aa85cbb4211f4ecb89c650866dee530dc97643e00764f05feca01";

	private static final Replacement REPLACEMENT = new Replacement("JeroMQ's ROUTER", "pirate.jeromq.fast-wakeup",
			RouterInstallation.class, Req.class, Part.beside("PeerName"), Part.beside("RoutedPeer"),
			Part.beside("TakenMessage"), Part.beside("FairQueue"), Part.of("PeerRouter", "Router", STOCK_SHA256));

	private RouterInstallation() {
	}

	/**
	 * Installs our ROUTER or leaves JeroMQ as it is. The first decision in a process
	 * holds. To be called when it is decided whose signaler and messages there are: a
	 * neighbour in that package loads much of JeroMQ.
	 * @param wanted whether to install it, if the system property does not say no
	 * @return what JeroMQ uses from now on
	 */
	public static ReplacementState decide(boolean wanted) {
		return REPLACEMENT.decide(wanted);
	}

}
