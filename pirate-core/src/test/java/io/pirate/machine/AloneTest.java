package io.pirate.machine;

import java.time.Duration;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Property;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests whose caller decides about redelivery, and those that must be alone. */
class AloneTest {

	private final BrokerStage stage = new BrokerStage(new QueueSettings(HeartbeatPolicy.DEFAULT, 100, 100_000, 16, 10,
			10, Duration.ofSeconds(30), 5, Duration.ofSeconds(60), 100_000, 2));

	private void call(int number, String body, boolean alone) {
		CallFrame.Builder frame = CallFrame.build(1, number).flag(Property.ONCE);
		this.stage.call("c1", (alone ? frame.flag(Property.ALONE) : frame).end(), body, 0);
	}

	@Test
	void waitsForAWorkerWithEmptyHandsWhichGetsNothingElse() {
		this.stage.ready("a*4", WorkerDialect.PARANOID, 0);
		call(1, "first", false);
		call(2, "suspect", true);
		assertThat(this.stage.leases()).isEqualTo(1);
		this.stage.reply("a*4", 1, java.util.Map.of(), "done", 0);
		assertThat(this.stage.leases()).isEqualTo(2);
		call(3, "innocent", false);
		assertThat(this.stage.leases()).isEqualTo(2);
		assertThat(this.stage.leaseFrame(2).has(Property.ALONE)).isFalse();
		this.stage.reply("a*4", 2, java.util.Map.of(), "done", 0);
		assertThat(this.stage.leases()).isEqualTo(3);
	}

	@Test
	void itsWorkersDeathIsToldAndEndsNothingElse() {
		this.stage.ready("a*4", WorkerDialect.PARANOID, 0);
		call(1, "suspect", true);
		call(2, "innocent", false);
		this.stage.effects();
		this.stage.machine().onGone(this.stage.peer("a*4"), 0);
		assertThat(this.stage.effects()).anyMatch((effect) -> effect.contains("ANSWER 1") && effect.contains("lost"));
		assertThat(this.stage.machine().snapshot(0).services().get(ServiceName.ANONYMOUS).waiting()).isEqualTo(1);
		assertThat(this.stage.machine().snapshot(0).deadLetters()).isEmpty();
	}

}
