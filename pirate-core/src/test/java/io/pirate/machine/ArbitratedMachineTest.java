package io.pirate.machine;

import java.util.ArrayList;
import java.util.List;

import io.pirate.wire.Epoch;
import io.pirate.wire.StarCommand;
import io.pirate.wire.StarRole;
import io.pirate.wire.StarState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A queue that serves by somebody's leave, and never longer. */
class ArbitratedMachineTest implements StarActions, StarEvents {

	private final List<String> effects = new ArrayList<>();

	private final ArbitratedMachine machine = new ArbitratedMachine(StarRole.BACKUP, 100, this, this);

	@Test
	void servesFromTheGrantToItsEndAndNoLonger() {
		this.machine.start(0);
		this.machine.onGrant(Epoch.NONE, 50, 10);
		assertThat(this.effects).containsExactly("stand by", "serve 101");
		this.machine.tick(49);
		assertThat(this.machine.nextDeadline(49)).isEqualTo(50);
		assertThat(this.machine.snapshot(49).serving()).isTrue();
		this.machine.awake(50);
		assertThat(this.effects).endsWith("stand by");
		assertThat(this.machine.snapshot(50).state()).isEqualTo(StarState.PASSIVE);
	}

	@Test
	void goesOnInTheSameEpochWhileTheGrantIsRenewed() {
		this.machine.onGrant(Epoch.NONE, 50, 10);
		this.machine.onGrant(Epoch.NONE, 90, 40);
		this.machine.tick(60);
		assertThat(this.effects).containsExactly("serve 101");
	}

	@Test
	void aGrantThatComesTooLateIsNone() {
		this.machine.onGrant(Epoch.NONE, 50, 50);
		assertThat(this.effects).isEmpty();
	}

	@Test
	void everyTimeItServesAnewItIsInAHigherEpoch() {
		this.machine.onGrant(Epoch.NONE, 50, 10);
		this.machine.onRevoke(20);
		this.machine.onRevoke(21);
		this.machine.onGrant(Epoch.NONE, 90, 30);
		assertThat(this.effects).containsExactly("serve 101", "stand by", "serve 103");
	}

	@Test
	void anArbiterThatCountsEpochsIsFollowedUnlessWorkersKnowBetter() {
		this.machine.onGrant(7, 50, 10);
		this.machine.onSurpassed(12, 20);
		this.machine.onRevoke(30);
		this.machine.onGrant(9, 90, 40);
		assertThat(this.effects).containsExactly("serve 7", "serve 101", "stand by", "serve 103");
	}

	@Test
	void whoHasLeftServesNoMore() {
		this.machine.leave(0);
		this.machine.onGrant(Epoch.NONE, 50, 10);
		assertThat(this.effects).isEmpty();
	}

	@Override
	public void serve(long epoch) {
		this.effects.add("serve " + epoch);
	}

	@Override
	public void standBy() {
		this.effects.add("stand by");
	}

	@Override
	public void toPeer(StarCommand.Tell command) {
		throw new AssertionError("there is no link");
	}

	@Override
	public boolean hasWorkers() {
		return true;
	}

}
