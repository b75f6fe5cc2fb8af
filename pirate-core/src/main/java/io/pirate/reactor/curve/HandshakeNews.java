package io.pirate.reactor.curve;

import java.util.function.Consumer;

import zmq.Options;

/**
 * Tells the gate of a bound socket, which counts the time of handshakes, that one is
 * over. Goes with the mechanisms into JeroMQ's packages.
 */
final class HandshakeNews {

	private HandshakeNews() {
	}

	/**
	 * All was said. The gate may have come from another class loader: only the JDK's type
	 * is the same.
	 * @param options of the socket
	 * @param peer whose
	 */
	@SuppressWarnings("unchecked")
	static void finished(Options options, String peer) {
		for (Object filter : options.tcpAcceptFilters) {
			if (filter instanceof Consumer<?> gate) {
				((Consumer<Object>) gate).accept(peer);
			}
		}
	}

}
