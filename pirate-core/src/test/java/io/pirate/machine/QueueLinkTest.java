package io.pirate.machine;

import io.pirate.wire.Malformed;
import io.pirate.wire.WorkerDialect;
import io.pirate.wire.WorkerIdentity;
import org.junit.jupiter.api.Test;

import static io.pirate.machine.WorkerStory.registered;
import static io.pirate.machine.WorkerStory.settings;
import static org.assertj.core.api.Assertions.assertThat;

/** The life of a connection to a queue. */
class QueueLinkTest {

	@Test
	void registersAfterTheHandshakeAndCountsAsJoinedWhenTheQueueIsHeard() {
		WorkerStory story = new WorkerStory(settings(1, 2)).expect("open 0").connected(0).expect("0 READY");
		assertThat(story.snapshot().links().get(0).registered()).isFalse();
		assertThat(story.snapshot().links().get(0).heardMs()).isEqualTo(-1);
		story.heartbeat(0).expect("joined tcp://q:1").heartbeat(0).expect();
		story.pass(400);
		assertThat(story.snapshot().links().get(0).registered()).isTrue();
		assertThat(story.snapshot().links().get(0).heardMs()).isEqualTo(400);
	}

	@Test
	void statesNameCapacityAndIntervalInItsIdentity() {
		WorkerIdentity identity = new WorkerStory(settings(4, 8)).identities().get(0);
		assertThat(identity.name()).isEqualTo("w");
		assertThat(identity.capacity()).isEqualTo(8);
		assertThat(identity.heartbeatInterval()).hasSeconds(1);
	}

	@Test
	void heartbeatsEveryIntervalFromReadyOnAlsoWhileHandlersRun() {
		registered(settings(1, 1)).request(0, 1, "slow")
			.expect("start [slow]")
			.pass(999)
			.expect()
			.pass(1)
			.expect("0 HEARTBEAT")
			.heartbeat(0)
			.pass(1999)
			.expect("0 HEARTBEAT")
			.pass(1)
			.expect("0 HEARTBEAT");
	}

	@Test
	void waitsForAQueueThatIsNotThereWithoutGivingUp() {
		new WorkerStory(settings(1, 1)).expect("open 0").pass(600_000).expect().connected(0).expect("0 READY");
	}

	@Test
	void reopensWithAFreshIdentityAfterSilenceAndAPause() {
		WorkerStory story = registered(settings(1, 1)).passWithHeartbeats(0, 2).forget();
		story.pass(2999).expect("0 HEARTBEAT", "0 HEARTBEAT");
		story.pass(1).expect("close 0", "lost tcp://q:1 silent");
		story.pass(999).expect().pass(1).expect("open 0");
		assertThat(story.identities()).hasSize(2).doesNotHaveDuplicates();
		assertThat(story.snapshot().reconnects()).isEqualTo(1);
	}

	@Test
	void aQueueThatNeverSpeaksIsGivenUpLikeASilentOne() {
		new WorkerStory(settings(1, 1)).connected(0)
			.forget()
			.pass(3000)
			.expect("0 HEARTBEAT", "0 HEARTBEAT", "close 0");
	}

	@Test
	void pausesLongerEachTimeUntilTheQueueIsHeard() {
		WorkerStory story = new WorkerStory(settings(1, 1)).forget();
		for (long pause : new long[] { 1000, 2000, 4000, 8000, 16_000, 32_000, 32_000 }) {
			story.connected(0).disconnected(0).expect("0 READY", "close 0");
			story.pass(pause - 1).expect().pass(1).expect("open 0");
		}
		story.connected(0).heartbeat(0).disconnected(0);
		story.expect("0 READY", "joined tcp://q:1", "close 0", "lost tcp://q:1 disconnected");
		story.pass(1000).expect("open 0");
	}

	@Test
	void whatCannotBeReadIsNoSignOfLife() {
		WorkerStory story = registered(settings(1, 1)).pass(2900).command(0, new Malformed("x")).forget();
		story.pass(100).expect("close 0", "lost tcp://q:1 silent");
	}

	@Test
	void doesNotJudgeAForeignQueueThatIsSilentWhileTheWorkerIsBusy() {
		WorkerStory story = registered(settings(1, 1)).foreignRequest(0, "c", "slow").pass(20_000);
		assertThat(story.lines()).doesNotContain("close 0");
		assertThat(story.snapshot().links().get(0).livenessLeft()).isEqualTo(3);
		story.forget().handled(0, "ok").expect("0 REPLY [c] [ok]");
		story.pass(2500);
		assertThat(story.lines()).doesNotContain("close 0");
		story.forget().pass(1500);
		assertThat(story.lines()).contains("close 0", "lost tcp://q:1 silent");
	}

	@Test
	void judgesAQueueOfOursAlsoWhileTheWorkerIsBusy() {
		WorkerStory story = registered(settings(1, 1)).request(0, 1, "slow").pass(3000);
		assertThat(story.lines()).contains("close 0", "lost tcp://q:1 silent");
	}

	@Test
	void creditsQueuesWithItsOwnLateness() {
		WorkerStory story = registered(settings(1, 1)).late(5000).pass(7999);
		assertThat(story.lines()).doesNotContain("close 0");
		story.forget().pass(1);
		assertThat(story.lines()).contains("close 0");
	}

	@Test
	void dropsTheAnswersOfALostQueueAndForgetsWhatItLeftWaiting() {
		WorkerStory story = registered(settings(1, 2)).request(0, 1, "running").request(0, 2, "waiting").forget();
		story.disconnected(0).expect("close 0", "lost tcp://q:1 disconnected");
		assertThat(story.snapshot().waiting()).isZero();
		story.pass(1000).connected(0).forget().handled(0, "late").expect();
		assertThat(story.snapshot().dropped()).isEqualTo(1);
		assertThat(story.snapshot().running()).isZero();
	}

	@Test
	void losingOneQueueLeavesTheOthersWorkAlone() {
		WorkerStory story = new WorkerStory(settings(WorkerDialect.PARANOID, 1, 2, "tcp://q:1", "tcp://q:2"));
		story.connected(0).connected(1).heartbeat(0).heartbeat(1);
		story.request(0, 1, "a").request(0, 2, "b").request(1, 3, "c").disconnected(0).forget();
		story.handled(0, "A").expect("start [c]").handled(1, "C").expect("1 REPLY [lease 3 ok] [C]");
	}

	@Test
	void ignoresWhatArrivesFromASocketThatWasClosed() {
		registered(settings(1, 1)).disconnected(0).forget().request(0, 1, "x").heartbeat(0).disconnected(0).expect();
	}

	@Test
	void aSimpleWorkerHasNoPulseAndJudgesNoSilence() {
		WorkerStory story = new WorkerStory(settings(WorkerDialect.SIMPLE, 4, 8, "tcp://q:1"));
		assertThat(story.identities().get(0).capacity()).isEqualTo(1);
		story.connected(0).expect("open 0", "0 READY", "joined tcp://q:1").pass(600_000).expect();
		assertThat(story.snapshot().links().get(0).registered()).isTrue();
		story.foreignRequest(0, "c", "hi").handled(0, "HI").expect("start [hi]", "0 REPLY [c] [HI]");
		story.disconnected(0).expect("close 0", "lost tcp://q:1 disconnected").pass(1000).expect("open 0");
	}

	@Test
	void aSimpleWorkerIsPatientWithAQueueThatAcceptsAndCloses() {
		WorkerStory story = new WorkerStory(settings(WorkerDialect.SIMPLE, 1, 1, "tcp://q:1"));
		story.connected(0).disconnected(0).pass(1000).connected(0).disconnected(0).forget();
		story.pass(1999).expect().pass(1).expect("open 0");
	}

}
