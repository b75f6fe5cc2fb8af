package io.pirate.machine;

import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.Test;

import static io.pirate.machine.WorkerStory.registered;
import static io.pirate.machine.WorkerStory.settings;
import static org.assertj.core.api.Assertions.assertThat;

/** Leaving. */
class WorkerDrainTest {

	@Test
	void isDrainedAtOnceWithoutAQueue() {
		new WorkerStory(settings(1, 1)).forget().drain().expect("close 0", "drained");
	}

	@Test
	void isDrainedAtOnceAfterAHandshakeWithAQueueThatNeverSpoke() {
		new WorkerStory(settings(1, 1)).connected(0).forget().drain().expect("close 0", "drained");
	}

	@Test
	void isDrainedAtOnceInThePauseBeforeAReconnect() {
		registered(settings(1, 1)).disconnected(0).forget().drain().expect("drained").pass(600_000).expect();
	}

	@Test
	void fallsSilentForTheQueuesAllowanceAndCloses() {
		WorkerStory story = registered(settings(1, 1)).drain().expect();
		assertThat(story.snapshot().draining()).isTrue();
		story.pass(2999).expect().pass(1).expect("close 0", "drained").pass(600_000).expect();
	}

	@Test
	void returnsWhatHasNotStartedAndFinishesTheRestWithAPulse() {
		WorkerStory story = registered(settings(1, 3)).request(0, 1, "a")
			.request(0, 2, "b")
			.request(0, 3, "c")
			.forget();
		story.drain().expect("0 REPLY [lease 2 returned] []", "0 REPLY [lease 3 returned] []");
		story.pass(1000).expect("0 HEARTBEAT").heartbeat(0);
		story.handled(0, "A").expect("0 REPLY [lease 1 ok] [A]");
		story.pass(2999).expect().pass(1).expect("close 0", "drained");
	}

	@Test
	void returnsWhatStillComesFromAQueueOfOurs() {
		registered(settings(1, 1)).drain()
			.pass(1000)
			.request(0, 1, "x")
			.expect("0 REPLY [lease 1 returned] []")
			.pass(2000)
			.expect("close 0", "drained");
	}

	@Test
	void runsWhatAForeignQueueGaveOrStillGives() {
		WorkerStory story = registered(settings(1, 3)).foreignRequest(0, "c", "a").foreignRequest(0, "d", "b").forget();
		story.drain().expect().handled(0, "A").expect("0 REPLY [c] [A]", "start [b]");
		story.handled(1, "B").expect("0 REPLY [d] [B]");
		story.pass(2000).expect().foreignRequest(0, "e", "c").expect("start [c]");
		story.pass(1000).expect("0 HEARTBEAT").handled(2, "C").expect("0 REPLY [e] [C]");
		story.pass(2999).expect().pass(1).expect("close 0", "drained");
	}

	@Test
	void handsBackWhatStillRunsWhenTheTimeIsOver() {
		WorkerStory story = registered(settings(1, 2)).request(0, 1, "slow").drain().passWithHeartbeats(0, 19).forget();
		story.pass(1000).expect("0 REPLY [lease 1 returned handler-timeout] []", "close 0", "drained");
		story.handled(0, "late").expect();
		assertThat(story.snapshot().dropped()).isEqualTo(1);
	}

	@Test
	void refusesWhatAForeignQueueLeftWaitingWhenTheTimeIsOver() {
		WorkerStory story = registered(settings(1, 2)).foreignRequest(0, "c", "a").foreignRequest(0, "d", "b").drain();
		story.pass(20_000);
		assertThat(story.lines()).contains("0 REPLY [d] [ERROR busy the worker is shutting down]",
				"0 REPLY [c] [ERROR handler-timeout the handler took t]", "drained");
	}

	@Test
	void aQueueThatIsLostMeanwhileIsNotSoughtAgain() {
		registered(settings(1, 1)).drain()
			.disconnected(0)
			.expect("close 0", "lost tcp://q:1 disconnected", "drained")
			.pass(600_000)
			.expect();
	}

	@Test
	void waitsForHandlersEvenIfNobodyAwaitsTheirAnswers() {
		registered(settings(1, 1)).request(0, 1, "a")
			.forget()
			.drain()
			.disconnected(0)
			.expect("close 0", "lost tcp://q:1 disconnected")
			.handled(0, "A")
			.expect("drained");
	}

	@Test
	void doesNotWaitForStuckHandlers() {
		WorkerStory story = registered(settings(1, 1)).foreignRequest(0, "c", "loop").pass(30_000).forget();
		story.drain().expect("drained").handled(0, "late").expect();
	}

	@Test
	void drainingTwiceIsDrainingOnce() {
		registered(settings(1, 1)).drain().pass(1000).drain().pass(2000).expect("close 0", "drained");
	}

	@Test
	void aSimpleWorkerAnswersWhatStillComesBeforeItCloses() {
		WorkerStory story = new WorkerStory(settings(WorkerDialect.SIMPLE, 1, 1, "tcp://q:1"));
		story.connected(0).forget().drain().foreignRequest(0, "c", "a").expect("start [a]");
		story.handled(0, "A").expect("0 REPLY [c] [A]").pass(3000).expect("close 0", "drained");
	}

}
