package io.pirate.reactor;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.pirate.CurveKeyPair;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.Peer;
import io.pirate.testing.RawCurvePeer;
import io.pirate.wire.Frames;
import io.pirate.wire.Z85;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import zmq.io.Metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A handler that fails in every way lets nobody in; and without one nobody is heard. */
class ZapHandlerTest {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final CurveKeyPair SERVER = CurveKeyPair.generate();

	private static final CurveKeyPair SHOP = CurveKeyPair.generate();

	private static final Map<String, String> DEALER = Map.of("Socket-Type", "DEALER", "Identity", "");

	private final ZContext context = new ZContext();

	private final IoHealth health = new IoHealth("zap-test", () -> {
	});

	private final Admission admission = new Admission(SERVER.publicKey(),
			() -> new PeerTable(Map.of(SHOP.publicKey(), Peer.named("shop", List.of(), List.of())), null));

	private final CurveSettings curve = new CurveSettings(key(SERVER.publicKey()), key(SERVER.secretKey()), List.of(),
			this.admission);

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void decisionThatThrowsDenies() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		ZapHandler handler = handler((request) -> {
			if (asked.incrementAndGet() == 1) {
				throw new StackOverflowError();
			}
			throw new IllegalStateException("a bug");
		});
		SocketPort port = port(handler);
		for (int i = 0; i < 3; i++) {
			assertThatThrownBy(() -> connect(port).close()).hasMessageContaining("400");
		}
		assertThat(asked).hasValue(3);
		assertThat(port.receiveFrom()).isNull();
		assertThat(this.health.failure()).isNull();
	}

	@Test
	void decisionThatNeverComesLetsNobodyIn() throws Exception {
		CountDownLatch released = new CountDownLatch(1);
		ZapHandler handler = handler((request) -> {
			try {
				released.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return request.key();
		});
		SocketPort port = port(handler);
		assertThatThrownBy(() -> connect(port).close()).isInstanceOf(IOException.class);
		assertThat(port.receiveFrom()).isNull();
		released.countDown();
	}

	@Test
	void unknownSocketIsDeniedEverything() {
		ZMQ.Socket socket = this.context.createSocket(SocketType.ROUTER);
		handler(null);
		this.curve.serve(socket, "somebody-elses");
		SocketPort port = portOf(socket, "X-none");
		assertThatThrownBy(() -> connect(port).close()).hasMessageContaining("400");
	}

	@Test
	void withoutAHandlerJeroMqLetsEverybodyInAndNobodyIsHeard() throws Exception {
		ZMQ.Socket socket = this.context.createSocket(SocketType.ROUTER);
		this.curve.serve(socket, "nobody-there");
		SocketPort port = portOf(socket, "X-none");
		try (RawCurvePeer peer = connect(port)) {
			peer.send(Frames.ofText("hello"));
			await().atMost(SOON).until(() -> port.receiveFrom() == null && port.unproven() == 1);
		}
	}

	@Test
	void onlyTheRandomPropertyProvesAKey() {
		ZapHandler handler = handler(null);
		Senders senders = Senders.proven(this.admission, handler.property());
		String key = SHOP.publicKey();
		assertThat(senders.of(null)).isNull();
		assertThat(senders.of(new Metadata())).isNull();
		assertThat(senders.of(new Metadata(Map.of("User-Id", key, "Peer-Address", key, "X-key", key)))).isNull();
		Peer proven = senders.of(new Metadata(Map.of(handler.property(), key)));
		assertThat(Objects.requireNonNull(proven).name()).isEqualTo("shop");
		assertThat(handler.property()).hasSizeGreaterThan(40).isNotEqualTo(otherProperty());
	}

	private static String otherProperty() {
		try (ZContext other = new ZContext()) {
			return new ZapHandler(other, "other", new IoHealth("other", () -> {
			})).property();
		}
	}

	private ZapHandler handler(@Nullable Function<ZapHandler.Request, @Nullable String> decision) {
		return new ZapHandler(this.context, "zap-test", this.health, decision);
	}

	private SocketPort port(ZapHandler handler) {
		ZMQ.Socket socket = this.context.createSocket(SocketType.ROUTER);
		this.curve.serve(socket, handler.domain(this.admission));
		return portOf(socket, handler.property());
	}

	private SocketPort portOf(ZMQ.Socket socket, String property) {
		SocketSettings settings = SocketSettings.server(10_000, HeartbeatPolicy.DEFAULT).with(this.curve);
		socket.setHandshakeIvl(1000);
		socket.bind("tcp://127.0.0.1:*");
		SocketPort port = new SocketPort(socket, new FrameGuard(settings, () -> {
		}), settings, new byte[24], null, Senders.proven(this.admission, property), new NoOwner());
		port.bound(socket.getLastEndpoint());
		return port;
	}

	private static RawCurvePeer connect(SocketPort port) throws Exception {
		return RawCurvePeer.handshaken(port.boundEndpoint(), SERVER.publicKey(), SHOP.publicKey(), SHOP.secretKey(),
				DEALER);
	}

	private static byte[] key(String text) {
		return Objects.requireNonNull(Z85.decode(text));
	}

	private static final class NoOwner implements SocketOwner {

		@Override
		public void connecting(SocketPort port, Endpoint target) {
		}

		@Override
		public void closing(SocketPort port) {
		}

		@Override
		public void interrupted() {
		}

	}

}
