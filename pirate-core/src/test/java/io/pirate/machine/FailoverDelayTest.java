package io.pirate.machine;

import java.time.Duration;
import java.util.List;

import io.pirate.wire.Frames;
import io.pirate.wire.Property;
import org.junit.jupiter.api.Test;

import static io.pirate.machine.ClientScene.once;
import static io.pirate.machine.ClientScene.policy;
import static org.assertj.core.api.Assertions.assertThat;

/** What was sent to a lost endpoint is not sent again before a stated time is over. */
class FailoverDelayTest {

	private final ClientScene scene = new ClientScene(
			new ClientSettings(List.of("tcp://a", "tcp://b"), ClientProtocol.AUTO, false, 1000, 4, false)
				.withFailoverDelay(Duration.ofMillis(500)))
		.connected(1)
		.connected(2);

	@Test
	void callsOfALostConnectionWaitWhileNewOnesGoElsewhereAtOnce() {
		this.scene.call("c", policy(5000, 1)).at(300).disconnected(1).call("new", policy(5000, 1)).effects();
		this.scene.at(799);
		assertThat(this.scene.sent).hasSize(2);
		assertThat(this.scene.at(800).effects()).containsExactly("send 2 c");
		assertThat(this.scene.callFrame(2).number(Property.ATTEMPT, 0)).isEqualTo(2);
	}

	@Test
	void newCallsDoNotWait() {
		this.scene.call("c", policy(5000, 1)).at(300).disconnected(1).effects();
		assertThat(this.scene.call("new", policy(5000, 1)).effects()).containsExactly("send 2 new");
	}

	@Test
	void whoComesBackMayBeSomebodyElseSoTheyWaitThere() {
		this.scene.call("c", policy(5000, 1)).at(300).disconnected(1).at(400).connected(1).effects();
		assertThat(this.scene.at(799).effects()).isEmpty();
		assertThat(this.scene.at(800).effects()).containsExactly("send 1 c");
	}

	@Test
	void anAttemptThatEndsMeanwhileCountsAndIsNotSent() {
		this.scene.call("c", policy(450, 3)).at(300).disconnected(1).effects();
		assertThat(this.scene.at(799).effects()).isEmpty();
		assertThat(this.scene.at(800).effects()).containsExactly("send 2 c");
		assertThat(this.scene.callFrame(1).number(Property.ATTEMPT, 0)).isEqualTo(2);
	}

	@Test
	void whoHasNoAttemptLeftEndsInTime() {
		this.scene.call("c", policy(450, 0)).at(300).disconnected(1).at(450);
		assertThat(this.scene.outcome("c")).isInstanceOf(Outcome.NoReply.class);
		this.scene.at(900);
		assertThat(this.scene.sent).hasSize(1);
	}

	@Test
	void whatMustNotBeRepeatedIsNotSentLaterEither() {
		this.scene.call("c", once(900)).at(300).disconnected(1).at(5000);
		assertThat(this.scene.outcome("c")).isInstanceOf(Outcome.Unknown.class);
		assertThat(this.scene.sent).hasSize(1);
	}

	@Test
	void eachWaitsFromItsOwnLoss() {
		this.scene.call("1", policy(5000, 3)).call("2", policy(5000, 3));
		this.scene.at(300).disconnected(1).at(500).disconnected(2).connected(1).effects();
		assertThat(this.scene.at(800).effects()).containsExactly("send 1 1");
		assertThat(this.scene.at(999).effects()).isEmpty();
		assertThat(this.scene.at(1000).effects()).containsExactly("send 1 2");
	}

	@Test
	void callsOfASilentEndpointWaitToo() {
		fourCallsOfWhichTwoAreAtASilentOne();
		assertThat(this.scene.at(1499).effects()).as("nothing is sent again").containsExactly("open 3 to 0");
		this.scene.call("new", policy(1000, 3));
		assertThat(this.scene.effects()).containsExactly("send 2 new");
		assertThat(this.scene.at(1500).effects()).containsExactlyInAnyOrder("send 2 1", "send 2 3");
	}

	@Test
	void whoIsHeardAgainGetsTheRepeatBecauseItKnowsTheCall() {
		fourCallsOfWhichTwoAreAtASilentOne();
		this.scene.at(1100).connected(3).at(1200).effects();
		assertThat(this.scene.message(1, Frames.ofText("anything")).effects()).containsExactly("send 3 1");
		assertThat(this.scene.at(1590).effects()).as("the other one is waited for there").isEmpty();
	}

	@Test
	void nothingIsLeftWhenTheClientCloses() {
		this.scene.call("c", policy(5000, 1)).at(300).disconnected(1);
		this.scene.machine.close();
		assertThat(this.scene.hasAlarm()).isFalse();
	}

	private void fourCallsOfWhichTwoAreAtASilentOne() {
		this.scene.call("1", policy(1000, 3)).call("2", policy(1000, 3)).at(600);
		this.scene.call("3", policy(1000, 3)).call("4", policy(1000, 3));
		this.scene.at(900).answer(2, 1, "x").answer(2, 3, "x").effects();
	}

}
