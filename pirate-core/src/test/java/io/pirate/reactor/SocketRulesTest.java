package io.pirate.reactor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.testing.FaultProxy;
import io.pirate.testing.FaultProxy.Fault;
import io.pirate.testing.RawPeer;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zmq.SocketBase;
import zmq.ZMQ;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What JeroMQ 0.6.0 does, and the rules that follow: one test for each rule of sockets.
 */
class SocketRulesTest {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final int LIMIT = 64 * 1024;

	private static final HeartbeatPolicy FAST = new HeartbeatPolicy(Duration.ofMillis(200), 3);

	private final Reactor reactor = new Reactor("socket-rules-test");

	private final SocketSettings server = SocketSettings.server(LIMIT, HeartbeatPolicy.DEFAULT);

	private final SocketSettings client = SocketSettings.client(LIMIT, HeartbeatPolicy.DEFAULT);

	@BeforeEach
	void start() {
		this.reactor.start();
	}

	@AfterEach
	void close() {
		assertThat(this.reactor.loop().failure()).isNull();
		assertThat(this.reactor.loop().mishaps()).isZero();
		this.reactor.close();
	}

	@Test
	void everyOptionOfABindingSocketIsSet() throws Exception {
		LoopPair.Echo echo = echo(this.server.withBuffers(128 * 1024, 96 * 1024));
		SocketBase base = echo.port().socket().base();
		assertThat(base.getSocketOpt(ZMQ.ZMQ_HANDSHAKE_IVL)).isEqualTo(3000);
		assertThat(base.getSocketOptx(ZMQ.ZMQ_MAXMSGSIZE)).isEqualTo((long) LIMIT);
		assertThat(base.getSocketOptx(ZMQ.ZMQ_MSG_ALLOCATOR)).isInstanceOf(FrameGuard.class);
		assertThat(base.getSocketOpt(ZMQ.ZMQ_HEARTBEAT_TIMEOUT)).isEqualTo(3000);
		assertThat(base.getSocketOpt(ZMQ.ZMQ_HEARTBEAT_IVL)).isBetween(3001, 3100);
		assertThat(base.getSocketOpt(ZMQ.ZMQ_LINGER)).isBetween(1000, 2000);
		assertThat(base.getSocketOpt(ZMQ.ZMQ_RCVBUF)).isEqualTo(128 * 1024);
		assertThat(base.getSocketOpt(ZMQ.ZMQ_SNDBUF)).isEqualTo(96 * 1024);
	}

	@Test
	void everyOptionOfAConnectingSocketIsSet() throws Exception {
		LoopPair.Asker asker = asker("tcp://127.0.0.1:9", this.client);
		SocketBase base = asker.port().socket().base();
		assertThat(base.getSocketOpt(ZMQ.ZMQ_HANDSHAKE_IVL)).isBetween(500, 1000);
		assertThat(base.getSocketOptx(ZMQ.ZMQ_MAXMSGSIZE)).isEqualTo((long) LIMIT);
		assertThat(base.getSocketOptx(ZMQ.ZMQ_MSG_ALLOCATOR)).isInstanceOf(FrameGuard.class);
		assertThat(base.getSocketOpt(ZMQ.ZMQ_HEARTBEAT_TIMEOUT)).isEqualTo(1500);
		assertThat(base.getSocketOpt(ZMQ.ZMQ_HEARTBEAT_IVL)).isBetween(1501, 1600);
		assertThat(base.getSocketOpt(ZMQ.ZMQ_LINGER)).isZero();
		assertThat(base.getSocketOpt(ZMQ.ZMQ_IMMEDIATE)).isZero();
		assertThat(base.getSocketOpt(ZMQ.ZMQ_RECONNECT_IVL)).isEqualTo(100);
		assertThat(base.getSocketOpt(ZMQ.ZMQ_RECONNECT_IVL_MAX)).isEqualTo(1000);
	}

	@Test
	void theAllocatorNeverThrowsAndNeverAllocatesMoreThanTheLimit() {
		FrameGuard guard = new FrameGuard(this.server, () -> {
		});
		assertThat(guard.allocate(Integer.MIN_VALUE).size()).isZero();
		assertThat(guard.allocate(-1).size()).isZero();
		assertThat(guard.allocate(Integer.MAX_VALUE).size()).isZero();
		assertThat(guard.allocate(LIMIT + 1).size()).isZero();
		assertThat(guard.allocate(LIMIT).size()).isEqualTo(LIMIT);
	}

	@Test
	void connectedIsToldAfterReadyNotAfterTheGreeting() throws Exception {
		try (ServerSocket listener = listener()) {
			LoopPair.Asker asker = asker(endpoint(listener), this.client);
			RawPeer peer = acceptGreeted(listener);
			await().pollDelay(Duration.ofMillis(300)).until(() -> true);
			assertThat(asker.events).isEmpty();
			peer.send(RawPeer.ready("ROUTER", ""));
			await().atMost(SOON).until(() -> asker.events.equals(List.of("connected")));
			peer.close();
			await().atMost(SOON).until(() -> asker.events.equals(List.of("connected", "disconnected")));
		}
	}

	@Test
	void acceptedAndClosedIsNeitherConnectedNorARaceOfReconnects() throws Exception {
		LoopPair.Echo echo = echo(this.server);
		try (FaultProxy proxy = FaultProxy.to(echo.bound())) {
			proxy.fault(Fault.REFUSE);
			LoopPair.Asker asker = asker(proxy.endpoint(), this.server);
			await().atMost(SOON).until(() -> proxy.accepted() >= 3);
			int before = proxy.accepted();
			await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
			assertThat(proxy.accepted() - before).isLessThanOrEqualTo(15);
			assertThat(asker.events).isEmpty();
			proxy.fault(Fault.NONE);
			await().atMost(SOON).until(() -> asker.events.equals(List.of("connected")));
		}
	}

	@Test
	void aServerThatNeverFinishesTheHandshakeIsTriedAgain() throws Exception {
		try (ServerSocket listener = listener()) {
			asker(endpoint(listener), this.client);
			listener.setSoTimeout(5000);
			try (Socket first = listener.accept(); Socket second = listener.accept()) {
				assertThat(second.getPort()).isNotEqualTo(first.getPort());
			}
		}
	}

	@Test
	void aServerThatFallsSilentAfterTheGreetingIsTriedAgain() throws Exception {
		try (ServerSocket listener = listener()) {
			LoopPair.Asker asker = asker(endpoint(listener), this.client);
			RawPeer mute = acceptGreeted(listener);
			RawPeer second = acceptGreeted(listener);
			second.send(RawPeer.ready("ROUTER", ""));
			await().atMost(SOON).until(() -> asker.events.equals(List.of("connected")));
			mute.close();
			second.close();
		}
	}

	@Test
	void aServerThatBreaksTheProtocolIsTriedAgainAlthoughJeroMqGivesUp() throws Exception {
		try (ServerSocket listener = listener()) {
			LoopPair.Asker asker = asker(endpoint(listener), this.client);
			RawPeer rude = acceptGreeted(listener);
			rude.send(RawPeer.ready("ROUTER", ""));
			await().atMost(SOON).until(() -> asker.events.contains("connected"));
			rude.send(RawPeer.hugeHeader(LIMIT + 1, false));
			await().atMost(SOON).until(() -> asker.events.contains("disconnected"));
			RawPeer polite = acceptGreeted(listener);
			polite.send(RawPeer.ready("ROUTER", ""));
			await().atMost(SOON).until(() -> asker.events.size() == 3);
			assertThat(send(asker, "again")).isEqualTo(Sent.SENT);
			assertThat(polite.receive()).isEqualTo(Frames.ofText("again"));
			rude.close();
			polite.close();
		}
	}

	@Test
	void nobodyHearsOfASocketThatIsClosed() throws Exception {
		LoopPair.Echo echo = echo(this.server);
		LoopPair.Asker asker = asker(echo.bound(), this.client);
		await().atMost(SOON).until(() -> asker.events.equals(List.of("connected")));
		run(() -> {
			this.reactor.loop().remove(asker);
			this.reactor.loop().remove(echo);
		});
		await().pollDelay(Duration.ofMillis(300)).until(() -> true);
		assertThat(asker.events).containsExactly("connected");
	}

	@Test
	void theEndOfAPeersConnectionArrivesWithItsIdentity() throws Exception {
		LoopPair.Echo echo = echo(this.server);
		RawPeer killed = RawPeer.handshaken(echo.bound(), "DEALER", "killed");
		RawPeer left = RawPeer.handshaken(echo.bound(), "DEALER", "left");
		killed.send(Frames.ofText("hi"));
		killed.receive();
		killed.reset();
		await().atMost(SOON).until(() -> echo.ended.size() == 1);
		left.close();
		await().atMost(SOON).until(() -> echo.ended.size() == 2);
		assertThat(echo.ended).extracting(Addressed::identity).containsExactly(identity("killed"), identity("left"));
	}

	@Test
	void aPeerThatStopsAfterManyHeartbeatsShowsOnBothSides() throws Exception {
		LoopPair.Echo echo = echo(SocketSettings.server(LIMIT, FAST));
		try (FaultProxy proxy = FaultProxy.to(echo.bound())) {
			LoopPair.Asker asker = asker(proxy.endpoint(), SocketSettings.client(LIMIT, FAST));
			await().atMost(SOON).until(() -> asker.events.contains("connected"));
			send(asker, "hi");
			await().pollDelay(Duration.ofSeconds(3)).atMost(SOON).until(() -> asker.received.size() == 1);
			assertThat(asker.events).containsExactly("connected");
			// neither side can tell the other: each has to notice by itself
			proxy.fault(Fault.CUT);
			await().atMost(Duration.ofSeconds(3)).until(() -> asker.events.contains("disconnected"));
			await().atMost(Duration.ofSeconds(3)).until(() -> !echo.ended.isEmpty());
		}
	}

	@Test
	void anUnknownPeerIsUnreachable() throws Exception {
		LoopPair.Echo echo = echo(this.server);
		Sent sent = call(() -> echo.port().sendTo(identity("nobody"), Frames.ofText("a", "b")));
		assertThat(sent).isEqualTo(Sent.UNREACHABLE);
	}

	@Test
	void aPeerThatDoesNotReadIsFullAndNobodyElseSuffers() throws Exception {
		LoopPair.Echo echo = echo(this.server);
		RawPeer deaf = RawPeer.handshaken(echo.bound(), "DEALER", "deaf");
		RawPeer other = RawPeer.handshaken(echo.bound(), "DEALER", "other");
		deaf.send(Frames.ofText("hi"));
		deaf.receive();
		Frames big = Frames.of(new byte[1], new byte[LIMIT / 2]);
		await().atMost(SOON).until(() -> call(() -> fill(echo.port(), identity("deaf"), big)) == Sent.FULL);
		Sent again = call(() -> echo.port().sendTo(identity("deaf"), big));
		assertThat(again).isEqualTo(Sent.FULL);
		other.send(Frames.ofText("one", "two"));
		assertThat(other.receive()).isEqualTo(Frames.ofText("one", "two"));
		Frames whole = deaf.receive();
		assertThat(whole.size()).isEqualTo(2);
		deaf.close();
		other.close();
	}

	@Test
	void withoutAServerSendingFailsAtOnceAndNothingIsLeftBehind() throws Exception {
		String endpoint = freeEndpoint();
		LoopPair.Asker asker = asker(endpoint, this.client);
		assertThat(send(asker, "lost")).isEqualTo(Sent.FULL);
		add(new LoopPair.Echo(endpoint, this.server));
		await().atMost(SOON).until(() -> asker.events.contains("connected"));
		assertThat(send(asker, "found")).isEqualTo(Sent.SENT);
		await().atMost(SOON).until(() -> asker.received.size() == 1);
		assertThat(asker.received).containsExactly(Frames.ofText("found"));
	}

	@Test
	void messagesToAnEndedConnectionDoNotReachTheNextOne() throws Exception {
		LoopPair.Echo echo = echo(this.server);
		try (FaultProxy proxy = FaultProxy.to(echo.bound())) {
			LoopPair.Asker asker = asker(proxy.endpoint(), this.client);
			await().atMost(SOON).until(() -> asker.events.contains("connected"));
			proxy.fault(Fault.DROP);
			send(asker, "into the void");
			proxy.disconnectAll();
			await().atMost(SOON).until(() -> asker.events.contains("disconnected"));
			proxy.fault(Fault.NONE);
			await().atMost(SOON).until(() -> asker.events.size() == 3);
			send(asker, "new");
			await().atMost(SOON).until(() -> !asker.received.isEmpty());
			assertThat(asker.received).containsExactly(Frames.ofText("new"));
		}
	}

	@Test
	void identitiesThatLookAlikeAsTextAreDifferentPeers() throws Exception {
		LoopPair.Echo echo = echo(this.server);
		String first = "\u0000\u00c3\u0028";
		String second = "\u0000\u00c3\u0029".replace('\u00c3', '\u00e2');
		RawPeer one = RawPeer.handshaken(echo.bound(), "DEALER", first);
		RawPeer two = RawPeer.handshaken(echo.bound(), "DEALER", second);
		one.send(Frames.ofText("one"));
		two.send(Frames.ofText("two"));
		assertThat(one.receive()).isEqualTo(Frames.ofText("one"));
		assertThat(two.receive()).isEqualTo(Frames.ofText("two"));
		one.close();
		two.close();
	}

	@Test
	void whatAServerSaidBeforeItClosedStillArrives() throws Exception {
		LoopPair.Echo echo = echo(this.server);
		RawPeer peer = RawPeer.handshaken(echo.bound(), "DEALER", "late");
		peer.send(Frames.ofText("hi"));
		peer.receive();
		run(() -> {
			for (int i = 0; i < 100; i++) {
				echo.port().sendTo(identity("late"), Frames.ofText("bye", Integer.toString(i)));
			}
		});
		this.reactor.close();
		for (int i = 0; i < 100; i++) {
			assertThat(peer.receive()).isEqualTo(Frames.ofText("bye", Integer.toString(i)));
		}
		peer.close();
	}

	@Test
	void anAddressInUseIsSaidToBe() throws Exception {
		LoopPair.Echo echo = echo(this.server);
		assertThatThrownBy(() -> add(new LoopPair.Echo(echo.bound(), this.server)))
			.isInstanceOf(BindFailedException.class)
			.hasMessageContaining(echo.bound())
			.hasMessageContaining("in use");
		assertThatThrownBy(() -> add(new LoopPair.Echo("tcp://192.0.2.1:5555", this.server)))
			.isInstanceOf(BindFailedException.class)
			.hasMessageContaining("assign");
	}

	@Test
	void inprocWorksWithinOneLoop() throws Exception {
		LoopPair.Echo echo = new LoopPair.Echo("inproc://here", this.server);
		add(echo);
		LoopPair.Asker asker = asker(echo.bound(), this.client);
		await().atMost(SOON).until(() -> asker.events.contains("connected"));
		assertThat(send(asker, "hi")).isEqualTo(Sent.SENT);
		await().atMost(SOON).until(() -> asker.received.size() == 1);
		run(() -> this.reactor.loop().remove(asker));
		await().atMost(SOON).until(() -> echo.ended.size() == 1);
	}

	@Test
	void ipv6IsSwitchedOnForItsAddressesOnly() throws Exception {
		LoopPair.Echo echo = new LoopPair.Echo("tcp://[::1]:*", this.server);
		try {
			add(echo);
		}
		catch (BindFailedException ex) {
			org.junit.jupiter.api.Assumptions.abort("no IPv6 on this machine");
		}
		assertThat(echo.bound()).startsWith("tcp://[::1]:");
		LoopPair.Asker asker = asker(echo.bound(), this.client);
		await().atMost(SOON).until(() -> asker.events.contains("connected"));
	}

	@Test
	void anEmptyMessageIsNotSentInHalf() throws Exception {
		LoopPair.Echo echo = echo(this.server);
		assertThatThrownBy(() -> call(() -> echo.port().sendTo(identity("x"), Frames.NONE)))
			.isInstanceOf(IllegalArgumentException.class);
	}

	@Test
	void aThousandMessagesOfManyFramesArriveWholeAndInOrder() throws Exception {
		LoopPair.Echo echo = echo(this.server);
		LoopPair.Asker asker = asker(echo.bound(), this.client);
		await().atMost(SOON).until(() -> asker.events.contains("connected"));
		List<Frames> sent = new CopyOnWriteArrayList<>();
		for (int i = 0; i < 1000; i++) {
			Frames message = Frames.ofText("", Integer.toString(i), "x".repeat(i % 300), "", "end");
			assertThat(call(() -> asker.port().send(message))).isEqualTo(Sent.SENT);
			sent.add(message);
		}
		await().atMost(SOON).until(() -> asker.received.size() == 1000);
		assertThat(asker.received).isEqualTo(sent);
	}

	private LoopPair.Echo echo(SocketSettings settings) throws Exception {
		LoopPair.Echo echo = new LoopPair.Echo("tcp://127.0.0.1:*", settings);
		add(echo);
		return echo;
	}

	private LoopPair.Asker asker(String endpoint, SocketSettings settings) throws Exception {
		LoopPair.Asker asker = new LoopPair.Asker(endpoint, settings);
		add(asker);
		return asker;
	}

	private Sent send(LoopPair.Asker asker, String... texts) throws Exception {
		return call(() -> asker.port().send(Frames.ofText(texts)));
	}

	private void add(Node node) throws Exception {
		run(() -> this.reactor.loop().add(node));
	}

	private void run(Runnable action) throws Exception {
		this.reactor.<Object>call(() -> {
			action.run();
			return "done";
		}, SOON);
	}

	private static Sent fill(SocketPort port, Identity peer, Frames message) {
		for (int i = 0; i < 10_000; i++) {
			Sent sent = port.sendTo(peer, message);
			if (sent != Sent.SENT) {
				return sent;
			}
		}
		return Sent.SENT;
	}

	private Sent call(java.util.concurrent.Callable<Sent> action) throws Exception {
		return this.reactor.call(action, SOON);
	}

	private static Identity identity(String text) {
		return Identity.of(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static ServerSocket listener() throws IOException {
		return new ServerSocket(0, 16, InetAddress.getByName("127.0.0.1"));
	}

	/**
	 * Accepts, and goes through the handshake until only READY is missing. A fresh
	 * connection of JeroMQ's may stall; it is given up and tried again.
	 */
	private static RawPeer acceptGreeted(ServerSocket listener) throws IOException {
		listener.setSoTimeout(5000);
		for (int attempt = 0;; attempt++) {
			RawPeer peer = RawPeer.over(listener.accept());
			try {
				peer.send(RawPeer.greeting());
				if (peer.receiveGreeting().length == 64 && peer.receiveFrame().isCommand()) {
					return peer;
				}
			}
			catch (IOException ex) {
				if (attempt == 3) {
					throw ex;
				}
			}
			peer.close();
		}
	}

	/** Nobody listens there, though somebody could. */
	private static String freeEndpoint() throws IOException {
		try (ServerSocket reserved = listener()) {
			return endpoint(reserved);
		}
	}

	private static String endpoint(ServerSocket listener) {
		return "tcp://127.0.0.1:" + listener.getLocalPort();
	}

}
