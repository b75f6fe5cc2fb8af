package io.pirate.benchmarks.load;

import java.nio.charset.StandardCharsets;

import org.zeromq.ZMQ;

/**
 * The keys of the harness: known to everybody who reads this, and good for nothing else.
 */
public final class CurveKeys {

	private static final String SERVER_PUBLIC = "gxL?(VqS%RzHqqN&Nlr3/6mBvBS}IxB)B#o55]hK";

	private static final String SERVER_SECRET = "ZoBS*Or^C]p%yG1X:Jjk-Uu*}u(Aj8Ti1Onp!:/Z";

	private static final String CLIENT_PUBLIC = "TH5vf>1kc/S56xk<3SBonL9g21#Wj=ZL*41chB8C";

	private static final String CLIENT_SECRET = "o7bA2zD#d!SmdvDKGgi9fmr>tr:J=@5W:SUY}T<I";

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
		socket.setCurveServerKey(key(SERVER_PUBLIC));
		socket.setCurvePublicKey(key(CLIENT_PUBLIC));
		socket.setCurveSecretKey(key(CLIENT_SECRET));
	}

	private static byte[] key(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
