package io.pirate.reactor;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.zeromq.ZMQ;

/**
 * How sockets encrypt and prove who they are, ZeroMQ RFC 26. Sockets that bind are
 * servers of that protocol, sockets that connect are its clients. Safe for use by many
 * threads; shows no key.
 */
public final class CurveSettings {

	/** What encryption adds to each frame on the wire: name, nonce, flags, proof. */
	static final int FRAME_OVERHEAD = 33;

	/** The longest command of a handshake fits into this. */
	static final int HANDSHAKE_FRAME = 1024;

	/**
	 * A handshake takes milliseconds of the other side's one I/O thread, and after a
	 * restart everybody comes at once: who gives up early makes it worse.
	 */
	static final int CONNECT_HANDSHAKE_MILLIS = 3000;

	static final int BIND_HANDSHAKE_MILLIS = 6000;

	/** Past the time after which JeroMQ itself gives up a greeting. */
	static final long HANDSHAKE_MARGIN_NANOS = 500 * 1_000_000L;

	private final byte[] publicKey;

	private final byte[] secretKey;

	private final List<byte[]> serverKeys;

	private final Admission admission;

	/** Which of the server's keys a server has had, by address. */
	private final Map<String, Integer> worked = new ConcurrentHashMap<>();

	/**
	 * Settings of all sockets of one role.
	 * @param publicKey this side's, 32 bytes
	 * @param secretKey this side's, 32 bytes
	 * @param serverKeys public keys of which a server that is connected to must hold one;
	 * may be empty for sockets that only bind
	 * @param admission who may connect
	 */
	public CurveSettings(byte[] publicKey, byte[] secretKey, List<byte[]> serverKeys, Admission admission) {
		this.publicKey = publicKey.clone();
		this.secretKey = secretKey.clone();
		this.serverKeys = serverKeys.stream().map(byte[]::clone).toList();
		this.admission = admission;
	}

	public Admission admission() {
		return this.admission;
	}

	/** Before the socket is bound. */
	void serve(ZMQ.Socket socket, String domain) {
		socket.setCurvePublicKey(this.publicKey);
		socket.setCurveSecretKey(this.secretKey);
		socket.setCurveServer(true);
		socket.setZapDomain(domain);
	}

	/** Before the socket is connected. */
	ServerKeyTurn ask(ZMQ.Socket socket) {
		if (this.serverKeys.isEmpty()) {
			throw new IllegalStateException("a connection with CURVE needs the server's public key");
		}
		socket.setCurvePublicKey(this.publicKey);
		socket.setCurveSecretKey(this.secretKey);
		return new ServerKeyTurn(socket, this.serverKeys, this.worked);
	}

	@Override
	public String toString() {
		return "CurveSettings[keys not shown]";
	}

}
