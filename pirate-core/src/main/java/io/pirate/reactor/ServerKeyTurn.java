package io.pirate.reactor;

import java.util.List;
import java.util.Map;

import org.zeromq.ZMQ;

/**
 * Which of several server keys a connecting socket expects: first the one that has worked
 * at that address before, then after each handshake that fails the next one. So a server
 * may change its key while clients that know both go on. Loop's thread.
 */
final class ServerKeyTurn {

	private final ZMQ.Socket socket;

	private final List<byte[]> keys;

	private final Map<String, Integer> worked;

	private String endpoint = "";

	private int turn;

	/**
	 * The first key's turn.
	 * @param socket which is not connected yet
	 * @param keys at least one
	 * @param worked by address, shared with other sockets
	 */
	ServerKeyTurn(ZMQ.Socket socket, List<byte[]> keys, Map<String, Integer> worked) {
		this.socket = socket;
		this.keys = keys;
		this.worked = worked;
		use(0);
	}

	void begin(String newEndpoint) {
		this.endpoint = newEndpoint;
		use(this.worked.getOrDefault(newEndpoint, 0));
	}

	/** JeroMQ reads the key anew for each connection. */
	void failed() {
		if (this.keys.size() > 1) {
			use((this.turn + 1) % this.keys.size());
		}
	}

	void succeeded() {
		this.worked.put(this.endpoint, this.turn);
	}

	private void use(int index) {
		this.turn = index;
		this.socket.setCurveServerKey(this.keys.get(index));
	}

}
