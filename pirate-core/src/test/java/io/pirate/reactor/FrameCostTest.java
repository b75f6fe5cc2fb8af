package io.pirate.reactor;

import io.pirate.machine.HeartbeatPolicy;
import org.junit.jupiter.api.Test;
import zmq.Msg;
import zmq.io.Metadata;

import static org.assertj.core.api.Assertions.assertThat;

/** Frames without bytes take memory, too. */
class FrameCostTest {

	private static final int PENDING = 1024 * 1024;

	private static final int FRAMES = 1000;

	private final FrameGuard guard = new FrameGuard(
			SocketSettings.server(1024, HeartbeatPolicy.DEFAULT).withLimits(FRAMES, PENDING, PENDING), () -> {
			});

	private final Metadata connection = new Metadata();

	@Test
	void emptyFramesThatNobodyLooksAtAreLimited() {
		int most = PENDING / FRAMES / OpenMessages.FRAME_COST;
		int queued = 0;
		while (queued < 10 * most && isQueued()) {
			queued++;
		}
		assertThat(queued).isBetween(1, most);
		assertThat(this.guard.refused()).isOne();
		// the one that was refused has left a part of it
		this.guard.taken(2L * FRAMES * OpenMessages.FRAME_COST);
		assertThat(isQueued()).as("some have been looked at").isTrue();
	}

	private boolean isQueued() {
		boolean refused = false;
		for (int i = 1; i <= FRAMES; i++) {
			GuardedFrame frame = (GuardedFrame) this.guard.allocate(0);
			frame.setFlags((i < FRAMES) ? Msg.MORE : 0);
			refused |= this.guard.refuses(frame, this.connection) || frame.isMutilated();
		}
		return !refused;
	}

}
