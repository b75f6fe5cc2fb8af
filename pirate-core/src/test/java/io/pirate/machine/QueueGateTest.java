package io.pirate.machine;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Epoch;
import io.pirate.wire.Frames;
import io.pirate.wire.Property;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A queue that stands by, or serves in an epoch. */
class QueueGateTest {

	private static final String TURNED_AWAY = " ERROR passive the other queue of the pair serves"
			+ " {:code=passive, :status=rejected}";

	private final BrokerStage stage = new BrokerStage(QueueSettings.defaults(1 << 28));

	private final QueueGate gate = this.stage.machine().gate();

	@Test
	void whoStandsByTakesWorkersSendsOurClientsAwayAndIsSilentToOthers() {
		this.gate.standBy();
		this.stage.ready("alpha*2", WorkerDialect.PARANOID, 0);
		call(1);
		assertThat(this.stage.effects()).containsExactly("client c1 ANSWER 1" + TURNED_AWAY, "rejected passive");
		this.stage.request("foreigner", "hello", 2);
		assertThat(this.stage.effects()).containsExactly("rejected passive", "dropped rejected");
		assertThat(this.gate.hasWorkers()).isTrue();
		assertThat(this.gate.takeAsked()).isTrue();
		assertThat(this.gate.takeAsked()).isFalse();
	}

	@Test
	void itsOwnServicesStandByToo() {
		this.gate.standBy();
		this.stage.call("c1", CallFrame.of(1, 1), new ServiceName("mmi.service"), "echo", 0);
		assertThat(this.stage.effects()).containsExactly("client c1 ANSWER 1 from mmi.service" + TURNED_AWAY,
				"rejected passive");
	}

	@Test
	void everyLeaseIsOfItsEpochWhateverTheCallerSays() {
		this.gate.serve(4);
		this.stage.ready("alpha*2", WorkerDialect.PARANOID, 0);
		this.stage.call("c1", Epoch.on(CallFrame.of(1, 1), 99), "hi", 1);
		assertThat(Epoch.of(this.stage.leaseFrame(1))).isEqualTo(4);
		this.gate.standBy();
		this.gate.serve(6);
		call(2);
		assertThat(Epoch.of(this.stage.leaseFrame(2))).isEqualTo(6);
	}

	@Test
	void whatWaitsIsSentAwayAndWhatIsInHandIsAwaited() {
		this.gate.serve(4);
		this.stage.ready("alpha*1", WorkerDialect.PARANOID, 0);
		call(1);
		call(2);
		this.stage.effects();
		this.gate.standBy();
		assertThat(this.stage.effects()).containsExactly("client c1 ANSWER 2" + TURNED_AWAY, "rejected passive");
		this.stage.reply("alpha*1", 1, java.util.Map.of(), "HI", 5);
		assertThat(this.stage.effects()).containsExactly("client c1 ANSWER 1 HI");
		call(1);
		assertThat(this.stage.effects()).as("answered from memory")
			.containsExactly("client c1 ANSWER 1 HI", "absorbed");
	}

	@Test
	void whatComesBackIsSentAway() {
		this.gate.serve(4);
		this.stage.ready("alpha*1", WorkerDialect.PARANOID, 0);
		call(1);
		this.gate.standBy();
		this.stage.effects();
		this.stage.machine().onGone(this.stage.peer("alpha*1"), 5);
		assertThat(this.stage.effects()).containsExactly("client c1 ANSWER 1" + TURNED_AWAY,
				"left alpha, 0 redelivered", "rejected passive");
	}

	@Test
	void aWorkerThatKnowsAHigherEpochStopsItAndIsNotToBlame() {
		this.gate.serve(4);
		this.stage.ready("alpha*2", WorkerDialect.PARANOID, 0);
		call(1);
		call(2);
		this.stage.effects();
		refuse(1, 5);
		assertThat(this.stage.effects()).as("nothing until somebody has decided").isEmpty();
		assertThat(this.gate.takeSurpassedBy()).isEqualTo(5);
		assertThat(this.gate.takeSurpassedBy()).isZero();
		this.gate.serve(6);
		this.gate.settle(20);
		assertThat(Epoch.of(this.stage.leaseFrame(3))).isEqualTo(6);
		refuse(2, 5);
		assertThat(Epoch.of(this.stage.leaseFrame(4))).as("again, in the new epoch").isEqualTo(6);
		assertThat(this.gate.takeSurpassedBy()).isZero();
	}

	@Test
	void nothingFollowsFromAnEpochThatCannotBe() {
		this.gate.serve(4);
		this.stage.ready("alpha*2", WorkerDialect.PARANOID, 0);
		call(1);
		this.stage.effects();
		refuse(1, 5);
		assertThat(this.stage.effects()).isEmpty();
		this.gate.disbelieve(20);
		assertThat(Epoch.of(this.stage.leaseFrame(2))).as("again, in the same epoch").isEqualTo(4);
	}

	@Test
	void whoeverDoesNotDecideToServeStandsBy() {
		this.gate.serve(4);
		this.stage.ready("alpha*2", WorkerDialect.PARANOID, 0);
		call(1);
		this.stage.effects();
		refuse(1, 5);
		this.gate.settle(20);
		assertThat(this.stage.effects()).containsExactly("client c1 ANSWER 1" + TURNED_AWAY, "rejected passive");
	}

	@Test
	void aQueueOnItsOwnKnowsNoEpochs() {
		this.stage.ready("alpha*2", WorkerDialect.PARANOID, 0);
		call(1);
		assertThat(Epoch.of(this.stage.leaseFrame(1))).isEqualTo(Epoch.NONE);
		refuse(1, 5);
		assertThat(this.gate.takeSurpassedBy()).isZero();
		assertThat(this.stage.leases()).isEqualTo(2);
	}

	private void call(long number) {
		this.stage.call("c1", CallFrame.of(1, number), "hi", number);
	}

	private void refuse(int lease, long seen) {
		CallFrame frame = this.stage.leaseFrame(lease);
		CallFrame reply = CallFrame.build(frame.origin(), frame.number())
			.text(Property.STATUS, "returned")
			.text(Property.CODE, "stale-epoch")
			.end();
		this.stage.say("alpha*2", new WorkerCommand.Reply(WorkerDialect.PARANOID,
				Frames.of(Epoch.on(reply, seen).encode()), Frames.ofText("")), 10);
	}

}
