package io.pirate.machine;

import java.util.List;
import java.util.Map;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.Property;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import org.junit.jupiter.api.Test;

import static io.pirate.machine.ClientScene.once;
import static io.pirate.machine.ClientScene.policy;
import static org.assertj.core.api.Assertions.assertThat;

/** Replies in parts on shared lanes: credit, clocks, gaps, and what breaks them. */
class PartFlowTest {

	private final ClientScene scene = ClientScene.shared("tcp://a").connected(1);

	private Reply failure(String name) {
		return ((Outcome.Replied) this.scene.outcome(name)).reply();
	}

	/**
	 * A repeat that was late has begun what nobody reads: it must not wait for credit.
	 */
	@Test
	void whoSendsPartsOfACallThatHasEndedIsToldToStopOnce() {
		this.scene.stream("s", policy(1000, 0)).cancel("s").effects();
		this.scene.part(1, 0, 0, true);
		assertThat(this.scene.effects()).containsExactly("cancel (anonymous) 1 on 1");
		this.scene.part(1, 0, 1, true).part(1, 0, 2, false).end(1, 0, 3);
		assertThat(this.scene.effects()).isEmpty();
		this.scene.part(1, 0, 0, true);
		assertThat(this.scene.effects()).as("of another execution").containsExactly("cancel (anonymous) 1 on 1");
		assertThat(this.scene.snapshot().lateReplies()).isEqualTo(5);
	}

	@Test
	void aForeignSenderOfSuchPartsWouldNotUnderstand() {
		this.scene.stream("s", policy(1000, 0)).cancel("s").effects();
		CallFrame call = this.scene.callFrame(0);
		this.scene.inForm(1, 0,
				CallFrame.build(call.origin(), call.number()).number(Property.PART, 0).flag(Property.MORE).end(),
				Frames.ofText("part"), false);
		assertThat(this.scene.effects()).isEmpty();
	}

	@Test
	void whoSendsPartsWhileSomebodyElseDoesIsToldToStop() {
		ClientScene two = ClientScene.shared("tcp://a", "tcp://b").connected(1).connected(2);
		two.stream("s", policy(1000, 3)).at(1000).part(2, 1, 0, true).effects();
		two.part(1, 0, 0, true);
		assertThat(two.effects()).containsExactly("cancel rows 1 on 1");
		two.part(1, 0, 1, true);
		assertThat(two.effects()).isEmpty();
	}

	private void window(int from, int to) {
		for (int i = from; i < to; i++) {
			this.scene.part(1, 0, i, true);
		}
	}

	@Test
	void theRequestAsksForAWindowOfPartsInEveryAttempt() {
		this.scene.stream("s", policy(1000, 1)).at(1000).connected(2);
		assertThat(this.scene.callFrame(0).number(Property.CREDIT, 0)).isEqualTo(64);
		assertThat(this.scene.callFrame(1).number(Property.CREDIT, 0)).isEqualTo(64);
		assertThat(this.scene.callFrame(1).number(Property.ATTEMPT, 0)).isEqualTo(2);
	}

	@Test
	void partsAreDeliveredInOrderAndTheLastOneEndsTheCall() {
		this.scene.stream("s", policy(1000, 0));
		this.scene.part(1, 0, 0, true).part(1, 0, 1, true).part(1, 0, 2, false);
		assertThat(this.scene.parts("s")).containsExactly("part0", "part1", "part2");
		assertThat(failure("s").isEnd()).isTrue();
		assertThat(this.scene.hasAlarm()).isFalse();
		assertThat(this.scene.snapshot().inFlight()).isZero();
	}

	@Test
	void theEndMayComeAfterTheLastPartOrWithoutAny() {
		this.scene.stream("s", policy(1000, 0)).stream("none", policy(1000, 0));
		this.scene.part(1, 0, 0, true).end(1, 0, 1).end(1, 1, 0);
		assertThat(this.scene.parts("s")).containsExactly("part0");
		assertThat(this.scene.parts("none")).isEmpty();
		assertThat(failure("s").isEnd()).isTrue();
		assertThat(failure("none").isEnd()).isTrue();
	}

	@Test
	void aReplyInOnePieceIsOnePart() {
		this.scene.stream("s", policy(1000, 0));
		CallFrame call = this.scene.callFrame(0);
		this.scene.inForm(1, 0, CallFrame.of(call.origin(), call.number()), Frames.ofText("all"), true);
		assertThat(this.scene.parts("s")).containsExactly("all");
		assertThat(failure("s").isEnd()).isTrue();
	}

	@Test
	void creditIsGivenAgainWhenHalfTheWindowWasTaken() {
		this.scene.stream("s", policy(1000, 0)).effects();
		window(0, 64);
		this.scene.taken("s", 31, 0);
		assertThat(this.scene.effects()).isEmpty();
		this.scene.taken("s", 1, 0);
		assertThat(this.scene.effects()).containsExactly("credit 32 rows 1 on 1");
		this.scene.taken("s", 32, 0);
		assertThat(this.scene.effects()).containsExactly("credit 32 rows 1 on 1");
		window(64, 128);
		this.scene.taken("s", 64, 0);
		assertThat(this.scene.effects()).containsExactly("credit 64 rows 1 on 1");
	}

	@Test
	void eachPartRenewsTheTimeout() {
		this.scene.stream("s", policy(1000, 3));
		for (int i = 0; i < 10; i++) {
			this.scene.at(900L * (i + 1)).part(1, 0, i, true);
		}
		assertThat(this.scene.isOpen("s")).isTrue();
		this.scene.effects();
		this.scene.at(9999);
		assertThat(this.scene.isOpen("s")).isTrue();
		this.scene.at(10_000);
		assertThat(((Outcome.Unknown) this.scene.outcome("s")).reason()).contains("1000 ms");
		assertThat(this.scene.effects()).as("no other attempt").containsExactly("cancel rows 1 on 1");
	}

	@Test
	void theClockStandsStillWhileThereIsNoCredit() {
		this.scene.stream("s", policy(1000, 0));
		window(0, 64);
		this.scene.at(3_600_000);
		assertThat(this.scene.isOpen("s")).isTrue();
		assertThat(this.scene.hasAlarm()).isFalse();
		this.scene.taken("s", 32, 0).at(3_600_999);
		assertThat(this.scene.isOpen("s")).isTrue();
		this.scene.at(3_601_000);
		assertThat(this.scene.outcome("s")).isInstanceOf(Outcome.Unknown.class);
	}

	@Test
	void beforeTheFirstPartAttemptsGoOnAsEver() {
		this.scene.stream("s", policy(1000, 1)).at(100).disconnected(1).at(200).connected(1);
		assertThat(this.scene.sent).hasSize(2);
		this.scene.part(1, 1, 0, true).end(1, 1, 1);
		assertThat(this.scene.parts("s")).containsExactly("part0");
	}

	@Test
	void withoutAnyPartTheLastAttemptEndsAsEverAndIsCalledOff() {
		this.scene.stream("s", policy(1000, 0)).stream("once", once(2000)).effects();
		this.scene.at(500).call("sign of life", policy(1000, 0)).answer(1, 2, "x").at(2000);
		assertThat(this.scene.outcome("s")).isInstanceOf(Outcome.NoReply.class);
		assertThat(this.scene.outcome("once")).isInstanceOf(Outcome.Unknown.class);
	}

	@Test
	void aFailureBeforeTheFirstPartIsAnOrdinaryOne() {
		this.scene.stream("s", policy(5000, 1)).reject(1, 0, "busy");
		assertThat(this.scene.isOpen("s")).as("a plain reply is malformed here").isTrue();
		this.scene.queueAnswer(1, 0, Reply.failure(ReplyStatus.REJECTED, "no-worker", "nobody"), 0, false);
		assertThat(failure("s").code()).isEqualTo("no-worker");
	}

	@Test
	void aFailureInTheMiddleEndsTheStream() {
		this.scene.stream("s", policy(1000, 3)).part(1, 0, 0, true);
		CallFrame call = this.scene.callFrame(0);
		Reply failed = Reply.failure(ReplyStatus.ERROR, "handler-failed", "oh");
		this.scene.inForm(1, 0, failed.toCallFrame(call.origin(), call.number()).flag(Property.QUEUE).end(),
				failed.body(), true);
		assertThat(failure("s").code()).isEqualTo("handler-failed");
		assertThat(this.scene.parts("s")).containsExactly("part0");
	}

	@Test
	void aGapEndsTheStreamAndIsCalledOff() {
		for (int wrong : List.of(0, 2)) {
			String name = "s" + wrong;
			int index = this.scene.sent.size();
			this.scene.stream(name, policy(1000, 3)).part(1, index, 0, true).effects();
			this.scene.part(1, index, wrong, true);
			assertThat(failure(name).status()).isEqualTo(ReplyStatus.LOST);
			assertThat(failure(name).code()).isEqualTo("gap");
			assertThat(this.scene.effects()).hasSize(1).first().asString().startsWith("cancel rows");
		}
	}

	@Test
	void aMissingPartBeforeTheEndIsAGapToo() {
		this.scene.stream("s", policy(1000, 0)).part(1, 0, 0, true).end(1, 0, 2);
		assertThat(failure("s").code()).isEqualTo("gap");
	}

	@Test
	void aLostConnectionInTheMiddleEndsTheStreamWithoutAnotherAttempt() {
		this.scene.stream("s", policy(1000, 3)).call("other", policy(1000, 3)).part(1, 0, 0, true);
		this.scene.at(10).disconnected(1);
		assertThat(failure("s").status()).isEqualTo(ReplyStatus.LOST);
		assertThat(failure("s").code()).isEqualTo("stream-broken");
		this.scene.at(100).connected(1);
		assertThat(this.scene.sent).as("only the other one is sent again").hasSize(3);
		assertThat(this.scene.isOpen("other")).isTrue();
	}

	@Test
	void newSocketsEndStreamsThatHaveBegun() {
		this.scene.stream("begun", policy(1000, 3)).stream("waiting", policy(1000, 3)).part(1, 0, 0, true);
		this.scene.machine.reopen(Long.MAX_VALUE - 390_000_000L);
		assertThat(failure("begun").code()).isEqualTo("stream-broken");
		assertThat(this.scene.isOpen("waiting")).isTrue();
	}

	@Test
	void cancellingTellsTheQueueOnce() {
		this.scene.stream("s", policy(1000, 3)).part(1, 0, 0, true).effects();
		this.scene.cancel("s").cancel("s");
		assertThat(this.scene.effects()).containsExactly("cancel rows 1 on 1");
		assertThat(this.scene.outcome("s")).isEqualTo(new Outcome.Cancelled());
		this.scene.part(1, 0, 1, true);
		assertThat(this.scene.effects()).as("it was under way").isEmpty();
		assertThat(this.scene.snapshot().lateReplies()).isEqualTo(1);
		assertThat(this.scene.parts("s")).containsExactly("part0");
	}

	@Test
	void cancellingBeforeTheFirstPartTellsTheQueueToo() {
		this.scene.stream("s", policy(1000, 3)).effects();
		this.scene.cancel("s");
		assertThat(this.scene.effects()).containsExactly("cancel rows 1 on 1");
	}

	@Test
	void cancellingWhatWasNeverSentTellsNobody() {
		ClientScene unconnected = ClientScene.shared("tcp://a").stream("s", policy(1000, 3));
		unconnected.effects();
		unconnected.cancel("s").connected(1);
		assertThat(unconnected.effects()).containsExactly("up tcp://a");
	}

	@Test
	void whoDoesNotKnowOurMessagesGetsNone() {
		this.scene.stream("s", policy(1000, 3));
		CallFrame call = this.scene.callFrame(0);
		CallFrame returned = CallFrame.of(call.origin(), call.number());
		for (int i = 0; i < 100; i++) {
			this.scene.inForm(1, 0, returned, Frames.ofText("row" + i), false);
		}
		this.scene.effects();
		this.scene.taken("s", 100, 0).cancel("s");
		assertThat(this.scene.parts("s")).as("unnumbered parts are taken as they come").hasSize(100);
		assertThat(this.scene.effects()).as("a foreign worker would take it for a request").isEmpty();
		this.scene.disconnected(1).connected(1).stream("next", policy(1000, 3)).effects();
		this.scene.cancel("next");
		assertThat(this.scene.effects()).as("who is there now may know them").hasSize(1);
	}

	@Test
	void aSenderThatIgnoresCreditIsStoppedAtTheBufferLimit() {
		this.scene.stream("s", policy(1000, 3)).effects();
		Frames megabyte = Frames.of(new byte[1024 * 1024]);
		for (int i = 0; i < 16; i++) {
			this.scene.queueAnswer(1, 0, Reply.ok(megabyte, null, Map.of()), i, true);
		}
		this.scene.taken("s", 1, 1024 * 1024);
		this.scene.queueAnswer(1, 0, Reply.ok(megabyte, null, Map.of()), 16, true);
		assertThat(this.scene.isOpen("s")).isTrue();
		this.scene.part(1, 0, 17, true);
		assertThat(failure("s").status()).isEqualTo(ReplyStatus.REJECTED);
		assertThat(failure("s").code()).isEqualTo("too-slow");
		assertThat(this.scene.effects()).containsExactly("cancel rows 1 on 1");
	}

	@Test
	void twoExecutionsNeverMix() {
		ClientScene two = ClientScene.shared("tcp://a", "tcp://b").connected(1).connected(2);
		two.stream("s", policy(1000, 1)).at(1000);
		assertThat(two.sent).hasSize(2);
		two.effects();
		two.part(2, 1, 0, true);
		assertThat(two.effects()).containsExactly("cancel rows 1 on 1");
		two.part(1, 0, 0, true).part(2, 1, 1, false);
		assertThat(two.parts("s")).containsExactly("part0", "part1");
		assertThat(two.snapshot().lateReplies()).isEqualTo(1);
		assertThat(two.snapshot().endpoints()).allMatch((view) -> view.inFlight() == 0);
	}

	@Test
	void aFirstPartOnAnOldSocketSettlesTheCallThere() {
		this.scene.stream("s", policy(1000, 3)).at(1000).effects();
		this.scene.part(1, 0, 0, true).connected(2);
		assertThat(this.scene.sent).as("there is no second attempt any more").hasSize(1);
		this.scene.taken("s", 32, 0).part(1, 0, 1, false);
		assertThat(this.scene.parts("s")).containsExactly("part0", "part1");
		assertThat(this.scene.effects()).containsExactly("credit 32 rows 1 on 1", "close 1");
	}

	@Test
	void anOrdinaryCallGetsTheLastPart() {
		this.scene.ask("rows", "last", policy(1000, 3)).ask("rows", "before the end", policy(1000, 3));
		this.scene.ask("rows", "none", policy(1000, 3));
		this.scene.at(900).part(1, 0, 0, true).at(1800).part(1, 0, 1, false);
		assertThat(this.scene.reply("last")).isEqualTo("part1");
		ClientScene other = ClientScene.shared("tcp://a").connected(1).ask("rows", "end", policy(1000, 3));
		other.part(1, 0, 0, true).part(1, 0, 1, true).end(1, 0, 2);
		assertThat(other.reply("end")).isEqualTo("part1");
		other.ask("rows", "none", policy(1000, 3)).end(1, 1, 0);
		assertThat(other.reply("none")).isEmpty();
		assertThat(((Outcome.Replied) other.outcome("none")).reply().isEnd()).isFalse();
	}

	@Test
	void anOrdinaryCallsClockNeverStandsStill() {
		this.scene.ask("rows", "c", policy(1000, 3));
		window(0, 100);
		this.scene.effects();
		this.scene.at(1000);
		assertThat(this.scene.outcome("c")).isInstanceOf(Outcome.Unknown.class);
		assertThat(this.scene.effects()).containsExactly("cancel rows 1 on 1");
	}

	@Test
	void closingEndsStreams() {
		this.scene.stream("s", policy(1000, 3)).part(1, 0, 0, true);
		this.scene.machine.close();
		assertThat(this.scene.outcome("s")).isEqualTo(new Outcome.Closed());
		assertThat(this.scene.hasAlarm()).isFalse();
	}

}
