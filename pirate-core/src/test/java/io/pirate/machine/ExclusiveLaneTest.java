package io.pirate.machine;

import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import org.junit.jupiter.api.Test;

import static io.pirate.machine.ClientScene.once;
import static io.pirate.machine.ClientScene.policy;
import static org.assertj.core.api.Assertions.assertThat;

/** One call for each socket, as the guide's lazy pirate does it. */
class ExclusiveLaneTest {

	private final ClientScene scene = ClientScene.exclusive(3, "tcp://a");

	@Test
	void aCallTravelsLikeThatOfAReqSocket() {
		this.scene.connected(1).call("hi", policy(1000, 3));
		assertThat(this.scene.sent).containsExactly(Frames.ofText("", "hi"));
		this.scene.plainAnswer(1, "there").call("again", policy(1000, 3));
		assertThat(this.scene.reply("hi")).isEqualTo("there");
		assertThat(this.scene.effects()).as("an answered lane is used again")
			.containsExactly("open 1 to 0", "up tcp://a", "send 1 hi", "send 1 again");
	}

	@Test
	void moreCallsOpenMoreLanesUpToTheLimitAndThenWait() {
		this.scene.connected(1).effects();
		for (int i = 0; i < 5; i++) {
			this.scene.call("c" + i, policy(1000, 0));
		}
		assertThat(this.scene.effects()).containsExactly("send 1 c0", "open 2 to 0", "open 3 to 0");
		this.scene.connected(2).connected(3);
		assertThat(this.scene.effects()).containsExactly("send 2 c1", "send 3 c2");
		this.scene.plainAnswer(2, "x").plainAnswer(1, "y");
		assertThat(this.scene.effects()).as("the oldest waits least").containsExactly("send 2 c3", "send 1 c4");
		assertThat(this.scene.reply("c1")).isEqualTo("x");
		this.scene.plainAnswer(1, "z");
		assertThat(this.scene.reply("c4")).isEqualTo("z");
	}

	@Test
	void noLanesAreOpenedForCallsWhileTheServerIsAbsent() {
		for (int i = 0; i < 5; i++) {
			this.scene.call("c" + i, policy(1000, 3));
		}
		this.scene.at(4000);
		assertThat(this.scene.effects()).containsExactly("open 1 to 0");
		assertThat(this.scene.outcome("c4")).isInstanceOf(Outcome.NoReply.class);
	}

	@Test
	void aTimeoutClosesTheLaneAndTheRepeatUsesANewOne() {
		this.scene.connected(1).call("c", policy(1000, 1)).effects();
		this.scene.at(1000);
		assertThat(this.scene.effects()).containsExactly("close 1", "lost tcp://a", "open 2 to 0");
		this.scene.connected(2);
		assertThat(this.scene.effects()).containsExactly("up tcp://a", "send 2 c");
		this.scene.at(2000);
		assertThat(this.scene.outcome("c")).isInstanceOf(Outcome.NoReply.class);
		assertThat(this.scene.openLanes).hasSize(1);
	}

	@Test
	void aCancelledCallsLaneIsNotUsedAgain() {
		this.scene.connected(1).call("c", policy(1000, 1)).cancel("c").call("d", policy(1000, 1));
		this.scene.message(1, Frames.ofText("", "for c"));
		assertThat(this.scene.isOpen("d")).isTrue();
		assertThat(this.scene.snapshot().lateReplies()).isEqualTo(1);
		this.scene.connected(2).plainAnswer(2, "for d");
		assertThat(this.scene.reply("d")).isEqualTo("for d");
	}

	@Test
	void aMessageNobodyAskedForCostsTheLane() {
		this.scene.connected(1).effects();
		this.scene.plainAnswer(1, "surprise");
		assertThat(this.scene.effects()).containsExactly("close 1", "lost tcp://a", "open 2 to 0");
		assertThat(this.scene.snapshot().lateReplies()).isEqualTo(1);
	}

	@Test
	void aMessageWithoutTheLeadingEmptyFrameIsIgnoredAndCounted() {
		this.scene.connected(1).call("c", policy(1000, 1));
		this.scene.message(1, Frames.ofText("x", "", "y")).message(1, Frames.NONE).message(1, Frames.ofText(""));
		assertThat(this.scene.isOpen("c")).isTrue();
		assertThat(this.scene.snapshot().malformed()).isEqualTo(3);
		this.scene.plainAnswer(1, "x");
		assertThat(this.scene.reply("c")).isEqualTo("x");
	}

	@Test
	void aLostConnectionIsReopenedAfterAPauseForTheNextAttempt() {
		this.scene.connected(1).call("c", policy(1000, 1)).at(10).effects();
		this.scene.disconnected(1).at(109);
		assertThat(this.scene.effects()).containsExactly("lost tcp://a", "close 1");
		this.scene.at(110).connected(2);
		assertThat(this.scene.effects()).containsExactly("open 2 to 0", "up tcp://a", "send 2 c");
		assertThat(this.scene.snapshot().retries()).isEqualTo(1);
	}

	@Test
	void aServerThatAcceptsAndClosesGetsNoMoreThanTheStatedAttempts() {
		this.scene.connected(1).call("other", policy(10_000, 0)).call("c", policy(5000, 2));
		for (int i = 2; i < 20; i++) {
			this.scene.at(i).connected(i).disconnected(i);
		}
		assertThat(this.scene.sent).hasSize(1 + 3);
		this.scene.at(5010);
		assertThat(this.scene.outcome("c")).isInstanceOf(Outcome.NoReply.class);
	}

	@Test
	void whenTheServerGoesOneLaneIsLeftToWaitForIt() {
		this.scene.connected(1);
		for (int i = 0; i < 3; i++) {
			this.scene.call("c" + i, policy(1000, 0));
		}
		this.scene.connected(2).connected(3).plainAnswer(1, "x").plainAnswer(2, "x").plainAnswer(3, "x");
		this.scene.disconnected(1).disconnected(2).disconnected(3).at(500);
		assertThat(this.scene.openLanes).hasSize(1);
	}

	@Test
	void atMostOnceIsSentOnceAndThenUnknown() {
		this.scene.connected(1).call("c", once(1000)).at(10).disconnected(1).at(200).connected(2).at(1000);
		assertThat(this.scene.sent).hasSize(1);
		assertThat(this.scene.outcome("c")).isInstanceOf(Outcome.Unknown.class);
	}

	@Test
	void anErrorBodyIsAFailedReply() {
		this.scene.connected(1).call("c", policy(1000, 0)).plainAnswer(1, "ERROR bad-request no such\nthing");
		Reply reply = ((Outcome.Replied) this.scene.outcome("c")).reply();
		assertThat(reply.status()).isEqualTo(ReplyStatus.ERROR);
		assertThat(reply.code()).isEqualTo("bad-request");
		assertThat(reply.reason()).isEqualTo("no such\nthing");
	}

	@Test
	void whatOnlyResemblesAnErrorIsAReply() {
		for (String body : new String[] { "ERROR", "ERROR X y", "ERROR x", "error x y", "ERROR  x" }) {
			this.scene.connected(1).call(body, policy(1000, 0)).plainAnswer(1, body);
			assertThat(((Outcome.Replied) this.scene.outcome(body)).reply().status()).as(body)
				.isEqualTo(ReplyStatus.OK);
		}
		this.scene.call("two", policy(1000, 0)).message(1, Frames.ofText("", "ERROR a b", "c"));
		assertThat(((Outcome.Replied) this.scene.outcome("two")).reply().status()).isEqualTo(ReplyStatus.OK);
	}

	@Test
	void severalEndpointsShareTheWorkAndTakeOverFromEachOther() {
		ClientScene two = ClientScene.exclusive(4, "tcp://a", "tcp://b").connected(1).connected(2);
		two.call("1", policy(1000, 1)).call("2", policy(1000, 1)).effects();
		two.plainAnswer(2, "x").at(10).disconnected(1);
		assertThat(two.effects()).containsExactly("lost tcp://a", "close 1", "send 2 1");
		two.plainAnswer(2, "y");
		assertThat(two.reply("1")).isEqualTo("y");
	}

	@Test
	void aDeadEndpointDoesNotHoldLanesTheOtherNeeds() {
		ClientScene two = ClientScene.exclusive(4, "tcp://a", "tcp://b").connected(2);
		for (int i = 0; i < 6; i++) {
			two.call("c" + i, policy(1000, 1));
		}
		assertThat(two.openLanes.values()).containsOnlyOnce(0).hasSize(4);
	}

	@Test
	void closingEndsEveryCall() {
		this.scene.connected(1).call("a", policy(1000, 0)).call("b", policy(1000, 0));
		this.scene.machine.close();
		assertThat(this.scene.outcome("a")).isEqualTo(new Outcome.Closed());
		assertThat(this.scene.outcome("b")).isEqualTo(new Outcome.Closed());
		assertThat(this.scene.openLanes).isEmpty();
	}

}
