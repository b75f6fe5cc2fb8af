package io.pirate.machine;

import java.util.List;
import java.util.Map;
import java.util.Random;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.Property;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.pirate.machine.WorkerStory.ORIGIN;
import static io.pirate.machine.WorkerStory.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Replies in parts, beyond the transcripts. */
class WorkerStreamTest {

	private static final Reply UNSENDABLE = Reply.ok(Frames.ofText("x"), null, Map.of("bad name", "v"));

	private static WorkerSettings settings(WorkerDialect dialect, int concurrency) {
		return WorkerStory.settings(dialect, concurrency, 2 * concurrency, "tcp://q:1").asStreaming();
	}

	private static WorkerStory streaming(int concurrency) {
		return registered(settings(WorkerDialect.MAJORDOMO_02, concurrency));
	}

	private static CallFrame credit(long lease, int parts) {
		return CallFrame.build(ORIGIN, lease)
			.flag(Property.QUEUE)
			.number(Property.ATTEMPT, 1)
			.number(Property.CREDIT, parts)
			.end();
	}

	@Test
	void asksForNoMoreThanTheWindowWhateverIsGranted() {
		WorkerStory story = streaming(1).request(0, credit(1, 1_000_000), "rows").expect("start [rows]", "want 1 64");
		story.credit(0, 1, Integer.MAX_VALUE).credit(0, 1, Integer.MAX_VALUE).expect();
		for (int i = 0; i < 31; i++) {
			story.part(0, "p");
		}
		story.forget().part(0, "p").part(0, "p");
		assertThat(story.lines()).containsOnlyOnce("want 1 32");
	}

	@Test
	void noCreditAtFirstMeansWaiting() {
		streaming(1).request(0, credit(1, 0), "rows")
			.expect("start [rows]")
			.credit(0, 1, 1)
			.expect("want 1 1")
			.credit(0, 1, 0)
			.expect();
	}

	@Test
	void theLastPartMayComeWithTheEnd() {
		streaming(1).request(0, 1, "rows")
			.part(0, "a")
			.forget()
			.handled(0, "b")
			.expect("0 PARTIAL [lease 1 ok part=0 more] [a]", "0 REPLY [lease 1 ok part=1] [b]");
	}

	@Test
	void nothingCountsAfterTheEnd() {
		WorkerStory story = streaming(1).request(0, 1, "rows").ended(0).forget();
		story.part(0, "a").ended(0).pass(100).expect();
		assertThat(story.snapshot().handled()).isEqualTo(1);
		assertThat(story.snapshot().dropped()).isEqualTo(1);
		assertThat(story.snapshot().running()).isZero();
	}

	@Test
	void aPartThatCannotTravelEndsTheReplyInAFailure() {
		WorkerStory story = streaming(1).request(0, 1, "rows").part(0, "a").part(0, UNSENDABLE).forget();
		story.part(0, "c")
			.expect("0 REPLY [lease 1 error bad-reply] [ERROR bad-reply the reply's headers cann]", "cancel 1");
		story.part(0, "d").ended(0).expect();
		assertThat(story.snapshot().running()).isZero();
	}

	@Test
	void aLastPartThatCannotTravelEndsTheReplyInAFailure() {
		WorkerStory story = streaming(1).request(0, 1, "rows").forget().handled(0, UNSENDABLE);
		story.expect("0 REPLY [lease 1 error bad-reply] [ERROR bad-reply the reply's headers cann]");
		assertThat(story.snapshot().running()).isZero();
	}

	@Test
	void whatAFullSocketHoldsKeepsItsPlaceUntilItHasLeft() {
		WorkerStory story = streaming(1).request(0, 1, "rows").request(0, 2, "next").part(0, "a").room(0);
		story.ended(0).forget().ended(0).pass(100).expect();
		assertThat(story.snapshot().running()).isEqualTo(1);
		story.room(9).pass(5).expect("0 REPLY [lease 1 ok part=0] [a]", "start [next]", "want 2 64");
	}

	@Test
	void whatAFullSocketHoldsIsForgottenWithItsQueue() {
		WorkerStory story = streaming(1).request(0, 1, "rows").room(0).part(0, "a").ended(0).forget();
		story.disconnected(0).expect("close 0", "lost tcp://q:1 disconnected");
		assertThat(story.snapshot().running()).isZero();
		story.pass(900).expect();
	}

	@Test
	void aCancelledReplyThatIsOverButForTheSocketHasNobodyToTell() {
		WorkerStory story = streaming(1).request(0, 1, "rows").room(0).part(0, "a").ended(0).forget();
		story.cancel(0, 1).expect("0 REPLY [lease 1 error cancelled] [ERROR cancelled the caller wants no more]");
		assertThat(story.snapshot().running()).isZero();
	}

	@Test
	void aQueueThatNeverTakesTheRestIsNotWaitedForForEver() {
		WorkerStory story = streaming(1).request(0, 1, "rows").room(0).part(0, "a").ended(0).forget();
		story.passWithHeartbeats(0, 301);
		assertThat(story.lines())
			.contains("0 REPLY [lease 1 error stalled] [ERROR stalled nobody took the reply's pa]");
		assertThat(story.snapshot().running()).isZero();
	}

	@Test
	void answersNobodyWhereAForeignQueueGivesItSomebodysCredit() {
		CallFrame control = CallFrame.build(3, 9).number(Property.CREDIT, 32).end();
		WorkerStory story = streaming(1);
		story.control(0, control).expect("0 REPLY [lease 0 ok] []");
		assertThat(story.jobs()).isEmpty();
		assertThat(story.snapshot().malformed()).isEqualTo(1);
	}

	@Test
	void anotherQueueCannotTouchALease() {
		WorkerStory story = new WorkerStory(
				WorkerStory.settings(WorkerDialect.MAJORDOMO_02, 2, 2, "tcp://q:1", "tcp://q:2").asStreaming());
		story.connected(0).connected(1).request(0, credit(1, 1), "rows").forget();
		story.cancel(1, 1).credit(1, 1, 5);
		assertThat(story.lines()).containsExactly("joined tcp://q:2");
		story.forget()
			.cancel(0, 1)
			.expect("0 REPLY [lease 1 error cancelled] [ERROR cancelled the caller wants no more]", "cancel 1");
	}

	@Test
	void aHandlerThatGivesOneReplyCanBeForgottenButNotStopped() {
		WorkerStory story = registered(WorkerStory.settings(WorkerDialect.MAJORDOMO_02, 1, 2, "tcp://q:1"));
		story.request(0, credit(1, 4), "one").request(0, 2, "two").forget();
		story.credit(0, 1, 4).credit(0, 2, 4).expect();
		story.cancel(0, 1).expect("0 REPLY [lease 1 error cancelled] [ERROR cancelled the caller wants no more]");
		story.handled(0, "ONE").expect("start [two]");
		assertThat(story.snapshot().dropped()).isEqualTo(1);
	}

	@Test
	void whoTakesTheLastPartOnlyIsNotAnsweredAfterItsTime() {
		WorkerStory story = registered(settings(WorkerDialect.MAJORDOMO_01, 1));
		byte[] call = CallFrame.build(3, 9).number(Property.ATTEMPT, 1).number(Property.BUDGET, 1000).end().encode();
		story.command(0, new QueueCommand.Request(Frames.of(call), Frames.ofText("rows"))).forget();
		story.part(0, "a").pass(900).part(0, "b").pass(100).forget().part(0, "c");
		story.expect("0 REPLY [lease 9 expired expired] [ERROR expired the caller has given up]", "cancel 1");
	}

	@ParameterizedTest
	@EnumSource(names = { "PARANOID", "MAJORDOMO_01", "MAJORDOMO_02" })
	void everyPartLeavesOnceAndInOrderWhateverTheSocketDoes(WorkerDialect dialect) {
		Random random = new Random(7);
		WorkerStory story = registered(settings(dialect, 1)).request(0, credit(1, 10), "rows").forget();
		int granted = 10;
		int produced = 0;
		while (produced < 5000) {
			story.room(random.nextInt(4));
			for (int i = random.nextInt(3); i > 0 && produced < Math.min(5000, granted); i--) {
				story.part(0, "p" + produced++);
			}
			if (granted - produced < 5) {
				granted += 7;
				story.credit(0, 1, 7);
			}
			story.pass(random.nextInt(10));
		}
		story.room(Integer.MAX_VALUE).ended(0).pass(10);
		List<String> sent = story.lines().stream().filter((line) -> line.contains("lease 1")).toList();
		assertThat(sent).hasSizeBetween(5000, 5001);
		for (int i = 0; i < 4999; i++) {
			assertThat(sent.get(i)).endsWith(" [lease 1 ok part=" + i + " more] [p" + i + "]");
		}
		assertThat(sent.get(sent.size() - 1)).startsWith("0 REPLY [lease 1 ok ").doesNotContain("more");
	}

	@Test
	void aNamedServiceAndMajordomoBelongTogether() {
		WorkerSettings named = settings(WorkerDialect.MAJORDOMO_02, 1);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new WorkerSettings("w", ServiceName.ANONYMOUS, WorkerDialect.MAJORDOMO_01,
					named.endpoints(), named.heartbeat(), named.reconnectInterval(), named.reconnectIntervalMax(), 1, 1,
					named.handlerTimeout(), named.drainTimeout()))
			.withMessageContaining("no anonymous service");
	}

}
