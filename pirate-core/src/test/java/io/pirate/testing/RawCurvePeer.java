package io.pirate.testing;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

import com.neilalexander.jnacl.crypto.curve25519xsalsa20poly1305;
import io.pirate.wire.Frames;
import io.pirate.wire.Z85;

/**
 * A CURVE client, RFC 26, with every byte by hand: it holds a key of its own and lies
 * about everything else, as its metadata say.
 */
public final class RawCurvePeer implements Closeable {

	private static final int KEY = 32;

	private static final int ZEROS = 32;

	private static final int BOX_ZEROS = 16;

	private final RawPeer peer;

	private final byte[] shortPublic = new byte[KEY];

	private final byte[] shortSecret = new byte[KEY];

	private byte[] shortServer = {};

	private long nonce = 1;

	private RawCurvePeer(RawPeer peer) {
		this.peer = peer;
		curve25519xsalsa20poly1305.crypto_box_keypair(this.shortPublic, this.shortSecret);
	}

	/**
	 * Connects and shakes hands, up to the command that answers its claims.
	 * @param endpoint where
	 * @param serverKey the server's public key
	 * @param publicKey its own
	 * @param secretKey its own
	 * @param metadata what it says about itself
	 * @return the peer, which was let in
	 * @throws IOException if it was not
	 */
	public static RawCurvePeer handshaken(String endpoint, String serverKey, String publicKey, String secretKey,
			Map<String, String> metadata) throws IOException {
		RawCurvePeer curve = new RawCurvePeer(RawPeer.connect(endpoint));
		byte[] server = key(serverKey);
		byte[] greeting = RawPeer.greeting();
		System.arraycopy("CURVE".getBytes(StandardCharsets.US_ASCII), 0, greeting, 12, 5);
		curve.peer.send(greeting);
		curve.peer.receiveGreeting();
		curve.peer.send(RawPeer.command(curve.hello(server)));
		byte[] cookie = curve.welcomed(curve.peer.receiveFrame().body(), server);
		curve.peer.send(RawPeer.command(curve.initiate(cookie, server, key(publicKey), key(secretKey), metadata)));
		byte[] answer = curve.peer.receiveFrame().body();
		if (answer[0] != 5 || answer[1] != 'R') {
			throw new IOException("not let in: " + new String(answer, StandardCharsets.US_ASCII));
		}
		return curve;
	}

	/**
	 * Sends a whole message.
	 * @param frames the message
	 * @throws IOException if the connection is gone
	 */
	public void send(Frames frames) throws IOException {
		for (int i = 0; i < frames.size(); i++) {
			sendFrame((i < frames.size() - 1) ? 1 : 0, frames.frame(i));
		}
	}

	/**
	 * Sends one frame.
	 * @param flags 1 if more follows, 2 for a command
	 * @param body what is in it
	 * @throws IOException if the connection is gone
	 */
	public void sendFrame(int flags, byte[] body) throws IOException {
		byte[] plain = ByteBuffer.allocate(1 + body.length).put((byte) flags).put(body).array();
		byte[] box = box(plain, counted("CurveZMQMESSAGEC"), this.shortServer, this.shortSecret);
		byte[] message = ByteBuffer.allocate(16 + box.length)
			.put((byte) 7)
			.put(ascii("MESSAGE"))
			.putLong(this.nonce)
			.put(box)
			.array();
		this.nonce++;
		this.peer.send(RawPeer.message(Frames.of(message)));
	}

	/**
	 * Waits for one frame.
	 * @return what was in it, without its flags
	 * @throws IOException if none comes
	 */
	public byte[] receiveFrame() throws IOException {
		byte[] message = this.peer.receiveFrame().body();
		byte[] nonceBytes = ByteBuffer.allocate(24).put(ascii("CurveZMQMESSAGES")).put(message, 8, 8).array();
		byte[] plain = open(Arrays.copyOfRange(message, 16, message.length), nonceBytes, this.shortServer,
				this.shortSecret);
		return Arrays.copyOfRange(plain, 1, plain.length);
	}

	@Override
	public void close() throws IOException {
		this.peer.close();
	}

	private byte[] hello(byte[] server) throws IOException {
		byte[] signature = box(new byte[64], counted("CurveZMQHELLO---"), server, this.shortSecret);
		ByteBuffer hello = ByteBuffer.allocate(200).put((byte) 5).put(ascii("HELLO")).put((byte) 1).put((byte) 0);
		hello.position(80);
		hello.put(this.shortPublic).putLong(this.nonce).put(signature);
		this.nonce++;
		return hello.array();
	}

	/** The cookie. */
	private byte[] welcomed(byte[] welcome, byte[] server) throws IOException {
		byte[] nonceBytes = ByteBuffer.allocate(24).put(ascii("WELCOME-")).put(welcome, 8, 16).array();
		byte[] plain = open(Arrays.copyOfRange(welcome, 24, welcome.length), nonceBytes, server, this.shortSecret);
		this.shortServer = Arrays.copyOf(plain, KEY);
		return Arrays.copyOfRange(plain, KEY, plain.length);
	}

	private byte[] initiate(byte[] cookie, byte[] server, byte[] ownPublic, byte[] ownSecret,
			Map<String, String> metadata) throws IOException {
		byte[] vouched = ByteBuffer.allocate(2 * KEY).put(this.shortPublic).put(server).array();
		byte[] vouchNonce = ByteBuffer.allocate(24).put(ascii("VOUCH---")).put(this.shortPublic, 0, 16).array();
		ByteArrayOutputStream plain = new ByteArrayOutputStream();
		plain.write(ownPublic);
		plain.write(vouchNonce, 8, 16);
		plain.write(box(vouched, vouchNonce, this.shortServer, ownSecret));
		for (Map.Entry<String, String> property : metadata.entrySet()) {
			byte[] value = ascii(property.getValue());
			plain.write(property.getKey().length());
			plain.write(ascii(property.getKey()));
			plain.write(ByteBuffer.allocate(4).putInt(value.length).array());
			plain.write(value);
		}
		byte[] box = box(plain.toByteArray(), counted("CurveZMQINITIATE"), this.shortServer, this.shortSecret);
		byte[] initiate = ByteBuffer.allocate(113 + box.length)
			.put((byte) 8)
			.put(ascii("INITIATE"))
			.put(cookie)
			.putLong(this.nonce)
			.put(box)
			.array();
		this.nonce++;
		return initiate;
	}

	private byte[] counted(String prefix) {
		return ByteBuffer.allocate(24).put(ascii(prefix)).putLong(this.nonce).array();
	}

	private static byte[] box(byte[] plain, byte[] nonce, byte[] publicKey, byte[] secretKey) throws IOException {
		byte[] padded = new byte[ZEROS + plain.length];
		System.arraycopy(plain, 0, padded, ZEROS, plain.length);
		byte[] box = new byte[padded.length];
		if (curve25519xsalsa20poly1305.crypto_box(box, padded, padded.length, nonce, publicKey, secretKey) != 0) {
			throw new IOException("a box cannot be closed");
		}
		return Arrays.copyOfRange(box, BOX_ZEROS, box.length);
	}

	private static byte[] open(byte[] box, byte[] nonce, byte[] publicKey, byte[] secretKey) throws IOException {
		byte[] padded = new byte[BOX_ZEROS + box.length];
		System.arraycopy(box, 0, padded, BOX_ZEROS, box.length);
		byte[] plain = new byte[padded.length];
		if (curve25519xsalsa20poly1305.crypto_box_open(plain, padded, padded.length, nonce, publicKey,
				secretKey) != 0) {
			throw new IOException("a box cannot be opened");
		}
		return Arrays.copyOfRange(plain, ZEROS, plain.length);
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] key(String text) {
		byte[] key = Z85.decode(text);
		if (key == null) {
			throw new IllegalArgumentException("not a key");
		}
		return key;
	}

}
