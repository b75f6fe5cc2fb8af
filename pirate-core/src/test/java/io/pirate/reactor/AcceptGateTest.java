package io.pirate.reactor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.testing.RawPeer;
import io.pirate.wire.Frames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Connections at the limits and past them. */
class AcceptGateTest {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final InetSocketAddress WHATEVER = new InetSocketAddress(1);

	private static final long SECOND = 1_000_000_000;

	private final List<SocketChannel> channels = new ArrayList<>();

	private final Channels open = new Channels();

	private final Reactor reactor = new Reactor("accept-gate-test");

	private long now = Long.MAX_VALUE - SECOND / 2;

	@AfterEach
	void close() throws IOException {
		this.reactor.close();
		for (SocketChannel channel : this.channels) {
			channel.close();
		}
	}

	@Test
	void asManyInASecondAsAreAllowedAndTheRestLater() {
		AcceptGate gate = gate(new AcceptLimits(1_000, 100, 10));
		assertThat(admitted(gate, 100)).isEqualTo(10);
		assertThat(gate.refused()).isEqualTo(90);
		this.now += SECOND / 20;
		assertThat(admitted(gate, 100)).isEqualTo(5);
		this.now += 60 * SECOND;
		assertThat(admitted(gate, 100)).isEqualTo(10);
	}

	@Test
	void whoeverComesAllTheTimeGetsNoMoreThanTheRate() {
		AcceptGate gate = gate(new AcceptLimits(1_000, 100, 10));
		int admitted = admitted(gate, 10);
		for (int i = 0; i < 10_000; i++) {
			this.now += SECOND / 1_000;
			admitted += admitted(gate, 3);
		}
		assertThat(admitted).isBetween(1_005, 1_010);
	}

	/**
	 * What a second of handshakes costs may be a fifth of it: half a millisecond, or 18.
	 */
	@Test
	void onlyHandshakesWithCurveAreLimitedAndSlowOnesMore() {
		SocketSettings plain = SocketSettings.server(1024, HeartbeatPolicy.DEFAULT);
		SocketSettings curve = plain.with(new CurveSettings(new byte[32], new byte[32], List.of(),
				new Admission("nobody", () -> new PeerTable(Map.of(), null))));
		assertThat(AcceptLimits.of(plain, true).perSecond()).isEqualTo(AcceptLimits.AS_THEY_COME);
		assertThat(AcceptLimits.of(plain, false).perSecond()).isEqualTo(AcceptLimits.AS_THEY_COME);
		assertThat(AcceptLimits.of(curve, true).perSecond() * 1.0).isBetween(100.0, 400.0);
		assertThat(AcceptLimits.of(curve, false).perSecond() * 18.0).isLessThan(200);
		AcceptLimits stated = new AcceptLimits(7, 8, 9);
		assertThat(AcceptLimits.of(curve.withAccept(stated), false)).isEqualTo(stated);
	}

	@Test
	void withoutALimitAsManyAsCome() {
		assertThat(admitted(gate(new AcceptLimits(1)), 10_000)).isEqualTo(10_000);
	}

	@Test
	void asManyAsAreAllowedAtATime() throws IOException {
		AcceptGate gate = gate(new AcceptLimits(2));
		open();
		open();
		assertThat(admitted(gate, 1)).isEqualTo(1);
		SocketChannel last = open();
		assertThat(admitted(gate, 1)).isZero();
		this.open.closed(last);
		assertThat(admitted(gate, 1)).isEqualTo(1);
	}

	@Test
	void aConnectionWhoseEndNobodyToldShutsNobodyOutForLong() throws IOException {
		AcceptGate gate = gate(new AcceptLimits(1));
		open();
		open().close();
		assertThat(admitted(gate, 1)).isZero();
		this.now += SECOND;
		assertThat(admitted(gate, 1)).isEqualTo(1);
	}

	@Test
	void thoseWhoAreInAreServedAndAPlaceThatIsFreeIsTaken() throws Exception {
		LoopPair.Echo echo = echo(new AcceptLimits(2));
		try (RawPeer first = RawPeer.handshaken(echo.bound(), "DEALER", "first");
				RawPeer second = RawPeer.handshaken(echo.bound(), "DEALER", "second")) {
			try (RawPeer third = RawPeer.connect(echo.bound())) {
				assertThat(third.isClosedByPeer()).isTrue();
			}
			serves(first);
			serves(second);
		}
		await().atMost(SOON).until(() -> {
			try (RawPeer next = RawPeer.handshaken(echo.bound(), "DEALER", "next")) {
				serves(next);
				return true;
			}
			catch (IOException ex) {
				return false;
			}
		});
		assertThat(this.reactor.loop().failure()).isNull();
		assertThat(this.reactor.loop().ioExceptions()).isZero();
	}

	@Test
	void aFloodOfConnectionsIsTurnedAwayAndCounted() throws Exception {
		LoopPair.Echo echo = echo(new AcceptLimits(1_000, 5, 5));
		try (RawPeer first = RawPeer.handshaken(echo.bound(), "DEALER", "first")) {
			for (int i = 0; i < 200; i++) {
				RawPeer.connect(echo.bound()).close();
			}
			serves(first);
		}
		await().atMost(SOON).until(() -> echo.port().turnedAway() > 100);
		assertThat(this.reactor.loop().failure()).isNull();
	}

	private AcceptGate gate(AcceptLimits limits) {
		return new AcceptGate(limits, this.open, () -> this.now, null);
	}

	private static int admitted(AcceptGate gate, int come) {
		int admitted = 0;
		for (int i = 0; i < come; i++) {
			admitted += gate.matchAddress(WHATEVER) ? 1 : 0;
		}
		return admitted;
	}

	private SocketChannel open() throws IOException {
		SocketChannel channel = SocketChannel.open();
		this.channels.add(channel);
		this.open.opened(channel);
		return channel;
	}

	private LoopPair.Echo echo(AcceptLimits limits) throws Exception {
		SocketSettings settings = SocketSettings.server(1024, HeartbeatPolicy.DEFAULT).withAccept(limits);
		LoopPair.Echo echo = new LoopPair.Echo("tcp://127.0.0.1:*", settings);
		this.reactor.start();
		this.reactor.<Object>call(() -> {
			this.reactor.loop().add(echo);
			return "added";
		}, SOON);
		return echo;
	}

	private static void serves(RawPeer peer) throws IOException {
		peer.send(Frames.ofText("ping"));
		assertThat(peer.receive()).isEqualTo(Frames.ofText("ping"));
	}

}
