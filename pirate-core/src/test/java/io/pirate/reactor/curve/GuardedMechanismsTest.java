package io.pirate.reactor.curve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import com.neilalexander.jnacl.crypto.curve25519xsalsa20poly1305;
import io.pirate.JeromqCurve;
import io.pirate.testing.RawCurvePeer;
import io.pirate.testing.RawCurvePeer.Stage;
import io.pirate.testing.RawCurvePeer.Tamper;
import io.pirate.testing.RawPeer;
import io.pirate.wire.Frames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import zmq.io.mechanism.curve.Curve;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JeroMQ's own sockets with CURVE: what a peer with a valid key, or a server without the
 * secret one, may send. Each case fails where the guards and our cryptography are
 * switched off, but for the two that say what may still pass.
 */
@Timeout(60)
class GuardedMechanismsTest {

	private static final Map<String, String> DEALER = Map.of("Socket-Type", "DEALER", "Identity", "");

	private static final int PATIENCE_MILLIS = 20_000;

	/** Public and secret. */
	private final String[] server = new Curve().keypairZ85();

	private final String[] client = new Curve().keypairZ85();

	private final AtomicInteger thrown = new AtomicInteger();

	private final ZContext context = new ZContext();

	private ZMQ.Socket router;

	private ZMQ.Socket witness;

	private String endpoint;

	private int asked;

	@BeforeEach
	void open() {
		this.context.setUncaughtExceptionHandler((thread, ex) -> this.thrown.incrementAndGet());
		this.context.setNotificationExceptionHandler((thread, ex) -> this.thrown.incrementAndGet());
		this.router = patient(this.context.createSocket(SocketType.ROUTER));
		this.router.setCurveServer(true);
		this.router.setCurvePublicKey(bytes(this.server[0]));
		this.router.setCurveSecretKey(bytes(this.server[1]));
		this.router.bind("tcp://127.0.0.1:*");
		this.endpoint = this.router.getLastEndpoint();
		this.witness = connect(this.endpoint);
		othersAreServed();
	}

	@AfterEach
	void close() {
		othersAreServed();
		assertThat(this.thrown).hasValue(0);
		this.context.close();
	}

	@Test
	void thisProcessIsGuarded() {
		assertThat(JeromqCurve.isGuarded()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 257, 1000, 5000, 100_000 })
	void metadataBeyondTheBufferEndsItsConnection(int size) throws IOException {
		try (RawCurvePeer peer = RawCurvePeer.connect(this.endpoint, appending(Stage.PLAIN_INITIATE, new byte[size]))) {
			assertRefused(peer);
		}
	}

	@Test
	void metadataOfTheLongestSizePasses() throws IOException {
		byte[] longest = ByteBuffer.allocate(256 - 35).put((byte) 1).put((byte) 'X').putInt(256 - 35 - 6).array();
		try (RawCurvePeer peer = RawCurvePeer.connect(this.endpoint, appending(Stage.PLAIN_INITIATE, longest))) {
			handshake(peer);
			peer.send(Frames.ofText("hello"));
			assertThat(nextForeignMessage()).isEqualTo("hello");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\4PING", "\4PING\0", "\4PINX", "\4PIN\0\0" })
	void aPingWithoutTimeToLiveEndsItsConnection(String ping) throws IOException {
		try (RawCurvePeer peer = RawCurvePeer.connect(this.endpoint, Tamper.NONE)) {
			handshake(peer);
			peer.sendFrame(2, bytes(ping));
			assertThat(peer.isClosedByPeer()).isTrue();
		}
	}

	@Test
	void aPingOfTheShortestSizeIsAnswered() throws IOException {
		try (RawCurvePeer peer = RawCurvePeer.connect(this.endpoint, Tamper.NONE)) {
			handshake(peer);
			peer.sendFrame(2, bytes("\4PING\0\0"));
			assertThat(new String(peer.receiveFrame(), StandardCharsets.US_ASCII)).isEqualTo("\4PONG");
		}
	}

	/** Those that are read in pieces and decrypted in lanes, there and back. */
	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 31, 4_127, 70_000, 1_048_576 })
	void framesOfAnySizeComeAndGo(int size) {
		byte[] body = new byte[size];
		new Random(size).nextBytes(body);
		this.witness.sendMore("more");
		this.witness.send(body);
		byte[] identity = this.router.recv();
		assertThat(this.router.recvStr()).isEqualTo("more");
		assertThat(this.router.hasReceiveMore()).isTrue();
		byte[] received = this.router.recv();
		assertThat(Arrays.equals(received, body)).isTrue();
		assertThat(this.router.hasReceiveMore()).isFalse();
		this.router.sendMore(identity);
		this.router.send(received);
		assertThat(Arrays.equals(this.witness.recv(), body)).isTrue();
	}

	/**
	 * Recorded, and sent again; with another number; shorter than any; of another name.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "again", "number", "box", "short", "name" })
	void aFrameThatIsNotItsNextEndsTheConnection(String how) throws IOException {
		List<byte[]> sent = new ArrayList<>();
		Tamper tamper = (stage, bytes) -> {
			if (stage != Stage.MESSAGE) {
				return bytes;
			}
			sent.add(bytes);
			return (sent.size() > 1) ? damaged(how, sent) : bytes;
		};
		try (RawCurvePeer peer = RawCurvePeer.connect(this.endpoint, tamper)) {
			handshake(peer);
			peer.send(Frames.ofText("hello"));
			assertThat(nextForeignMessage()).isEqualTo("hello");
			peer.send(Frames.ofText("world"));
			assertThat(peer.isClosedByPeer()).isTrue();
		}
	}

	/** Two bytes of a frame's head, then the command. */
	private static byte[] damaged(String how, List<byte[]> sent) {
		byte[] next = sent.get(1).clone();
		switch (how) {
			case "again" -> next = sent.get(0);
			case "number" -> next[2 + 15] += 1;
			case "box" -> next[next.length - 1] ^= 1;
			case "short" -> {
				next = Arrays.copyOf(next, 2 + 32);
				next[1] = 32;
			}
			default -> next[2 + 1] = 'm';
		}
		return next;
	}

	/** Under a key of zeros, which the client has before it knows the server's. */
	@ParameterizedTest
	@ValueSource(ints = { 6, 200, 234, 235, 5000 })
	void aServerWithoutTheSecretKeyIsNotBelieved(int more) throws IOException {
		byte[] zeros = new byte[32];
		byte[] plain = ByteBuffer.allocate(32 + 22 + more)
			.put(32, new byte[] { 11 })
			.put(33, bytes("Socket-Type"))
			.putInt(44, 6)
			.put(48, bytes("ROUTER"))
			.position(54)
			.put((byte) 1)
			.put((byte) 'X')
			.putInt(more - 6)
			.array();
		byte[] nonce = ByteBuffer.allocate(24).put(bytes("CurveZMQREADY---")).array();
		byte[] box = new byte[plain.length];
		curve25519xsalsa20poly1305.crypto_box_afternm(box, plain, plain.length, nonce, zeros);
		byte[] ready = ByteBuffer.allocate(14 + box.length - 16)
			.put(bytes("\5READY"))
			.putLong(0)
			.put(box, 16, box.length - 16)
			.array();
		assertClientLeaves(ready);
	}

	@ParameterizedTest
	@ValueSource(ints = { 287, 1000, 100_000 })
	void aReadyBeyondTheBufferEndsTheConnection(int size) throws IOException {
		assertClientLeaves(Arrays.copyOf(bytes("\5READY"), size));
	}

	private void assertClientLeaves(byte[] command) throws IOException {
		try (ServerSocket fake = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
			ZMQ.Socket victim = connect("tcp://127.0.0.1:" + fake.getLocalPort());
			victim.send("a secret");
			try (Socket accepted = fake.accept(); RawPeer peer = RawPeer.over(accepted)) {
				byte[] greeting = RawPeer.greeting();
				System.arraycopy(bytes("CURVE"), 0, greeting, 12, 5);
				greeting[32] = 1;
				peer.send(greeting);
				peer.receiveGreeting();
				assertThat(peer.receiveFrame().body()).hasSize(200);
				peer.send(RawPeer.command(command));
				assertThat(peer.isClosedByPeer()).isTrue();
			}
			victim.close();
		}
	}

	private void assertRefused(RawCurvePeer peer) {
		boolean letIn;
		try {
			handshake(peer);
			letIn = true;
		}
		catch (IOException ex) {
			letIn = false;
		}
		assertThat(letIn).isFalse();
	}

	private void handshake(RawCurvePeer peer) throws IOException {
		peer.handshake(this.server[0], this.client[0], this.client[1], DEALER);
	}

	private static Tamper appending(Stage where, byte[] extra) {
		return (stage, bytes) -> {
			if (stage != where) {
				return bytes;
			}
			byte[] longer = Arrays.copyOf(bytes, bytes.length + extra.length);
			System.arraycopy(extra, 0, longer, bytes.length, extra.length);
			return longer;
		};
	}

	private String nextForeignMessage() {
		this.router.recv();
		return this.router.recvStr();
	}

	private void othersAreServed() {
		String text = "ping " + this.asked++;
		this.witness.send(text);
		byte[] identity = this.router.recv();
		this.router.send(identity, ZMQ.SNDMORE);
		this.router.send(this.router.recv());
		assertThat(this.witness.recvStr()).isEqualTo(text);
	}

	private ZMQ.Socket connect(String where) {
		ZMQ.Socket socket = patient(this.context.createSocket(SocketType.DEALER));
		socket.setCurveServerKey(bytes(this.server[0]));
		socket.setCurvePublicKey(bytes(this.client[0]));
		socket.setCurveSecretKey(bytes(this.client[1]));
		socket.connect(where);
		return socket;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static ZMQ.Socket patient(ZMQ.Socket socket) {
		socket.setLinger(0);
		socket.setReceiveTimeOut(PATIENCE_MILLIS);
		socket.setSendTimeOut(PATIENCE_MILLIS);
		socket.setReconnectIVL(10_000);
		return socket;
	}

}
