package io.pirate.machine;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.PlainCodec;
import io.pirate.wire.Property;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import org.junit.jupiter.api.Test;

import static io.pirate.machine.ClientScene.once;
import static io.pirate.machine.ClientScene.policy;
import static org.assertj.core.api.Assertions.assertThat;

/** One endpoint, one shared lane: attempts, replies, and what must never be delivered. */
class SharedLaneTest {

	private final ClientScene scene = ClientScene.shared("tcp://a");

	@Test
	void aCallIsSentOnceConnectedAndEndsWithItsReply() {
		assertThat(this.scene.effects()).containsExactly("open 1 to 0");
		this.scene.call("hi", policy(1000, 3)).at(10);
		assertThat(this.scene.effects()).isEmpty();
		this.scene.connected(1);
		assertThat(this.scene.effects()).containsExactly("up tcp://a", "send 1 hi");
		this.scene.at(20).answer(1, 0, "there");
		assertThat(this.scene.reply("hi")).isEqualTo("there");
		assertThat(this.scene.snapshot().inFlight()).isZero();
		assertThat(this.scene.hasAlarm()).as("an ended call leaves no alarm").isFalse();
	}

	@Test
	void theCallFrameSaysAttemptBudgetAndWhatIsDone() {
		this.scene.connected(1).call("a", policy(1000, 3)).call("b", policy(1000, 3));
		this.scene.at(5).answer(1, 0, "x").at(1000);
		CallFrame first = this.scene.callFrame(1);
		CallFrame second = this.scene.callFrame(2);
		assertThat(first.origin()).isEqualTo(ClientScene.FIRST_ORIGIN);
		assertThat(second.origin()).isEqualTo(first.origin());
		assertThat(second.number()).isEqualTo(first.number()).isEqualTo(2);
		assertThat(first.number(Property.ATTEMPT, 0)).isEqualTo(1);
		assertThat(second.number(Property.ATTEMPT, 0)).isEqualTo(2);
		assertThat(first.number(Property.BUDGET, 0)).isEqualTo(4000);
		assertThat(second.number(Property.BUDGET, 0)).isEqualTo(3000);
		assertThat(first.done()).isEqualTo(1);
		assertThat(second.done()).isEqualTo(2);
		assertThat(first.text(Property.CONTENT_TYPE)).isEqualTo("text/plain");
		assertThat(first.headers()).isEqualTo(Map.of("h", "v"));
		assertThat(first.has(Property.ONCE)).isFalse();
	}

	@Test
	void withoutAServerEveryAttemptIsWaitedOut() {
		this.scene.call("hi", policy(1000, 3)).at(3999);
		assertThat(this.scene.isOpen("hi")).isTrue();
		this.scene.at(4000);
		assertThat(this.scene.outcome("hi"))
			.isEqualTo(new Outcome.NoReply(4, Duration.ofSeconds(4).toNanos(), List.of("tcp://a")));
		assertThat(this.scene.effects()).as("no socket is opened for a server that is not there")
			.containsExactly("open 1 to 0");
		assertThat(this.scene.snapshot().retries()).isEqualTo(3);
	}

	@Test
	void aSilentLaneIsReplacedAndTheOldOneStillRead() {
		this.scene.connected(1).call("slow", policy(1000, 3)).effects();
		this.scene.at(1000);
		assertThat(this.scene.effects()).containsExactly("open 2 to 0");
		this.scene.at(1010).connected(2);
		assertThat(this.scene.effects()).containsExactly("send 2 slow");
		this.scene.at(1500).answer(1, 0, "at last");
		assertThat(this.scene.reply("slow")).isEqualTo("at last");
		assertThat(this.scene.effects()).as("its last call has ended").containsExactly("close 1");
		assertThat(this.scene.snapshot().replacedLanes()).isEqualTo(1);
	}

	@Test
	void callsOnTheSameSilentLaneReplaceItOnlyOnce() {
		this.scene.connected(1);
		for (int i = 0; i < 50; i++) {
			this.scene.at(i).call("c" + i, policy(1000, 0));
		}
		this.scene.effects();
		this.scene.at(2000);
		assertThat(this.scene.effects()).containsExactly("open 2 to 0", "close 1", "lost tcp://a");
		assertThat(this.scene.openLanes).containsOnlyKeys(2);
	}

	@Test
	void aLaneThatWasHeardIsKept() {
		this.scene.connected(1).call("slow", policy(1000, 1)).at(500).call("quick", policy(1000, 0));
		this.scene.answer(1, 1, "x").effects();
		this.scene.at(1000);
		assertThat(this.scene.effects()).containsExactly("send 1 slow");
		assertThat(this.scene.snapshot().replacedLanes()).isZero();
	}

	@Test
	void timeoutsFarBelowAConnectDoNotPileUpLanes() {
		this.scene.connected(1).call("long", policy(60_000, 0));
		for (int i = 1; i < 3000; i++) {
			this.scene.at(i).call("c" + i, policy(1, 0));
			this.scene.openLanes.keySet().stream().toList().forEach(this.scene::connected);
		}
		assertThat(this.scene.openLanes.size()).isLessThanOrEqualTo(9);
		assertThat(this.scene.snapshot().replacedLanes()).isLessThanOrEqualTo(30);
	}

	@Test
	void aReconnectSendsTheNextAttemptAtOnce() {
		this.scene.connected(1).call("hi", policy(1000, 3)).at(100).disconnected(1);
		assertThat(this.scene.snapshot().endpoints().get(0).connected()).isFalse();
		this.scene.effects();
		this.scene.at(300).connected(1);
		assertThat(this.scene.effects()).containsExactly("up tcp://a", "send 1 hi");
		assertThat(this.scene.callFrame(1).number(Property.ATTEMPT, 0)).isEqualTo(2);
		assertThat(this.scene.callFrame(1).number()).isEqualTo(this.scene.callFrame(0).number());
		assertThat(this.scene.callFrame(1).number(Property.BUDGET, 0)).isEqualTo(3000);
	}

	@Test
	void withoutAttemptsLeftAReconnectSendsNothing() {
		this.scene.connected(1).call("hi", policy(1000, 0)).at(100).disconnected(1).at(300).connected(1).at(1000);
		assertThat(this.scene.sent).hasSize(1);
		assertThat(this.scene.outcome("hi")).isInstanceOf(Outcome.NoReply.class);
	}

	@Test
	void lateDuplicateAndForgedRepliesAreCountedAndDeliveredToNobody() {
		this.scene.connected(1).call("done", policy(1000, 0)).answer(1, 0, "x").call("open", policy(1000, 0));
		this.scene.answer(1, 0, "duplicate");
		CallFrame real = this.scene.callFrame(1);
		forge(real.origin() + 1, real.number());
		forge(real.origin(), real.number() + 1);
		assertThat(this.scene.isOpen("open")).isTrue();
		assertThat(this.scene.snapshot().lateReplies()).isEqualTo(3);
		this.scene.answer(1, 1, "real");
		assertThat(this.scene.reply("open")).isEqualTo("real");
	}

	private void forge(long origin, long number) {
		this.scene.message(1,
				PlainCodec.encode(new Envelope(Frames.NONE, CallFrame.of(origin, number)), Frames.ofText("forged")));
	}

	@Test
	void messagesWithoutOurCallFrameAreCountedAndDeliveredToNobody() {
		this.scene.connected(1).call("open", policy(1000, 0));
		this.scene.message(1, Frames.NONE)
			.message(1, Frames.ofText("x"))
			.message(1, Frames.ofText("", "x"))
			.message(1, Frames.ofText("foreign", "", "x"));
		Frames wrapped = PlainCodec.encode(new Envelope(Frames.ofText("more"), this.scene.callFrame(0)),
				Frames.ofText("x"));
		this.scene.message(1, wrapped);
		assertThat(this.scene.isOpen("open")).isTrue();
		assertThat(this.scene.snapshot().malformed()).isEqualTo(5);
	}

	@Test
	void messagesOfLanesThatAreGoneAreCounted() {
		this.scene.connected(1).call("open", policy(1000, 0)).message(99, this.scene.sent.get(0));
		assertThat(this.scene.isOpen("open")).isTrue();
		assertThat(this.scene.snapshot().lateReplies()).isEqualTo(1);
	}

	@Test
	void repliesComeInAnyOrder() {
		this.scene.connected(1).call("a", policy(1000, 0)).call("b", policy(1000, 0));
		this.scene.answer(1, 1, "for b").answer(1, 0, "for a");
		assertThat(this.scene.reply("a")).isEqualTo("for a");
		assertThat(this.scene.reply("b")).isEqualTo("for b");
	}

	@Test
	void failuresOfTheFarSideEndTheCall() {
		for (ReplyStatus status : List.of(ReplyStatus.ERROR, ReplyStatus.LOST, ReplyStatus.REJECTED,
				ReplyStatus.UNKNOWN)) {
			ClientScene scene = ClientScene.shared("tcp://a").connected(1).call("c", policy(1000, 3));
			scene.answer(1, 0, Reply.failure(status, "some-code", "reason"));
			assertThat(((Outcome.Replied) scene.outcome("c")).reply().status()).isEqualTo(status);
		}
	}

	@Test
	void anExpiredCallHasNoReply() {
		this.scene.connected(1).call("c", policy(1000, 3)).at(10);
		this.scene.answer(1, 0, Reply.failure(ReplyStatus.EXPIRED, "expired", "budget used up"));
		assertThat(((Outcome.NoReply) this.scene.outcome("c")).attempts()).isEqualTo(1);
	}

	@Test
	void newSocketsForEveryEndpointDoNotEndCalls() {
		this.scene.connected(1).call("c", policy(1000, 3)).call("once", once(1000)).at(10).effects();
		this.scene.machine.reopen(Long.MAX_VALUE - 390_000_000L);
		this.scene.connected(2);
		assertThat(this.scene.effects()).containsExactly("close 1", "lost tcp://a", "open 2 to 0", "up tcp://a",
				"send 2 c");
		this.scene.answer(2, 2, "x");
		assertThat(this.scene.reply("c")).isEqualTo("x");
	}

	@Test
	void aBrokenLaneIsReplacedAtOnce() {
		this.scene.connected(1).call("c", policy(1000, 3)).effects();
		this.scene.machine.onBroken(1, Long.MAX_VALUE - 390_000_000L);
		this.scene.connected(2);
		assertThat(this.scene.effects()).containsExactly("lost tcp://a", "close 1", "open 2 to 0", "up tcp://a",
				"send 2 c");
	}

	@Test
	void aQueueThatLeavesIsAskedAgainOnceItIsBack() {
		this.scene.connected(1).call("c", policy(1000, 1)).at(10).reject(1, 0, "shutting-down").effects();
		this.scene.at(100).disconnected(1).at(300).connected(1);
		assertThat(this.scene.effects()).containsExactly("lost tcp://a", "up tcp://a", "send 1 c");
		assertThat(this.scene.callFrame(1).number(Property.ATTEMPT, 0)).as("being turned away is no attempt")
			.isEqualTo(1);
	}

	@Test
	void aQueueThatRefusesIsLeftAloneForASecond() {
		this.scene.connected(1).call("c", policy(5000, 0)).at(10).reject(1, 0, "shutting-down").effects();
		this.scene.at(500).call("d", policy(5000, 0)).at(1009);
		assertThat(this.scene.effects()).isEmpty();
		this.scene.at(1010);
		assertThat(this.scene.effects()).containsExactly("send 1 c", "send 1 d");
	}

	@Test
	void aCallThatWasOnlyEverTurnedAwayIsRejectedInTheEnd() {
		this.scene.connected(1).call("c", once(500)).at(10).reject(1, 0, "shutting-down").at(500);
		assertThat(((Outcome.Replied) this.scene.outcome("c")).reply().code()).isEqualTo("shutting-down");
	}

	@Test
	void atMostOnceIsSentOnceAndThenUnknown() {
		this.scene.connected(1).call("c", once(1000)).at(100).disconnected(1).at(200).connected(1).at(1000);
		assertThat(this.scene.sent).hasSize(1);
		assertThat(this.scene.callFrame(0).has(Property.ONCE)).isTrue();
		assertThat(this.scene.outcome("c")).isInstanceOf(Outcome.Unknown.class);
	}

	@Test
	void atMostOnceWithoutAnAnswerIsUnknown() {
		this.scene.connected(1).call("c", once(1000)).at(1000);
		assertThat(((Outcome.Unknown) this.scene.outcome("c")).endpoints()).containsExactly("tcp://a");
	}

	@Test
	void atMostOnceThatWasNeverSentIsNoReply() {
		this.scene.call("c", once(1000)).at(1000);
		assertThat(this.scene.outcome("c")).isInstanceOf(Outcome.NoReply.class);
		assertThat(this.scene.sent).isEmpty();
	}

	@Test
	void tooManyOpenCallsAreRefusedAtOnce() {
		ClientScene scene = new ClientScene(new ClientSettings(List.of("tcp://a"), false, 2, 1)).connected(1);
		scene.call("a", policy(1000, 0)).call("b", policy(1000, 0)).call("c", policy(1000, 0));
		assertThat(((Outcome.Refused) scene.outcome("c")).code()).isEqualTo("busy");
		assertThat(scene.sent).hasSize(2);
		scene.answer(1, 0, "x").call("d", policy(1000, 0));
		assertThat(scene.sent).hasSize(3);
	}

	@Test
	void aCancelledCallEndsAtOnceAndItsReplyIsLate() {
		this.scene.connected(1).call("c", policy(1000, 3)).cancel("c").cancel("c").answer(1, 0, "x").at(9000);
		assertThat(this.scene.outcome("c")).isEqualTo(new Outcome.Cancelled());
		assertThat(this.scene.snapshot().lateReplies()).isEqualTo(1);
		assertThat(this.scene.sent).hasSize(1);
	}

	@Test
	void aRecalledCallIsAskedForAndEndsAsTheQueueSays() {
		this.scene.connected(1).call("c", policy(1000, 3)).recall("c");
		assertThat(this.scene.effects).last().asString().matches("cancel .* 1 on 1");
		assertThat(this.scene.isOpen("c")).isTrue();
		this.scene.reject(1, 0, "cancelled");
		assertThat(this.scene.outcome("c")).isInstanceOfSatisfying(Outcome.Replied.class,
				(ended) -> assertThat(ended.reply().code()).isEqualTo("cancelled"));
	}

	@Test
	void aRecalledCallThatAWorkerHasGoesOnButIsNotSentAgain() {
		this.scene.connected(1).call("a", policy(1000, 3)).call("b", policy(1000, 3)).recall("a").recall("b");
		this.scene.answer(1, 0, "done");
		assertThat(this.scene.outcome("a")).isInstanceOf(Outcome.Replied.class);
		this.scene.at(1000);
		assertThat(this.scene.outcome("b")).isInstanceOf(Outcome.NoReply.class);
		assertThat(this.scene.sent).hasSize(2);
	}

	@Test
	void aRecalledCallThatWasTurnedAwayIsNotSentAgain() {
		this.scene.connected(1).call("c", policy(5000, 3)).recall("c").reject(1, 0, "shutting-down").at(4000);
		assertThat(((Outcome.Replied) this.scene.outcome("c")).reply().code()).isEqualTo("shutting-down");
		assertThat(this.scene.sent).hasSize(1);
	}

	@Test
	void aRecalledCallWhoseConnectionEndsIsTakenBackOnTheNextOne() {
		this.scene.connected(1).call("c", policy(1000, 3)).recall("c").disconnected(1).effects();
		this.scene.connected(1);
		assertThat(this.scene.effects).last().asString().matches("cancel .* 1 on 1");
		assertThat(this.scene.sent).hasSize(1);
		this.scene.at(1000);
		assertThat(this.scene.isOpen("c")).isFalse();
		assertThat(this.scene.sent).hasSize(1);
	}

	@Test
	void whatIsRecalledWhileTheConnectionIsAwayIsTakenBackOnTheNextOne() {
		this.scene.connected(1).call("c", policy(1000, 3)).disconnected(1).recall("c").connected(1);
		assertThat(this.scene.effects).last().asString().matches("cancel .* 1 on 1");
		assertThat(this.scene.sent).hasSize(1);
	}

	@Test
	void aRecalledCallThatNobodyHasEndsAtOnce() {
		this.scene.call("c", policy(1000, 3)).recall("c").recall("c").connected(1);
		assertThat(this.scene.outcome("c")).isEqualTo(new Outcome.Cancelled());
		assertThat(this.scene.sent).isEmpty();
	}

	@Test
	void closingEndsEveryCallAndClosesEveryLane() {
		this.scene.connected(1).call("a", policy(1000, 0)).at(1000).call("b", policy(1000, 3));
		this.scene.machine.close();
		this.scene.call("c", policy(1000, 0));
		assertThat(this.scene.outcome("b")).isEqualTo(new Outcome.Closed());
		assertThat(this.scene.outcome("c")).isEqualTo(new Outcome.Closed());
		assertThat(this.scene.openLanes).isEmpty();
		assertThat(this.scene.hasAlarm()).isFalse();
	}

}
