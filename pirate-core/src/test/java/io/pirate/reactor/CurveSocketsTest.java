package io.pirate.reactor;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.pirate.CurveKeyPair;
import io.pirate.JeromqCurve;
import io.pirate.JeromqFrames;
import io.pirate.JeromqWakeup;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.Peer;
import io.pirate.testing.RawCurvePeer;
import io.pirate.testing.RawPeer;
import io.pirate.wire.Frames;
import io.pirate.wire.Z85;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/** Who gets through to a socket with CURVE, and as whom. */
class CurveSocketsTest {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final int LIMIT = 2000;

	private static final int LONG = 100_000;

	/** Far fewer than are read at once. */
	private static final int FEW = 10;

	private static final int MANY = 3000;

	private static final CurveKeyPair SERVER = CurveKeyPair.generate();

	private static final CurveKeyPair SHOP = CurveKeyPair.generate();

	private static final CurveKeyPair STRANGER = CurveKeyPair.generate();

	private static final Peer SHOP_PEER = Peer.named("shop", List.of("*"), List.of());

	private final Reactor reactor = new Reactor("curve-sockets-test");

	private final Reactor other = new Reactor("curve-askers-test");

	private volatile PeerTable table = new PeerTable(Map.of(SHOP.publicKey(), SHOP_PEER), null);

	private final Admission admission = new Admission(SERVER.publicKey(), () -> this.table);

	@BeforeEach
	void start() {
		this.reactor.start();
		this.other.start();
	}

	@AfterEach
	void close() {
		this.other.close();
		this.reactor.close();
	}

	@Test
	void knownKeysGetThroughAndAreKnownByName() throws Exception {
		LoopPair.Echo echo = echo();
		LoopPair.Asker shop = asker(echo.bound(), SHOP, SERVER);
		askUntilAnswered(shop, "hello");
		assertThat(echo.received).extracting((message) -> message.peer().name()).containsOnly("shop");
		assertThat(echo.received).extracting(Addressed::peer).containsOnly(SHOP_PEER);
	}

	@Test
	void whoHoldsTheServersOwnKeyIsTheServerItself() throws Exception {
		LoopPair.Echo echo = echo();
		askUntilAnswered(asker(echo.bound(), SERVER, SERVER), "hello");
		assertThat(echo.received).extracting(Addressed::peer).containsOnly(Peer.SELF);
	}

	@Test
	void withinTheProcessNobodyHasToProveAnything() throws Exception {
		LoopPair.Echo echo = echo("inproc://curve");
		LoopPair.Asker asker = new LoopPair.Asker("inproc://curve", settings(SHOP, SERVER));
		add(this.reactor, asker);
		onLoop(this.reactor, () -> asker.port().send(Frames.ofText("hello")));
		await().atMost(SOON).until(() -> !echo.received.isEmpty());
		assertThat(echo.received).extracting(Addressed::peer).containsOnly(Peer.SELF);
	}

	@Test
	void strangersAreNotLetIn() throws Exception {
		LoopPair.Echo echo = echo();
		LoopPair.Asker stranger = asker(echo.bound(), STRANGER, SERVER);
		await().atMost(SOON).until(() -> this.admission.denied() > 1);
		onLoop(this.other, () -> stranger.port().send(Frames.ofText("let me in")));
		askUntilAnswered(asker(echo.bound(), SHOP, SERVER), "hello");
		assertThat(echo.received).extracting((message) -> message.peer().name()).containsOnly("shop");
		assertThat(stranger.received()).isEmpty();
	}

	@Test
	void everybodyElseMayHaveAnEntryToo() throws Exception {
		this.table = new PeerTable(Map.of(), Peer.named("guests", List.of(), List.of()));
		LoopPair.Echo echo = echo();
		askUntilAnswered(asker(echo.bound(), STRANGER, SERVER), "hello");
		assertThat(echo.received).extracting((message) -> message.peer().name()).containsOnly("guests");
	}

	@Test
	void peersWithoutCurveAreNotHeard() throws Exception {
		LoopPair.Echo echo = echo();
		try (RawPeer plain = RawPeer.connect(echo.bound()); RawPeer old = RawPeer.connect(echo.bound())) {
			try {
				plain.send(RawPeer.greeting()).send(RawPeer.ready("DEALER", "SELF")).send(Frames.ofText("plain"));
			}
			catch (IOException ex) {
				// thrown out for its greeting while it goes on
			}
			// ZMTP 1: an anonymous identity, then a message of one frame
			old.send(new byte[] { 1, 0, 4, 0, 'o', 'l', 'd' });
			assertThat(plain.isClosedByPeer()).isTrue();
			assertThat(old.isClosedByPeer()).isTrue();
		}
		askUntilAnswered(asker(echo.bound(), SHOP, SERVER), "hello");
		assertThat(echo.received).extracting((message) -> message.peer().name()).containsOnly("shop");
	}

	@Test
	void nothingIsSentToAServerWithoutTheRightKey() throws Exception {
		LoopPair.Echo impostor = new LoopPair.Echo("tcp://127.0.0.1:*", settings(STRANGER));
		add(this.reactor, impostor);
		LoopPair.Echo naked = new LoopPair.Echo("tcp://127.0.0.1:*",
				SocketSettings.server(LIMIT, HeartbeatPolicy.DEFAULT));
		add(this.reactor, naked);
		LoopPair.Asker one = asker(impostor.bound(), SHOP, SERVER);
		LoopPair.Asker two = asker(naked.bound(), SHOP, SERVER);
		LoopPair.Echo real = echo();
		askUntilAnswered(asker(real.bound(), SHOP, SERVER), "hello");
		onLoop(this.other, () -> one.port().send(Frames.ofText("secret")));
		onLoop(this.other, () -> two.port().send(Frames.ofText("secret")));
		askUntilAnswered(asker(real.bound(), SHOP, SERVER), "hello again");
		assertThat(one.events).isEmpty();
		assertThat(two.events).isEmpty();
		assertThat(impostor.received).isEmpty();
		assertThat(naked.received).isEmpty();
	}

	@Test
	void secondServerKeyIsTriedWhenTheFirstDoesNotFit() throws Exception {
		LoopPair.Echo echo = echo();
		LoopPair.Asker asker = asker(echo.bound(), SHOP, STRANGER, SERVER);
		await().atMost(SOON).until(() -> asker.events.contains("connected"));
		askUntilAnswered(asker, "hello");
	}

	@Test
	void whatAPeerSaysAboutItselfCountsForNothing() throws Exception {
		LoopPair.Echo echo = echo();
		String selfKey = SERVER.publicKey();
		Map<String, String> lies = Map.of("Socket-Type", "DEALER", "Identity", "me", "User-Id", selfKey, "Peer-Address",
				"127.0.0.1", "X-key", selfKey, "X-", selfKey);
		try (RawCurvePeer liar = RawCurvePeer.handshaken(echo.bound(), selfKey, SHOP.publicKey(), SHOP.secretKey(),
				lies)) {
			liar.send(Frames.ofText("I am you"));
			await().atMost(SOON).until(() -> !echo.received.isEmpty());
		}
		assertThat(echo.received).extracting(Addressed::peer).containsOnly(SHOP_PEER);
		assertThatExceptionOfType(IOException.class).isThrownBy(
				() -> RawCurvePeer.handshaken(echo.bound(), selfKey, STRANGER.publicKey(), STRANGER.secretKey(), lies))
			.withMessageContaining("400");
		assertThatExceptionOfType(IOException.class).as("a key that it does not hold")
			.isThrownBy(
					() -> RawCurvePeer.handshaken(echo.bound(), selfKey, selfKey, STRANGER.secretKey(), lies).close());
		assertThat(echo.received).hasSize(1);
	}

	@Test
	void limitOfAFrameCountsWhatIsInIt() throws Exception {
		LoopPair.Echo echo = echo();
		LoopPair.Asker shop = asker(echo.bound(), SHOP, SERVER);
		askUntilAnswered(shop, "x".repeat(LIMIT));
		assertThat(echo.received).last()
			.satisfies((message) -> assertThat(message.frames().length(0)).isEqualTo(LIMIT));
		int before = echo.received.size();
		onLoop(this.other, () -> shop.port().send(Frames.ofText("y".repeat(LIMIT + 1))));
		askUntilAnswered(asker(echo.bound(), SHOP, SERVER), "hello");
		assertThat(echo.received.subList(before, echo.received.size()))
			.allSatisfy((message) -> assertThat(message.frames().length(0)).isLessThan(LIMIT));
	}

	/**
	 * JeroMQ pushes the encrypted frame in place of what was in it, once there is room
	 * again: a server dropped it, since nobody had proved anything, and a client took it
	 * for a reply that made no sense.
	 */
	@Test
	void whatHadToWaitForRoomArrivesDecrypted() throws Exception {
		LoopPair.Echo echo = new LoopPair.Echo("tcp://127.0.0.1:*", settings(SERVER).withHighWater(FEW));
		add(this.reactor, echo);
		LoopPair.Asker shop = new LoopPair.Asker(echo.bound(), settings(SHOP, SERVER).withHighWater(FEW));
		add(this.other, shop);
		await().atMost(SOON).until(() -> shop.events.contains("connected"));
		List<String> sent = IntStream.range(0, MANY).mapToObj((number) -> "number " + number).toList();
		for (String text : sent) {
			await().pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(1))
				.atMost(SOON)
				.until(() -> this.other.call(() -> shop.port().send(Frames.ofText(text)), SOON) == Sent.SENT);
		}
		await().atMost(SOON).until(() -> echo.received.size() >= MANY);
		assertThat(echo.received).extracting((message) -> message.frames().text(0)).isEqualTo(sent);
		assertThat(echo.received).extracting(Addressed::peer).containsOnly(SHOP_PEER);
		await().atMost(SOON).until(() -> !shop.received.isEmpty());
		assertThat(shop.received()).allSatisfy((reply) -> assertThat(sent).contains(reply.text(0)));
	}

	@Test
	void heartbeatsThatComeTogetherAreAnsweredOnce() throws Exception {
		assumeThat(JeromqWakeup.isFast() && JeromqCurve.isGuarded()).as(JeromqWakeup.state()).isTrue();
		LoopPair.Echo echo = echo();
		RawCurvePeer peer = handshaken(echo);
		Pause pause = Pause.of(this.reactor);
		for (int i = 0; i < 500; i++) {
			peer.sendFrame(2, "\4PING\0\0".getBytes(StandardCharsets.US_ASCII));
		}
		peer.send(Frames.ofText("end"));
		pause.end();
		int pongs = 0;
		String frame = text(peer.receiveFrame());
		while (!frame.equals("end")) {
			pongs += frame.startsWith("\4PONG") ? 1 : 0;
			frame = text(peer.receiveFrame());
		}
		// meanwhile the I/O thread looks ten times in a second for whoever is busy
		assertThat(pongs).isBetween(1, 100);
		peer.close();
	}

	/** Strangers may come that far, and would take the room of those who are let in. */
	@Test
	void nobodyAnnouncesALongFrameInAHandshake() throws Exception {
		assumeThat(JeromqFrames.isGuarded()).as(JeromqFrames.state()).isTrue();
		LoopPair.Echo echo = new LoopPair.Echo("tcp://127.0.0.1:*",
				SocketSettings.server(LONG, HeartbeatPolicy.DEFAULT).with(curve(SERVER)));
		add(this.reactor, echo);
		try (RawPeer stranger = RawPeer.connect(echo.bound())) {
			byte[] greeting = RawPeer.greeting();
			System.arraycopy("CURVE".getBytes(StandardCharsets.US_ASCII), 0, greeting, 12, 5);
			stranger.send(greeting).receiveGreeting();
			stranger.send(RawPeer.hugeHeader(LONG, false));
			assertThat(stranger.isClosedByPeer()).isTrue();
		}
		assertThat(this.reactor.call(() -> echo.port().refused(), SOON)).isOne();
		assertThat(this.reactor.call(() -> echo.port().arrivingBytes(), SOON)).isZero();
		try (RawCurvePeer peer = handshaken(echo)) {
			peer.send(Frames.of(new byte[LONG]));
			assertThat(peer.receiveFrame()).hasSize(LONG);
		}
	}

	private static RawCurvePeer handshaken(LoopPair.Echo echo) throws IOException {
		return RawCurvePeer.handshaken(echo.bound(), SERVER.publicKey(), SHOP.publicKey(), SHOP.secretKey(),
				Map.of("Socket-Type", "DEALER"));
	}

	private static String text(byte[] frame) {
		return new String(frame, StandardCharsets.US_ASCII);
	}

	@Test
	void connectedPeersAreJudgedAnewWhenTheTableIsReplaced() throws Exception {
		LoopPair.Echo echo = echo();
		LoopPair.Asker shop = asker(echo.bound(), SHOP, SERVER);
		askUntilAnswered(shop, "hello");
		this.table = new PeerTable(Map.of(STRANGER.publicKey(), SHOP_PEER), null);
		int before = echo.received.size();
		askUntilAnswered(shop, "hello again");
		assertThat(echo.received.subList(before, echo.received.size())).extracting(Addressed::peer)
			.containsOnly(Peer.NOBODY);
		askUntilAnswered(asker(echo.bound(), STRANGER, SERVER), "now I may");
	}

	@Test
	void endOfTheHandlerIsAFailureThatClosesTheDoorUntilThereIsANewOne() throws Exception {
		LoopPair.Echo echo = echo();
		String endpoint = echo.bound();
		askUntilAnswered(asker(endpoint, SHOP, SERVER), "before");
		AtomicReference<String> failure = new AtomicReference<>();
		await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> {
			// whoever takes its place is killed, too
			killHandler();
			failure.set(this.reactor.loop().failure());
			return failure.get() != null;
		});
		assertThat(failure.get()).contains("authenticated");
		await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> isRefused(endpoint));
		await().atMost(SOON).until(() -> this.reactor.loop().failure() == null);
		LoopPair.Asker stranger = asker(echo.bound(), STRANGER, SERVER);
		askUntilAnswered(asker(echo.bound(), SHOP, SERVER), "after");
		assertThat(echo.received).extracting((message) -> message.peer().name()).containsOnly("shop");
		assertThat(stranger.received()).isEmpty();
	}

	private static boolean isRefused(String endpoint) throws IOException {
		try {
			RawPeer.connect(endpoint).close();
			return false;
		}
		catch (ConnectException ex) {
			return true;
		}
	}

	private static void killHandler() {
		Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((each) -> each.getName().equals("curve-sockets-test-zap"))
			.forEach(Thread::interrupt);
	}

	/** A message may be refused while nobody is connected: then it is sent again. */
	private void askUntilAnswered(LoopPair.Asker asker, String text) {
		await().atMost(SOON).until(() -> {
			Sent sent = this.other.call(() -> asker.port().send(Frames.ofText(text)), SOON);
			if (sent != Sent.SENT) {
				return false;
			}
			await().atMost(SOON)
				.until(() -> asker.received()
					.stream()
					.anyMatch((each) -> Arrays.equals(each.frame(0), text.getBytes(StandardCharsets.UTF_8))));
			return true;
		});
	}

	private LoopPair.Echo echo() throws Exception {
		return echo("tcp://127.0.0.1:*");
	}

	private LoopPair.Echo echo(String endpoint) throws Exception {
		LoopPair.Echo echo = new LoopPair.Echo(endpoint, settings(SERVER));
		add(this.reactor, echo);
		return echo;
	}

	private LoopPair.Asker asker(String endpoint, CurveKeyPair own, CurveKeyPair... servers) throws Exception {
		LoopPair.Asker asker = new LoopPair.Asker(endpoint, settings(own, servers));
		add(this.other, asker);
		return asker;
	}

	private SocketSettings settings(CurveKeyPair own, CurveKeyPair... servers) {
		return SocketSettings.server(LIMIT, HeartbeatPolicy.DEFAULT).with(curve(own, servers));
	}

	private CurveSettings curve(CurveKeyPair own, CurveKeyPair... servers) {
		List<byte[]> serverKeys = Arrays.stream(servers).map((each) -> key(each.publicKey())).toList();
		return new CurveSettings(key(own.publicKey()), key(own.secretKey()), serverKeys, this.admission);
	}

	private static byte[] key(String text) {
		return Objects.requireNonNull(Z85.decode(text));
	}

	private static void add(Reactor reactor, Node node) throws Exception {
		onLoop(reactor, () -> reactor.loop().add(node));
	}

	private static void onLoop(Reactor reactor, Runnable task) throws Exception {
		reactor.call(() -> {
			task.run();
			return true;
		}, SOON);
	}

}
