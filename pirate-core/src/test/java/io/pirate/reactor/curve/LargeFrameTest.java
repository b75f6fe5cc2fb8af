package io.pirate.reactor.curve;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.pirate.reactor.signaler.SignalerInstallation;
import io.pirate.testing.RawCurvePeer;
import io.pirate.testing.RawCurvePeer.Stage;
import io.pirate.testing.RawCurvePeer.Tamper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.io.mechanism.curve.Curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A frame that takes a while to come, at a socket of JeroMQ's. */
@Timeout(60)
class LargeFrameTest {

	private static final int SIZE = 1 << 20;

	private static final int COME = 700_000;

	private static final int OVERHEAD = 33;

	/** Public and secret. */
	private final String[] server = new Curve().keypairZ85();

	private final String[] client = new Curve().keypairZ85();

	/** Those that frames are read into. */
	private final Queue<Msg> large = new ConcurrentLinkedQueue<>();

	private final ZContext context = new ZContext();

	private ZMQ.Socket router;

	private String endpoint;

	@BeforeEach
	void open() {
		this.router = this.context.createSocket(SocketType.ROUTER);
		this.router.setReceiveTimeOut(20_000);
		this.router.setMsgAllocator(this::allocate);
		this.router.setCurveServer(true);
		this.router.setCurvePublicKey(this.server[0].getBytes(StandardCharsets.US_ASCII));
		this.router.setCurveSecretKey(this.server[1].getBytes(StandardCharsets.US_ASCII));
		this.router.bind("tcp://127.0.0.1:*");
		this.endpoint = this.router.getLastEndpoint();
	}

	private Msg allocate(int size) {
		Msg msg = new Msg(size);
		if (size >= SIZE) {
			this.large.add(msg);
		}
		return msg;
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void isDecryptedWhileItComes() throws IOException {
		assumeTrue(SignalerInstallation.install().ours(), "switched off");
		byte[] body = body();
		try (RawCurvePeer peer = connect(
				(stage, bytes) -> (stage == Stage.MESSAGE) ? Arrays.copyOf(bytes, COME) : bytes)) {
			peer.sendFrame(0, body);
			await().atMost(Duration.ofSeconds(20))
				.until(() -> !this.large.isEmpty() && beginsAs(body, this.large.element().data()));
		}
	}

	/** Also the first one that comes, and by one who has sent nothing. */
	@Test
	void isDecryptedByTheClientWhileItComes() {
		assumeTrue(SignalerInstallation.install().ours(), "switched off");
		ZMQ.Socket dealer = this.context.createSocket(SocketType.DEALER);
		dealer.setReceiveTimeOut(20_000);
		dealer.setMsgAllocator(this::allocate);
		dealer.setIdentity(new byte[] { 'd' });
		dealer.setCurveServerKey(this.server[0].getBytes(StandardCharsets.US_ASCII));
		dealer.setCurvePublicKey(this.client[0].getBytes(StandardCharsets.US_ASCII));
		dealer.setCurveSecretKey(this.client[1].getBytes(StandardCharsets.US_ASCII));
		dealer.connect(this.endpoint);
		this.router.setRouterMandatory(true);
		byte[] body = body();
		await().atMost(Duration.ofSeconds(20)).until(() -> this.router.sendMore("d") && this.router.send(body));
		assertThat(Arrays.equals(dealer.recv(), body)).isTrue();
		assertThat(beginsAs(body, this.large.element().data())).isTrue();
	}

	@Test
	void isWhole() throws IOException {
		assertComesWhole();
	}

	@Test
	void isWholeWhereArraysAreLongerThanTheirFrames() throws IOException {
		this.router.setMsgAllocator((size) -> new Msg(ByteBuffer.allocate(size + 64).limit(size)));
		assertComesWhole();
	}

	private void assertComesWhole() throws IOException {
		byte[] body = body();
		try (RawCurvePeer peer = connect(Tamper.NONE)) {
			peer.sendFrame(0, body);
			this.router.recv();
			assertThat(Arrays.equals(this.router.recv(), body)).isTrue();
		}
	}

	@Test
	void nothingOfOneThatIsNotAuthenticIsReceived() throws IOException {
		byte[] body = body();
		try (RawCurvePeer peer = connect((stage, bytes) -> {
			if (stage == Stage.MESSAGE) {
				bytes[bytes.length - 1] ^= 1;
			}
			return bytes;
		})) {
			peer.sendFrame(0, body);
			assertThat(peer.isClosedByPeer()).isTrue();
		}
		assertThat(this.large).isNotEmpty();
		assertThat(this.router.recv(ZMQ.DONTWAIT)).isNull();
	}

	/** Most of what has come: not the last piece. */
	private static boolean beginsAs(byte[] body, byte[] command) {
		int length = COME / 2;
		return Arrays.equals(command, OVERHEAD, OVERHEAD + length, body, 0, length);
	}

	private static byte[] body() {
		byte[] body = new byte[SIZE];
		new Random(7).nextBytes(body);
		return body;
	}

	private RawCurvePeer connect(Tamper tamper) throws IOException {
		RawCurvePeer peer = RawCurvePeer.connect(this.endpoint, tamper);
		peer.handshake(this.server[0], this.client[0], this.client[1], Map.of("Socket-Type", "DEALER", "Identity", ""));
		return peer;
	}

}
