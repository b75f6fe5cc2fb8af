package io.pirate.machine;

import java.util.List;

import org.junit.jupiter.api.Test;

import static io.pirate.machine.WorkerStory.registered;
import static io.pirate.machine.WorkerStory.settings;
import static org.assertj.core.api.Assertions.assertThat;

/** Queues that come and go while a worker serves. */
class ChangingQueuesTest {

	private static final String FIRST = "tcp://q:1";

	private static final String SECOND = "tcp://r:2";

	@Test
	void registersWithAQueueThatCame() {
		registered(settings(1, 1)).endpoints(FIRST, SECOND)
			.expect("open 1")
			.connected(1)
			.expect("1 READY")
			.heartbeat(1)
			.expect("joined tcp://r:2");
	}

	@Test
	void servesAQueueThatIsNotWantedForTheDrainTimeout() {
		WorkerStory story = registered(settings(1, 2)).endpoints(FIRST, SECOND).connected(1).heartbeat(1);
		story.endpoints(SECOND);
		alive(story, 19);
		story.request(0, 1, "a").request(0, 2, "b").forget();
		alive(story, 1);
		assertThat(story.lines()).contains("0 REPLY [lease 2 returned] []");
		story.request(0, 3, "c").forget();
		alive(story, 2);
		assertThat(story.lines()).as("the pulse goes on while something runs").contains("0 HEARTBEAT");
		story.forget();
		story.handled(0, "A").expect("0 REPLY [lease 1 ok] [A]");
		for (int i = 0; i < 3; i++) {
			story.pass(1000).heartbeat(1);
		}
		assertThat(story.lines()).containsSubsequence("close 0", "lost tcp://q:1 the worker leaves this queue")
			.doesNotContain("0 HEARTBEAT");
		assertThat(story.snapshot().links()).hasSize(1);
		story.forget();
		story.request(1, 5, "d").expect("start [d]");
	}

	private static void alive(WorkerStory story, int seconds) {
		for (int i = 0; i < seconds; i++) {
			story.pass(1000).heartbeat(0).heartbeat(1);
		}
	}

	@Test
	void givesBackWhatStillComes() {
		WorkerStory story = registered(settings(1, 2)).endpoints(FIRST, SECOND).connected(1).heartbeat(1);
		story.endpoints(SECOND);
		alive(story, 21);
		story.forget();
		story.request(0, 1, "late").expect("0 REPLY [lease 1 returned] []");
	}

	@Test
	void doesNotComeBackToAQueueThatIsNotWanted() {
		WorkerStory story = registered(settings(1, 2)).endpoints(FIRST, SECOND).request(0, 1, "a").forget();
		story.endpoints(SECOND).disconnected(0);
		assertThat(story.lines()).containsExactly("close 0", "lost tcp://q:1 disconnected");
		story.forget();
		story.pass(20_000).handled(0, "A").expect();
	}

	@Test
	void aQueueThatIsWantedAgainGetsAFreshConnection() {
		WorkerStory story = registered(settings(1, 2)).endpoints(FIRST, SECOND).request(0, 1, "a").forget();
		story.endpoints(SECOND).endpoints(FIRST, SECOND).expect("open 2").connected(2).heartbeat(2).forget();
		story.handled(0, "A").expect("0 REPLY [lease 1 ok] [A]");
		story.request(2, 5, "b").expect("start [b]");
	}

	@Test
	void isFullOnlyForTheQueuesItHas() {
		WorkerStory story = new WorkerStory(settings(1, 1).with(List.of())).expect();
		story.endpoints(FIRST).expect("open 0").connected(0).heartbeat(0).forget();
		for (int i = 0; i < 5; i++) {
			story.request(0, i, "x");
		}
		assertThat(story.lines()).containsExactly("start [x]");
	}

}
