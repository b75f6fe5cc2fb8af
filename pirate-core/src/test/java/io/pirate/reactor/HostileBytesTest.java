package io.pirate.reactor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import io.pirate.JeromqWakeup;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.testing.Corpus;
import io.pirate.testing.MutantRunner;
import io.pirate.testing.RawPeer;
import io.pirate.wire.Frames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/** Whatever one connection sends to a bound ROUTER, everybody else is served. */
class HostileBytesTest {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final int LIMIT = 1024 * 1024;

	private final Reactor reactor = new Reactor("hostile-bytes-test");

	private final SocketSettings settings = SocketSettings.server(LIMIT, HeartbeatPolicy.DEFAULT);

	private final LoopPair.Echo echo = new LoopPair.Echo("tcp://127.0.0.1:*", this.settings);

	private RawPeer witness;

	private int asked;

	@BeforeEach
	void open() throws Exception {
		this.reactor.start();
		this.reactor.<Object>call(() -> {
			this.reactor.loop().add(this.echo);
			return "added";
		}, SOON);
		this.witness = RawPeer.handshaken(this.echo.bound(), "DEALER", "witness");
	}

	@AfterEach
	void close() throws IOException {
		othersAreServed();
		newcomersAreServed();
		assertThat(this.reactor.loop().failure()).isNull();
		assertThat(this.reactor.loop().ioExceptions()).isZero();
		this.witness.close();
		this.reactor.close();
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MIN_VALUE, Long.MIN_VALUE + 5, -1, -5, Long.MAX_VALUE })
	void aSizeOfTwoToThe63AndMoreEndsOnlyItsConnection(long size) throws IOException {
		RawPeer peer = RawPeer.handshaken(this.echo.bound(), "DEALER", "");
		peer.send(RawPeer.hugeHeader(size, false)).send(new byte[32]);
		othersAreServed();
		peer.close();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1L << 31, (1L << 32) - 1, 1L << 32, Integer.MAX_VALUE, 1L << 30, LIMIT + 1 })
	void aSizeBeyondTheLimitEndsItsConnection(long size) throws IOException {
		RawPeer peer = RawPeer.handshaken(this.echo.bound(), "DEALER", "");
		peer.send(RawPeer.hugeHeader(size, false));
		assertSentAway(peer);
		peer.close();
	}

	@Test
	void extremeSizesDuringTheHandshakeDoNoHarm() throws IOException {
		for (long size : new long[] { -1, Long.MIN_VALUE, 1L << 31, 1L << 30 }) {
			RawPeer peer = RawPeer.connect(this.echo.bound());
			peer.send(RawPeer.greeting());
			peer.receiveGreeting();
			peer.send(RawPeer.hugeHeader(size, false));
			othersAreServed();
			peer.close();
		}
	}

	@Test
	void aFrameOfExactlyTheLimitPasses() throws IOException {
		byte[] body = new byte[LIMIT];
		RawPeer peer = RawPeer.handshaken(this.echo.bound(), "DEALER", "");
		peer.send(Frames.of(body));
		assertThat(peer.receive().frame(0)).hasSize(LIMIT);
		peer.close();
	}

	@Test
	void rawGarbageDoesNoHarm() throws IOException {
		Random random = new Random(42);
		for (int i = 0; i < 100; i++) {
			byte[] garbage = new byte[random.nextInt(2000)];
			random.nextBytes(garbage);
			try (RawPeer peer = RawPeer.connect(this.echo.bound())) {
				sendTolerantly(peer, garbage);
			}
		}
		othersAreServed();
		assertThat(this.echo.received).allMatch((each) -> each.frames().text(0).startsWith("ping"));
	}

	@Test
	void aBrowserDoesNoHarm() throws IOException {
		RawPeer peer = RawPeer.connect(this.echo.bound());
		sendTolerantly(peer,
				"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
		othersAreServed();
		peer.close();
	}

	@Test
	void aSilentScannerIsSentAway() throws IOException {
		RawPeer peer = RawPeer.connect(this.echo.bound());
		long start = System.nanoTime();
		assertSentAway(peer);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(6));
		peer.close();
	}

	@Test
	void aHandshakeThatStopsInTheGreetingIsSentAway() throws IOException {
		RawPeer peer = RawPeer.connect(this.echo.bound());
		peer.send(java.util.Arrays.copyOf(RawPeer.greeting(), 20));
		assertSentAway(peer);
		peer.close();
	}

	@Test
	void handshakesThatStopBeforeReadyDoNoHarm() throws IOException {
		List<RawPeer> peers = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			peers.add(RawPeer.connect(this.echo.bound()).send(RawPeer.greeting()));
		}
		othersAreServed();
		newcomersAreServed();
		for (RawPeer peer : peers) {
			peer.close();
		}
	}

	/** Who greets and says no more would keep a connection for ever. */
	@Test
	void aHandshakeThatStopsBeforeReadyIsSentAway() throws IOException {
		try (RawPeer slow = RawPeer.connect(this.echo.bound()); RawPeer mute = RawPeer.connect(this.echo.bound())) {
			mute.send(RawPeer.greeting());
			slow.send(RawPeer.greeting()).receiveGreeting();
			slow.send(RawPeer.ready("DEALER", ""));
			assertSentAway(mute);
			// who was done in time may say nothing for as long as he likes
			assertThat(slow.send(Frames.ofText("late")).receive().text(0)).isEqualTo("late");
		}
	}

	/**
	 * A byte of ZMTP 1, or twelve of ZMTP 2, are a greeting, too; nobody hears such
	 * peers.
	 */
	@Test
	void oldPeersAreSentAway() throws IOException {
		try (RawPeer first = RawPeer.connect(this.echo.bound()); RawPeer second = RawPeer.connect(this.echo.bound())) {
			first.send(new byte[] { 1, 0, 4, 0, 'o', 'l', 'd' });
			// a signature, version 2, a DEALER without an identity
			second.send(new byte[] { (byte) 0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 1, 5, 0, 0, 0, 3, 'o', 'l', 'd' });
			assertSentAway(first);
			assertSentAway(second);
			assertThat(this.echo.received).noneMatch((each) -> each.frames().text(0).equals("old"));
		}
	}

	@Test
	void aGreetingWithAnUnknownMechanismIsSentAway() throws IOException {
		byte[] greeting = RawPeer.greeting();
		greeting[12] = 'X';
		RawPeer peer = RawPeer.connect(this.echo.bound());
		peer.send(greeting);
		assertSentAway(peer);
		peer.close();
	}

	@Test
	void truncatedFramesAreForgottenWithTheirConnection() throws IOException {
		for (int cut = 1; cut < 40; cut++) {
			byte[] message = RawPeer.message(Frames.ofText("cut", "short", "x".repeat(300)));
			RawPeer peer = RawPeer.handshaken(this.echo.bound(), "DEALER", "");
			peer.send(java.util.Arrays.copyOf(message, cut));
			peer.reset();
		}
		othersAreServed();
		assertThat(this.echo.received).noneMatch((each) -> each.frames().text(0).startsWith("cut"));
	}

	@Test
	void aMessageOfAHundredThousandPartsIsRefusedWhole() throws IOException {
		RawPeer peer = RawPeer.handshaken(this.echo.bound(), "DEALER", "many");
		ByteArrayOutputStream parts = new ByteArrayOutputStream();
		for (int i = 0; i < 100_000; i++) {
			parts.writeBytes(RawPeer.part(new byte[] { 'p' }));
		}
		peer.send(parts.toByteArray());
		peer.send(Frames.ofText("end"));
		peer.send(Frames.ofText("afterwards"));
		assertThat(peer.receive()).isEqualTo(Frames.ofText("afterwards"));
		assertThat(refused()).isOne();
		peer.close();
	}

	@Test
	void aMessageOfExactlyTheMostPartsPasses() throws IOException {
		RawPeer peer = RawPeer.handshaken(this.echo.bound(), "DEALER", "most");
		byte[][] parts = new byte[this.settings.maxParts()][1];
		peer.send(Frames.of(parts));
		assertThat(peer.receive().size()).isEqualTo(this.settings.maxParts());
		byte[][] more = new byte[this.settings.maxParts() + 1][1];
		peer.send(Frames.of(more)).send(Frames.ofText("next"));
		assertThat(peer.receive()).isEqualTo(Frames.ofText("next"));
		assertThat(refused()).isOne();
		peer.close();
	}

	@Test
	void aMessageOfTooManyBytesIsRefusedWhole() throws IOException {
		RawPeer peer = RawPeer.handshaken(this.echo.bound(), "DEALER", "heavy");
		byte[] big = new byte[900_000];
		for (int i = 0; i < 4; i++) {
			peer.send(RawPeer.part(big));
		}
		peer.send(RawPeer.part(new byte[LIMIT]));
		peer.send(Frames.ofText("small end"));
		peer.send(Frames.ofText("afterwards"));
		assertThat(peer.receive()).isEqualTo(Frames.ofText("afterwards"));
		peer.close();
	}

	@Test
	void endlessMessagesOfManyConnectionsDoNotFillTheHeap() throws IOException {
		List<RawPeer> peers = new ArrayList<>();
		byte[] part = RawPeer.part(new byte[LIMIT]);
		for (int i = 0; i < 50; i++) {
			RawPeer peer = RawPeer.handshaken(this.echo.bound(), "DEALER", "endless" + i);
			peers.add(peer);
			for (int j = 0; j < 20; j++) {
				peer.send(part);
			}
		}
		othersAreServed();
		for (RawPeer peer : peers) {
			peer.reset();
		}
	}

	@Test
	void malformedHeartbeatsDoNoHarm() throws IOException {
		for (int length = 5; length < 12; length++) {
			byte[] ping = java.util.Arrays.copyOf("\4PING".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
					length);
			RawPeer peer = RawPeer.handshaken(this.echo.bound(), "DEALER", "");
			peer.send(RawPeer.command(ping));
			othersAreServed();
			peer.close();
		}
	}

	/** Each answer is a write of its own, for nine bytes. */
	@Test
	void heartbeatsThatComeTogetherAreAnsweredOnce() throws Exception {
		assumeThat(JeromqWakeup.isFast()).as(JeromqWakeup.state()).isTrue();
		byte[] ping = RawPeer.command("\4PING\0\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
		ByteArrayOutputStream pings = new ByteArrayOutputStream();
		for (int i = 0; i < 1000; i++) {
			pings.writeBytes(ping);
		}
		RawPeer peer = RawPeer.handshaken(this.echo.bound(), "DEALER", "pinging");
		Pause pause = Pause.of(this.reactor);
		peer.send(pings.toByteArray()).send(Frames.ofText("end"));
		pause.end();
		int pongs = 0;
		RawPeer.RawFrame frame = peer.receiveFrame();
		while (frame.isCommand()) {
			pongs += (frame.body()[2] == 'O') ? 1 : 0;
			frame = peer.receiveFrame();
		}
		assertThat(pongs).isBetween(1, 20);
		peer.send(ping);
		assertThat(new String(peer.receiveFrame().body(), java.nio.charset.StandardCharsets.US_ASCII))
			.startsWith("\4P");
		peer.close();
	}

	@Test
	void anEndThatAPeerForgesIsJustItsMessage() throws IOException {
		RawPeer peer = RawPeer.handshaken(this.echo.bound(), "DEALER", "forger");
		peer.send(Frames.of(new byte[24])).send(Frames.ofText("go on"));
		assertThat(peer.receive()).isEqualTo(Frames.of(new byte[24]));
		assertThat(peer.receive()).isEqualTo(Frames.ofText("go on"));
		assertThat(this.echo.ended).isEmpty();
		peer.close();
	}

	@Test
	void aSecondPeerWithTheSameIdentityGetsNothingOfTheFirst() throws IOException {
		RawPeer twin = RawPeer.handshaken(this.echo.bound(), "DEALER", "witness");
		twin.send(Frames.ofText("mine"));
		othersAreServed();
		twin.close();
		othersAreServed();
	}

	static List<Corpus.Case> pastFailures() {
		return Corpus.streams();
	}

	@ParameterizedTest
	@MethodSource("pastFailures")
	void whatDidHarmOnceDoesNoMore(Corpus.Case past) throws IOException {
		try (RawPeer peer = RawPeer.connect(this.echo.bound())) {
			sendTolerantly(peer, past.bytes());
			othersAreServed();
		}
	}

	@Test
	void mutantsDoNoHarm() {
		ByteArrayOutputStream valid = new ByteArrayOutputStream();
		valid.writeBytes(RawPeer.greeting());
		valid.writeBytes(RawPeer.ready("DEALER", "mutant"));
		valid.writeBytes(RawPeer.message(Frames.ofText("", "mutant request")));
		valid.writeBytes(RawPeer.command("\4PING\0\0context".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
		valid.writeBytes(RawPeer.message(Frames.ofText("x".repeat(300), "", "second")));
		long seed = Long.getLong("pirate.seed", 1L);
		new MutantRunner(valid.toByteArray(), seed, MutantRunner.gate()).against(this.echo.bound(), () -> {
			try {
				othersAreServed();
			}
			catch (IOException ex) {
				throw new UncheckedIOException("seed " + seed, ex);
			}
		});
	}

	private long refused() {
		try {
			return this.reactor.call(() -> this.echo.port().refused(), SOON);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Waits for the end of a connection; others are served, and answer heartbeats,
	 * meanwhile.
	 */
	private void assertSentAway(RawPeer peer) {
		CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(peer::isClosedByPeer);
		await().atMost(SOON).pollInterval(Duration.ofMillis(100)).until(() -> {
			othersAreServed();
			return closed.isDone();
		});
		assertThat(closed).isCompletedWithValue(true);
	}

	private void othersAreServed() throws IOException {
		Frames ping = Frames.ofText("ping", Integer.toString(this.asked++));
		this.witness.send(ping);
		assertThat(this.witness.receive()).isEqualTo(ping);
	}

	private void newcomersAreServed() throws IOException {
		try (RawPeer peer = RawPeer.handshaken(this.echo.bound(), "DEALER", "")) {
			peer.send(Frames.ofText("ping", "newcomer"));
			assertThat(peer.receive()).isEqualTo(Frames.ofText("ping", "newcomer"));
		}
		await().atMost(SOON).until(() -> this.reactor.loop().failure() == null);
	}

	private static void sendTolerantly(RawPeer peer, byte[] bytes) {
		try {
			peer.send(bytes);
		}
		catch (IOException ex) {
			// sent away while sending
		}
	}

}
