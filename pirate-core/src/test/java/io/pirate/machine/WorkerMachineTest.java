package io.pirate.machine;

import java.time.Duration;
import java.util.Map;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.Malformed;
import io.pirate.wire.Property;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.Test;

import static io.pirate.machine.WorkerStory.ORIGIN;
import static io.pirate.machine.WorkerStory.registered;
import static io.pirate.machine.WorkerStory.settings;
import static org.assertj.core.api.Assertions.assertThat;

/** Requests and their answers. */
class WorkerMachineTest {

	private static CallFrame.Builder lease(long number) {
		return CallFrame.build(ORIGIN, number).flag(Property.QUEUE);
	}

	@Test
	void answersTheLeaseItWasGiven() {
		registered(settings(1, 1)).request(0, 42, "hi")
			.expect("start [hi]")
			.handled(0, "HI")
			.expect("0 REPLY [lease 42 ok] [HI]");
	}

	@Test
	void givesTheHandlerWhatTheCallFrameSays() {
		WorkerStory story = registered(settings(1, 1));
		CallFrame call = lease(1).number(Property.ATTEMPT, 3)
			.number(Property.BUDGET, 700)
			.text(Property.CONTENT_TYPE, "text/plain")
			.text("tenant", "blue")
			.end();
		story.request(0, call, "hi");
		Job job = story.jobs().get(0);
		assertThat(job.attempt()).isEqualTo(3);
		assertThat(job.budgetNanos()).isEqualTo(Duration.ofMillis(700).toNanos());
		assertThat(job.request().contentType()).isEqualTo("text/plain");
		assertThat(job.request().headers()).containsOnly(Map.entry("tenant", "blue"));
	}

	@Test
	void returnsForeignAddressesUnchanged() {
		WorkerStory story = registered(settings(1, 1));
		story.command(0, new QueueCommand.Request(Frames.ofText("a", "b"), Frames.ofText("hi")));
		assertThat(story.jobs().get(0).budgetNanos()).isEqualTo(-1);
		assertThat(story.jobs().get(0).attempt()).isZero();
		story.forget().handled(0, "HI").expect("0 REPLY [a][b] [HI]");
	}

	@Test
	void answersTheCallFrameOfAClientBehindAForeignQueueAndLeavesTheAddressesBeforeIt() {
		WorkerStory story = registered(settings(1, 1));
		byte[] call = CallFrame.build(3, 9).number(Property.BUDGET, 1000).end().encode();
		story.command(0, new QueueCommand.Request(Frames.of(new byte[] { 'c' }, call), Frames.ofText("hi")))
			.expect("start [hi]")
			.handled(0, Reply.failure(ReplyStatus.ERROR, "bad", "no"))
			.expect("0 REPLY [c][lease 9 error bad] [ERROR bad no]");
	}

	@Test
	void letsSurplusRequestsWaitAndStartsThemInOrder() {
		WorkerStory story = registered(settings(2, 2)).request(0, 1, "a")
			.request(0, 2, "b")
			.request(0, 3, "c")
			.request(0, 4, "d")
			.expect("start [a]", "start [b]");
		assertThat(story.snapshot().running()).isEqualTo(2);
		assertThat(story.snapshot().waiting()).isEqualTo(2);
		story.handled(1, "B").expect("0 REPLY [lease 2 ok] [B]", "start [c]");
		story.handled(0, "A").expect("0 REPLY [lease 1 ok] [A]", "start [d]");
		assertThat(story.snapshot().handled()).isEqualTo(2);
	}

	@Test
	void refusesWhatAQueueGivesItFarBeyondItsCapacity() {
		WorkerStory story = registered(settings(1, 2));
		for (int i = 0; i < 9; i++) {
			story.request(0, i, "x");
		}
		story.expect("start [x]").request(0, 9, "x");
		assertThat(story.lines()).singleElement().asString().startsWith("0 REPLY [lease 9 rejected busy] [ERROR busy");
		assertThat(story.snapshot().rejected()).isEqualTo(1);
	}

	@Test
	void neverStartsWhatIsPastItsBudget() {
		WorkerStory story = registered(settings(1, 2)).request(0, 1, "slow")
			.request(0, lease(2).number(Property.BUDGET, 100).end(), "late")
			.request(0, lease(3).number(Property.BUDGET, 300).end(), "in time")
			.pass(200)
			.forget()
			.handled(0, "done")
			.expect("0 REPLY [lease 1 ok] [done]",
					"0 REPLY [lease 2 expired expired] [ERROR expired no time was left to start]", "start [in time]");
		assertThat(story.snapshot().expired()).isEqualTo(1);
		assertThat(story.jobs().get(1).budgetNanos()).isEqualTo(Duration.ofMillis(100).toNanos());
	}

	@Test
	void aBudgetOfNothingIsPast() {
		registered(settings(1, 1)).request(0, lease(2).number(Property.BUDGET, 0).end(), "late")
			.expect("0 REPLY [lease 2 expired expired] [ERROR expired no time was left to start]");
	}

	@Test
	void countsWhatCannotBeReadAndAnswersItWhereItCan() {
		WorkerStory story = registered(settings(1, 1));
		story.command(0, new Malformed("x")).command(0, new QueueCommand.Request(Frames.ofText("a"), Frames.NONE));
		story.expect();
		byte[] torn = new byte[] { 1, 'P', 'I', 'R', 1, 0 };
		story.command(0, new QueueCommand.Request(Frames.of(torn), Frames.ofText("hi")));
		assertThat(story.lines()).singleElement().asString().endsWith("[ERROR bad-request malformed call frame]");
		assertThat(story.jobs()).isEmpty();
		assertThat(story.snapshot().malformed()).isEqualTo(3);
	}

	@Test
	void answersWithAFailureWhenTheReplysHeadersCannotTravel() {
		registered(settings(1, 1)).request(0, 1, "hi")
			.forget()
			.handled(0, Reply.ok(Frames.ofText("x"), null, Map.of("bad name", "v")))
			.expect("0 REPLY [lease 1 error bad-reply] [ERROR bad-reply the reply's headers cann]");
	}

	@Test
	void dropsASecondAnswerAndTheAnswerToAJobThatNeverWas() {
		WorkerStory story = registered(settings(2, 2)).request(0, 1, "a").handled(0, "A").forget();
		story.handled(0, "again").expect();
		story.request(0, 2, "b").forget().handled(0, "again").expect();
		assertThat(story.snapshot().dropped()).isEqualTo(2);
		story.handled(1, "B").expect("0 REPLY [lease 2 ok] [B]");
	}

	@Test
	void servesSeveralQueuesWithTheSameHandlers() {
		WorkerStory story = new WorkerStory(settings(WorkerDialect.PARANOID, 1, 1, "tcp://q:1", "tcp://q:2"));
		story.expect("open 0", "open 1").connected(0).connected(1).heartbeat(0).heartbeat(1).forget();
		story.request(1, 1, "a").request(0, 1, "b").expect("start [a]");
		story.handled(0, "A").expect("1 REPLY [lease 1 ok] [A]", "start [b]");
		story.handled(1, "B").expect("0 REPLY [lease 1 ok] [B]");
	}

}
