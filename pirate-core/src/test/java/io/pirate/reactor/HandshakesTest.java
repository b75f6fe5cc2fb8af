package io.pirate.reactor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zmq.util.Utils;

import static org.assertj.core.api.Assertions.assertThat;

/** Who takes too long, and who does not. */
class HandshakesTest {

	private static final long PATIENCE = 100;

	private final Handshakes handshakes = new Handshakes(PATIENCE);

	private final long start = Long.MAX_VALUE - PATIENCE / 2;

	private ServerSocketChannel listening;

	private SocketChannel peer;

	private SocketChannel accepted;

	@BeforeEach
	void connect() throws IOException {
		this.listening = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		this.peer = SocketChannel.open(this.listening.getLocalAddress());
		this.accepted = this.listening.accept();
		this.accepted.configureBlocking(false);
	}

	@AfterEach
	void close() throws IOException {
		this.accepted.close();
		this.peer.close();
		this.listening.close();
	}

	@Test
	void whoTakesTooLongIsSentAway() throws IOException {
		this.handshakes.begin(this.accepted, this.start);
		this.handshakes.tick(this.start + PATIENCE - 1);
		assertThat(isAtItsEnd()).isFalse();
		this.handshakes.tick(this.start + PATIENCE);
		assertThat(isAtItsEnd()).isTrue();
		assertThat(this.handshakes.count()).isZero();
	}

	@Test
	void whoHasFinishedStays() throws IOException {
		this.handshakes.begin(this.accepted, this.start);
		this.handshakes.finish(Utils.getPeerIpAddress(this.accepted).address());
		this.handshakes.tick(this.start + 2 * PATIENCE);
		assertThat(isAtItsEnd()).isFalse();
	}

	@Test
	void whoHasGoneIsForgotten() throws IOException {
		this.handshakes.begin(this.accepted, this.start);
		assertThat(this.handshakes.count()).isOne();
		this.accepted.close();
		this.handshakes.tick(this.start + 1);
		assertThat(this.handshakes.count()).isZero();
		this.handshakes.begin(this.accepted, this.start);
		this.handshakes.begin("no connection", this.start);
		assertThat(this.handshakes.count()).isZero();
	}

	/**
	 * Strangers may begin any number of them, and the loop looks at each of its turns.
	 */
	@Test
	void onlyWhoIsNextIsLookedAt() throws IOException {
		List<SocketChannel> others = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			others.add(SocketChannel.open(this.listening.getLocalAddress()));
			others.add(this.listening.accept());
			this.handshakes.begin(others.get(2 * i + 1), this.start + i);
		}
		assertThat(this.handshakes.count()).isEqualTo(40);
		assertThat(this.handshakes.tick(this.start + 1)).isOne();
		for (int i = 0; i < 30; i++) {
			this.handshakes.finish(Utils.getPeerIpAddress(others.get(2 * i + 1)).address());
		}
		assertThat(this.handshakes.tick(this.start + 2)).isEqualTo(31);
		assertThat(this.handshakes.tick(this.start + 3)).isOne();
		assertThat(this.handshakes.tick(this.start + PATIENCE + 40)).isEqualTo(10);
		assertThat(this.handshakes.tick(this.start + PATIENCE + 41)).isZero();
		assertThat(this.handshakes.count()).isZero();
		for (SocketChannel each : others) {
			each.close();
		}
	}

	private boolean isAtItsEnd() throws IOException {
		return this.accepted.read(ByteBuffer.allocate(1)) < 0;
	}

}
