package io.pirate.reactor;

import java.nio.charset.StandardCharsets;

import io.pirate.machine.HeartbeatPolicy;
import org.junit.jupiter.api.Test;
import zmq.Msg;

import static org.assertj.core.api.Assertions.assertThat;

/** What JeroMQ's engine asks a frame. */
class GuardedFrameTest {

	private final FrameGuard guard = new FrameGuard(SocketSettings.server(1024, HeartbeatPolicy.DEFAULT), () -> {
	});

	/**
	 * All data are refused as commands once a peer of an old version was there, and a
	 * command that begins like a PING is read as one, beyond its end.
	 */
	@Test
	void dataThatBeginLikeAPingAreNotReadAsOne() {
		this.guard.unversionedPeer();
		Msg frame = frame("\4PINX");
		assertThat(frame.isCommand()).isTrue();
		assertThat(frame.get(0)).isZero();
		assertThat(frame.data()[0]).isEqualTo((byte) 4);
	}

	@Test
	void otherDataAreReadAsTheyAre() {
		this.guard.unversionedPeer();
		assertThat(frame("\4PINX and more").get(0)).isEqualTo((byte) 4);
		assertThat(frame("hello").get(0)).isEqualTo((byte) 'h');
	}

	/** What strangers announce takes no room from others. */
	@Test
	void framesOfAHandshakeAreShort() {
		assertThat(this.guard.applyAsInt(0, 5000)).isZero();
		assertThat(this.guard.refused()).isOne();
		assertThat(this.guard.arrivingBytes()).isZero();
		assertThat(this.guard.applyAsInt(1, 5000)).isEqualTo(5000);
		assertThat(this.guard.arrivingBytes()).isEqualTo(5000);
		assertThat(this.guard.applyAsInt(1, -5000)).isEqualTo(-5000);
		assertThat(this.guard.arrivingBytes()).isZero();
	}

	private Msg frame(String text) {
		Msg frame = this.guard.allocate(text.length());
		frame.put(text.getBytes(StandardCharsets.ISO_8859_1));
		return frame;
	}

}
