package io.pirate.machine;

import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.Test;

import static io.pirate.machine.WorkerStory.registered;
import static io.pirate.machine.WorkerStory.settings;
import static org.assertj.core.api.Assertions.assertThat;

/** Handlers that take too long. */
class WorkerTimeoutTest {

	@Test
	void handsTheLeaseBackAndDropsTheLateResult() {
		WorkerStory story = registered(settings(2, 2)).request(0, 1, "loop")
			.forget()
			.passWithHeartbeats(0, 29)
			.forget();
		story.pass(1000);
		assertThat(story.lines()).containsOnlyOnce("0 REPLY [lease 1 returned handler-timeout] []", "timed out");
		story.forget();
		assertThat(story.snapshot().stuck()).isEqualTo(1);
		assertThat(story.snapshot().running()).isEqualTo(1);
		assertThat(story.snapshot().timedOut()).isEqualTo(1);
		story.handled(0, "late").expect();
		assertThat(story.snapshot().stuck()).isZero();
		assertThat(story.snapshot().running()).isZero();
		assertThat(story.snapshot().dropped()).isEqualTo(1);
	}

	@Test
	void aForeignQueueGetsAFailure() {
		WorkerStory story = registered(settings(2, 2)).foreignRequest(0, "c", "loop").pass(30_000);
		assertThat(story.lines()).contains("0 REPLY [c] [ERROR handler-timeout the handler took t]", "timed out");
	}

	@Test
	void aHandlerThatAnswersInTimeIsNotTimedOutLater() {
		WorkerStory story = registered(settings(1, 1)).request(0, 1, "a").handled(0, "A").forget();
		story.passWithHeartbeats(0, 40);
		assertThat(story.lines()).containsOnly("0 HEARTBEAT");
		assertThat(story.snapshot().timedOut()).isZero();
	}

	@Test
	void leavesTheQueueWhenAllHandlersAreStuckAndComesBackWhenOneReturns() {
		WorkerStory story = registered(settings(2, 4)).request(0, 1, "a").request(0, 2, "b").request(0, 3, "c");
		story.passWithHeartbeats(0, 29).forget().pass(1000);
		assertThat(story.lines()).contains("0 REPLY [lease 1 returned handler-timeout] []",
				"0 REPLY [lease 2 returned handler-timeout] []");
		assertThat(story.lines()).endsWith("timed out", "0 REPLY [lease 3 returned] []", "close 0",
				"lost tcp://q:1 all handlers are stuck");
		story.forget();
		story.pass(600_000).expect();
		story.handled(1, "late").expect("open 0").connected(0).heartbeat(0).request(0, 4, "d");
		story.expect("0 READY", "joined tcp://q:1", "start [d]");
		assertThat(story.snapshot().stuck()).isEqualTo(1);
		story.handled(0, "late").expect().handled(2, "D").expect("0 REPLY [lease 4 ok] [D]");
	}

	@Test
	void requestsOfAForeignQueueThatWaitBehindStuckHandlersAreRefused() {
		WorkerStory story = registered(settings(1, 4)).foreignRequest(0, "c", "a").foreignRequest(0, "d", "b");
		story.pass(30_000);
		assertThat(story.lines()).contains("0 REPLY [d] [ERROR busy all handlers are stuck]", "close 0");
	}

	@Test
	void aLostLeaseIsNotHandedBackButItsHandlerCountsAsStuck() {
		WorkerStory story = registered(settings(2, 2)).request(0, 1, "loop").disconnected(0).forget().pass(30_000);
		story.expect("open 0", "timed out");
		assertThat(story.snapshot().stuck()).isEqualTo(1);
	}

	@Test
	void stuckInOneWorkerMeansAwayFromAllQueues() {
		WorkerStory story = new WorkerStory(settings(WorkerDialect.SIMPLE, 1, 1, "tcp://q:1", "tcp://q:2"));
		story.connected(0).foreignRequest(0, "c", "loop").pass(30_000);
		assertThat(story.lines()).contains("close 0", "close 1");
	}

}
