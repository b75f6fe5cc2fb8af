package io.pirate.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.pirate.AcceptedPeer;
import io.pirate.CurveKeyPair;
import io.pirate.PeerList;
import io.pirate.SecurityOptions;
import org.zeromq.ZMQ;

/**
 * The keys of the harness: known to everybody who reads this, and good for nothing else.
 */
public final class CurveKeys {

	private static final String SERVER_PUBLIC = "gxL?(VqS%RzHqqN&Nlr3/6mBvBS}IxB)B#o55]hK";

	private static final String SERVER_SECRET = "ZoBS*Or^C]p%yG1X:Jjk-Uu*}u(Aj8Ti1Onp!:/Z";

	private static final String CLIENT_PUBLIC = "TH5vf>1kc/S56xk<3SBonL9g21#Wj=ZL*41chB8C";

	private static final String CLIENT_SECRET = "o7bA2zD#d!SmdvDKGgi9fmr>tr:J=@5W:SUY}T<I";

	private static final String HOSTILE_PUBLIC = "ltRR-?=9llnxlrGPlE@[:K{d#sd%Osa.DQ/{B0Zw";

	private static final String HOSTILE_SECRET = "^NsJII972fq)>gAj48KIwoi9fr>c&dDj+jJ8dU{9";

	private CurveKeys() {
	}

	/**
	 * Before a socket binds.
	 * @param socket whose peers all have to encrypt
	 */
	public static void serve(ZMQ.Socket socket) {
		socket.setCurveServer(true);
		socket.setCurvePublicKey(key(SERVER_PUBLIC));
		socket.setCurveSecretKey(key(SERVER_SECRET));
	}

	/** Before a socket connects. */
	static void ask(ZMQ.Socket socket) {
		ask(socket, CLIENT_PUBLIC, CLIENT_SECRET);
	}

	/**
	 * Before a socket connects.
	 * @param socket of a peer with a valid key and few rights
	 */
	public static void askHostile(ZMQ.Socket socket) {
		ask(socket, HOSTILE_PUBLIC, HOSTILE_SECRET);
	}

	/**
	 * Before a socket connects.
	 * @param socket of somebody whom nobody knows
	 */
	public static void askUnknown(ZMQ.Socket socket) {
		CurveKeyPair pair = CurveKeyPair.generate();
		ask(socket, pair.publicKey(), pair.secretKey());
	}

	private static void ask(ZMQ.Socket socket, String publicKey, String secretKey) {
		socket.setCurveServerKey(key(SERVER_PUBLIC));
		socket.setCurvePublicKey(key(publicKey));
		socket.setCurveSecretKey(key(secretKey));
	}

	/**
	 * What everybody who attacks knows.
	 * @return the server's public key, 32 bytes
	 */
	public static byte[] serverKey() {
		return ZMQ.Curve.z85Decode(SERVER_PUBLIC);
	}

	/**
	 * Of a queue. One peer may do everything; the hostile one may call the service of
	 * those who name none, and nothing else.
	 * @return whom it lets in
	 */
	public static SecurityOptions serving() {
		return SecurityOptions.server(CurveKeyPair.of(SERVER_PUBLIC, SERVER_SECRET),
				PeerList.of(new AcceptedPeer("harness", List.of(CLIENT_PUBLIC), List.of("*"), List.of("*")),
						new AcceptedPeer("hostile", List.of(HOSTILE_PUBLIC), List.of("(anonymous)"), List.of())));
	}

	/**
	 * Of clients and workers that may do everything.
	 * @return how they prove it
	 */
	public static SecurityOptions asking() {
		return SecurityOptions.client(CurveKeyPair.of(CLIENT_PUBLIC, CLIENT_SECRET), SERVER_PUBLIC);
	}

	private static byte[] key(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
