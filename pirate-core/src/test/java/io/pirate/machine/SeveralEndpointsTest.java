package io.pirate.machine;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.PlainCodec;
import io.pirate.wire.Property;
import org.junit.jupiter.api.Test;

import static io.pirate.machine.ClientScene.once;
import static io.pirate.machine.ClientScene.policy;
import static org.assertj.core.api.Assertions.assertThat;

/** Endpoints that can replace each other: balance and failover. */
class SeveralEndpointsTest {

	private final ClientScene scene = ClientScene.shared("tcp://a", "tcp://b");

	private ClientScene bothConnected() {
		this.scene.connected(1).connected(2).effects();
		return this.scene;
	}

	@Test
	void callsGoWhereTheLeastIsOutstandingAndTakeTurnsIfEqual() {
		bothConnected().call("1", policy(9000, 0)).call("2", policy(9000, 0)).call("3", policy(9000, 0));
		assertThat(this.scene.effects()).containsExactly("send 1 1", "send 2 2", "send 1 3");
		this.scene.answer(1, 0, "x").answer(1, 2, "x").call("4", policy(9000, 0)).call("5", policy(9000, 0));
		assertThat(this.scene.effects()).containsExactly("send 1 4", "send 2 5");
	}

	@Test
	void onlyConnectedEndpointsAreAsked() {
		this.scene.connected(2).effects();
		this.scene.call("1", policy(9000, 0)).call("2", policy(9000, 0));
		assertThat(this.scene.effects()).containsExactly("send 2 1", "send 2 2");
	}

	@Test
	void everyEndpointHasAnOriginOfItsOwn() {
		bothConnected().call("1", policy(9000, 0)).call("2", policy(9000, 0));
		assertThat(this.scene.callFrame(0).origin()).isNotEqualTo(this.scene.callFrame(1).origin());
	}

	@Test
	void aRepeatGoesToTheNextEndpointIfNothingWasHeard() {
		bothConnected().call("c", policy(1000, 2)).at(1000);
		assertThat(this.scene.effects()).containsExactly("send 1 c", "open 3 to 0", "send 2 c");
		assertThat(this.scene.callFrame(1).number(Property.ATTEMPT, 0)).isEqualTo(2);
	}

	@Test
	void aRepeatStaysWhereSomethingWasHeard() {
		bothConnected().call("c", policy(1000, 2)).at(10).message(1, Frames.ofText("anything")).at(1000);
		assertThat(this.scene.effects()).containsExactly("send 1 c", "send 1 c");
	}

	@Test
	void theFirstAnswerWinsWhereverItComesFrom() {
		bothConnected().call("c", policy(1000, 2)).at(1100).answer(1, 0, "slow").answer(2, 1, "second");
		assertThat(this.scene.reply("c")).isEqualTo("slow");
		assertThat(this.scene.snapshot().lateReplies()).isEqualTo(1);
	}

	@Test
	void anEndpointThatWasNeverAskedCannotAnswer() {
		bothConnected().call("c", policy(1000, 2));
		CallFrame guess = CallFrame.of(ClientScene.FIRST_ORIGIN + 1, this.scene.callFrame(0).number());
		this.scene.message(2, PlainCodec.encode(new Envelope(Frames.NONE, guess), Frames.ofText("forged")));
		assertThat(this.scene.isOpen("c")).isTrue();
		assertThat(this.scene.snapshot().lateReplies()).isEqualTo(1);
	}

	@Test
	void callsOfALostEndpointMoveAtOnceAsTheirNextAttempt() {
		bothConnected().call("c", policy(1000, 1)).at(300).disconnected(1);
		assertThat(this.scene.effects()).containsExactly("send 1 c", "lost tcp://a", "send 2 c");
		assertThat(this.scene.callFrame(1).number(Property.ATTEMPT, 0)).isEqualTo(2);
		this.scene.at(1299);
		assertThat(this.scene.isOpen("c")).as("the new attempt has its full time").isTrue();
		this.scene.at(1300);
		assertThat(((Outcome.NoReply) this.scene.outcome("c")).endpoints()).containsExactly("tcp://a", "tcp://b");
	}

	@Test
	void withoutAttemptsLeftNothingIsSentAgain() {
		bothConnected().call("c", policy(1000, 0)).at(300).disconnected(1);
		assertThat(this.scene.effects()).containsExactly("send 1 c", "lost tcp://a");
		this.scene.at(500).connected(1);
		assertThat(this.scene.effects()).containsExactly("up tcp://a");
	}

	@Test
	void atMostOnceDoesNotMove() {
		bothConnected().call("c", once(1000)).at(300).disconnected(1).at(400).connected(1).at(1000);
		assertThat(this.scene.sent).hasSize(1);
		assertThat(this.scene.outcome("c")).isInstanceOf(Outcome.Unknown.class);
	}

	@Test
	void callsOfALostEndpointMoveAlsoIfTheOtherComesLater() {
		this.scene.connected(1).call("c", policy(1000, 1)).at(100).disconnected(1).at(200).effects();
		this.scene.connected(2);
		assertThat(this.scene.effects()).containsExactly("up tcp://b", "send 2 c");
	}

	@Test
	void aLeavingQueueHandsItsCallsToTheOtherWithoutAnAttempt() {
		bothConnected().call("c", once(1000)).reject(1, 0, "shutting-down");
		assertThat(this.scene.effects()).containsExactly("send 1 c", "send 2 c");
		assertThat(this.scene.callFrame(1).number(Property.ATTEMPT, 0)).isEqualTo(1);
		this.scene.answer(2, 1, "x").call("d", policy(1000, 0)).call("e", policy(1000, 0));
		assertThat(this.scene.effects()).containsExactly("send 2 d", "send 2 e");
	}

	@Test
	void twoLeavingQueuesDoNotPlayPingPong() {
		bothConnected().call("c", policy(400, 1)).reject(1, 0, "shutting-down").reject(2, 1, "shutting-down");
		assertThat(this.scene.sent).hasSize(2);
		this.scene.at(800);
		assertThat(((Outcome.Replied) this.scene.outcome("c")).reply().code()).isEqualTo("shutting-down");
	}

	@Test
	void whileBothStandByTheCallComesBackNowAndThenWithoutAnAttemptOfItsOwn() {
		bothConnected().call("c", policy(2000, 0)).reject(1, 0, "passive").reject(2, 1, "passive");
		this.scene.at(200);
		assertThat(this.scene.sent).hasSize(2);
		this.scene.at(260).reject(1, 2, "passive").reject(2, 3, "passive");
		assertThat(this.scene.sent).hasSize(4);
		this.scene.at(520).answer(1, 4, "x");
		assertThat(this.scene.reply("c")).isEqualTo("x");
		assertThat(this.scene.snapshot().retries()).isZero();
	}

	@Test
	void aRefusalThatComesTwiceDoesNotEndWhatIsAskedAgain() {
		bothConnected().call("c", policy(9000, 0)).reject(1, 0, "passive").reject(2, 1, "passive").at(1000);
		assertThat(this.scene.sent).hasSize(3);
		this.scene.reject(2, 1, "busy");
		assertThat(this.scene.isOpen("c")).isTrue();
		this.scene.answer(1, 2, "active now");
		assertThat(this.scene.reply("c")).isEqualTo("active now");
	}

	@Test
	void aRejectionOfAnAbandonedAttemptDoesNotEndTheCall() {
		bothConnected().call("c", policy(1000, 1)).at(1100).reject(1, 0, "busy");
		assertThat(this.scene.isOpen("c")).isTrue();
		this.scene.answer(2, 1, "x");
		assertThat(this.scene.reply("c")).isEqualTo("x");
	}

	@Test
	void outstandingFiguresReturnToZero() {
		bothConnected().call("1", policy(1000, 2)).call("2", policy(1000, 2)).at(1500).disconnected(2).at(1600);
		this.scene.connected(2).cancel("1").cancel("2");
		assertThat(this.scene.snapshot().endpoints()).allMatch((view) -> view.inFlight() == 0);
	}

}
