package io.pirate.machine;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Epoch;
import io.pirate.wire.Property;
import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** After a worker has seen an epoch it runs nothing of a lower one, on whatever link. */
class WorkerFenceTest {

	private final WorkerStory story = new WorkerStory(
			WorkerStory.settings(WorkerDialect.PARANOID, 1, 4, "tcp://a:1", "tcp://b:1"));

	WorkerFenceTest() {
		this.story.connected(0).connected(1).heartbeat(0).heartbeat(1).forget();
	}

	@Test
	void refusesTheOlderQueueAndTellsItWhatItHasSeen() {
		this.story.request(1, lease(1, 5), "new").expect("start [new]");
		this.story.request(0, lease(2, 4), "old");
		assertThat(this.story.lines()).hasSize(1)
			.first()
			.asString()
			.startsWith("0 REPLY [lease 2 returned stale-epoch");
	}

	@Test
	void whatWaitsHereIsRefusedToo() {
		this.story.request(0, lease(1, 4), "one").request(0, lease(2, 4), "two").forget();
		this.story.request(1, lease(3, 5), "three").expect();
		this.story.handled(0, "ONE");
		assertThat(this.story.lines()).hasSize(3);
		assertThat(this.story.lines().get(0)).as("what had begun is answered").isEqualTo("0 REPLY [lease 1 ok] [ONE]");
		assertThat(this.story.lines().get(1)).startsWith("0 REPLY [lease 2 returned stale-epoch");
		assertThat(this.story.lines().get(2)).isEqualTo("start [three]");
	}

	@Test
	void theSameAndHigherEpochsAndQueuesOnTheirOwnAreServed() {
		this.story.request(0, lease(1, 4), "a")
			.handled(0, "A")
			.request(1, lease(2, 4), "b")
			.handled(1, "B")
			.request(1, lease(3, 6), "c")
			.handled(2, "C")
			.request(0, 4, "d")
			.handled(3, "D");
		assertThat(this.story.jobs()).hasSize(4);
	}

	private static CallFrame lease(long number, long epoch) {
		return Epoch.on(CallFrame.build(WorkerStory.ORIGIN, number).flag(Property.QUEUE).end(), epoch);
	}

}
