package io.pirate.reactor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

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

	private boolean isAtItsEnd() throws IOException {
		return this.accepted.read(ByteBuffer.allocate(1)) < 0;
	}

}
