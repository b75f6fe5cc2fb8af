package io.pirate.reactor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.pirate.JeromqFrames;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.testing.RawPeer;
import io.pirate.wire.Frames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/** Peers that say how long a frame will be, and send nothing of it. */
class AnnouncedFramesTest {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final int LONGEST = 1024 * 1024;

	private static final int ROOM = 4;

	private final Reactor reactor = new Reactor("announced-frames-test");

	private final LoopPair.Echo echo = new LoopPair.Echo("tcp://127.0.0.1:*",
			SocketSettings.server(LONGEST, HeartbeatPolicy.DEFAULT).withLimits(1024, 2 * LONGEST, ROOM * LONGEST));

	private final List<RawPeer> peers = new ArrayList<>();

	@BeforeEach
	void open() throws Exception {
		assumeThat(JeromqFrames.isGuarded()).as(JeromqFrames.state()).isTrue();
		this.reactor.start();
		this.reactor.<Object>call(() -> {
			this.reactor.loop().add(this.echo);
			return "added";
		}, SOON);
	}

	@AfterEach
	void close() throws IOException {
		for (RawPeer peer : this.peers) {
			peer.close();
		}
		this.reactor.close();
	}

	@Test
	void whatWouldNotFitEndsItsConnectionAndOthersGoOn() throws IOException {
		fill(LONGEST);
		assertThat(announcing(LONGEST).isClosedByPeer()).isTrue();
		assertThat(refused()).isOne();
		RawPeer other = handshaken();
		Frames small = Frames.of(new byte[64 * 1024]);
		other.send(small);
		assertThat(other.receive()).isEqualTo(small);
	}

	@Test
	void roomIsThereAgainWhenConnectionsEnd() throws IOException {
		fill(LONGEST);
		for (RawPeer peer : this.peers) {
			peer.close();
		}
		Frames large = Frames.of(new byte[LONGEST]);
		await().atMost(SOON).ignoreException(IOException.class).until(() -> {
			RawPeer other = handshaken();
			other.send(large);
			return other.receive().equals(large);
		});
	}

	@Test
	void roomIsThereAgainWhenAFrameHasCome() throws IOException {
		RawPeer other = handshaken();
		Frames large = Frames.of(new byte[LONGEST]);
		for (int i = 0; i < 3 * ROOM; i++) {
			other.send(large);
			assertThat(other.receive()).isEqualTo(large);
		}
		assertThat(refused()).isZero();
	}

	/** What is said in a handshake is kept as long as its connection. */
	@Test
	void nobodyHasMuchToSayInAHandshake() throws IOException {
		RawPeer peer = RawPeer.connect(this.echo.bound());
		this.peers.add(peer);
		peer.send(RawPeer.greeting());
		peer.receiveGreeting();
		peer.send(RawPeer.ready("DEALER", "x".repeat(5000)));
		assertThat(peer.isClosedByPeer()).isTrue();
		assertThat(refused()).isOne();
		RawPeer other = handshaken();
		Frames large = Frames.of(new byte[LONGEST]);
		other.send(large);
		assertThat(other.receive()).isEqualTo(large);
	}

	/** Such a greeting makes JeroMQ take another decoder. */
	@Test
	void whoSpeaksAnOldProtocolIsNoExceptionAndNeitherIsAHandshake() throws IOException {
		fill(LONGEST);
		RawPeer old = RawPeer.connect(this.echo.bound());
		this.peers.add(old);
		old.send(new byte[] { 1, 0 });
		old.send(new byte[] { (byte) 0xff, 0, 0, 0, 0, 0, 0x0f, 0, 0, 0 });
		assertThat(old.isClosedByPeer()).isTrue();
		RawPeer unknown = RawPeer.connect(this.echo.bound());
		this.peers.add(unknown);
		unknown.send(RawPeer.greeting());
		unknown.receiveGreeting();
		unknown.send(RawPeer.hugeHeader(LONGEST, false));
		assertThat(unknown.isClosedByPeer()).isTrue();
		assertThat(refused()).isEqualTo(2);
	}

	/** Asks one by one, so that each has its room before the next one comes. */
	private void fill(int size) throws IOException {
		for (int i = 0; i < ROOM; i++) {
			RawPeer peer = handshaken();
			Frames ping = Frames.ofText("ping");
			peer.send(ping);
			assertThat(peer.receive()).isEqualTo(ping);
			peer.send(RawPeer.hugeHeader(size, false));
		}
		// a witness: what it says is read after what the others have said
		await().atMost(SOON).until(() -> arriving() == (long) ROOM * size);
	}

	private RawPeer announcing(int size) throws IOException {
		RawPeer peer = handshaken();
		peer.send(RawPeer.hugeHeader(size, false));
		return peer;
	}

	private RawPeer handshaken() throws IOException {
		RawPeer peer = RawPeer.handshaken(this.echo.bound(), "DEALER", "");
		this.peers.add(peer);
		return peer;
	}

	private long refused() {
		return ask(() -> this.echo.port().refused());
	}

	private long arriving() {
		return ask(() -> this.echo.port().arrivingBytes());
	}

	private long ask(java.util.concurrent.Callable<Long> question) {
		try {
			return this.reactor.call(question, SOON);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
