package io.pirate.machine;

import java.time.Duration;
import java.util.Map;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Property;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What a queue lets its peers claim and leave lying, where it is told to allow less. */
class PeerLimitsTest {

	private static final long MILLI = 1_000_000L;

	private static final QueueSettings USUAL = QueueSettings.defaults(1L << 30);

	private static BrokerStage stage(PeerLimits limits) {
		return new BrokerStage(USUAL.with(limits));
	}

	private static CallFrame call(int headerLength) {
		int without = CallFrame.build(1, 1).text("h", "").end().encodedLength();
		return CallFrame.build(1, 1).text("h", "v".repeat(headerLength - without)).end();
	}

	@Test
	void aCallFrameUpToItsLimitIsTakenAndALongerOneIsRefusedAtOnce() {
		BrokerStage stage = stage(new PeerLimits(Duration.ofMinutes(1), 1_000, 300));
		stage.ready("a*1", WorkerDialect.PARANOID, 0);
		stage.call("c1", call(301), "x", 0);
		assertThat(stage.effects()).anyMatch((effect) -> effect.contains("too-large"))
			.contains("rejected too-large")
			.noneMatch((effect) -> effect.contains("REQUEST"));
		stage.call("c1", call(300), "x", 0);
		assertThat(stage.leases()).isEqualTo(1);
	}

	@Test
	void aWorkerThatStatesALongIntervalIsNotWaitedForLonger() {
		BrokerStage stage = stage(new PeerLimits(Duration.ofSeconds(2), 1_000, 300));
		stage.ready("a*1@60000", WorkerDialect.PARANOID, 0);
		stage.effects();
		int liveness = USUAL.heartbeat().liveness();
		stage.machine().tick((liveness * 2_000L - 1) * MILLI);
		assertThat(stage.effects()).noneMatch((effect) -> effect.startsWith("expired"));
		stage.machine().tick((liveness * 2_000L + 1) * MILLI);
		assertThat(stage.effects()).contains("expired a, 0 redelivered");
	}

	@Test
	void aReplyInPartsWaitsForItsClientUpToTheLimitAndEndsBeyondIt() {
		BrokerStage stage = stage(new PeerLimits(Duration.ofMinutes(1), 1_000, 300));
		stage.ready("a*1", WorkerDialect.PARANOID, 0);
		stage.call("c1", CallFrame.build(1, 1).number(Property.ATTEMPT, 1).number(Property.CREDIT, 0).end(), "x", 0);
		stage.effects();
		part(stage, 0, 500);
		assertThat(stage.effects()).isEmpty();
		part(stage, 1, 500);
		assertThat(stage.effects()).contains("rejected too-slow", "worker a*1 CANCEL [lease 1]");
	}

	@Test
	void aRequestOfManyEmptyFramesCountsForWhatItTakes() {
		assertThat(Work.bytesOf(Envelope.EMPTY, Frames.of(new byte[1000][0]))).isGreaterThan(32_000);
		assertThat(Work.bytesOf(new Envelope(Frames.of(new byte[1000][0]), null), Frames.ofText("x")))
			.isGreaterThan(32_000);
	}

	@Test
	void limitsWithoutSenseAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new PeerLimits(Duration.ZERO, 1, 300));
		assertThatIllegalArgumentException().isThrownBy(() -> new PeerLimits(Duration.ofMillis(1), 0, 300));
		assertThatIllegalArgumentException().isThrownBy(() -> new PeerLimits(Duration.ofMillis(1), 1, 255));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PeerLimits(Duration.ofMillis(1), 1, CallFrame.LONGEST + 1));
	}

	private static void part(BrokerStage stage, int number, int bytes) {
		Frames addresses = stage.answer(1, (frame) -> Map.of(Property.PART, number).forEach(frame::number));
		CallFrame frame = ((CallFrame) CallFrame.decodeReply(addresses.frame(0))).edit().flag(Property.MORE).end();
		stage.say("a*1", new WorkerCommand.Partial(WorkerDialect.PARANOID, Frames.of(frame.encode()),
				Frames.of(new byte[bytes])), 0);
	}

}
