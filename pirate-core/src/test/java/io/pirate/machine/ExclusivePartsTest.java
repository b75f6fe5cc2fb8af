package io.pirate.machine;

import java.nio.charset.StandardCharsets;

import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import org.junit.jupiter.api.Test;

import static io.pirate.machine.ClientScene.policy;
import static org.assertj.core.api.Assertions.assertThat;

/** PARTIAL and FINAL of RFC 18 on a lane of its own, where nobody can be told to wait. */
class ExclusivePartsTest {

	private static final int PARTIAL = 2;

	private static final int FINAL = 3;

	private final ClientScene scene = ClientScene.of(ClientProtocol.AUTO, true, "tcp://a").connected(1);

	private void receive(int lane, int command, byte[] body) {
		this.scene.message(lane, Frames.of("MDPC02".getBytes(StandardCharsets.UTF_8), new byte[] { (byte) command },
				"rows".getBytes(StandardCharsets.UTF_8), body));
	}

	private void receive(int lane, int command, String body) {
		receive(lane, command, body.getBytes(StandardCharsets.UTF_8));
	}

	private Reply reply(String name) {
		return ((Outcome.Replied) this.scene.outcome(name)).reply();
	}

	@Test
	void partsComeUntilTheFinalOneAndTheLaneIsUsedAgain() {
		this.scene.stream("s", policy(1000, 3));
		receive(1, PARTIAL, "a");
		receive(1, PARTIAL, "b");
		receive(1, FINAL, "c");
		assertThat(this.scene.parts("s")).containsExactly("a", "b", "c");
		assertThat(reply("s").isEnd()).isTrue();
		this.scene.effects();
		this.scene.stream("next", policy(1000, 3));
		assertThat(this.scene.effects()).containsExactly("send 1 next");
	}

	@Test
	void anEmptyFinalPartOnlySaysThatNoneFollows() {
		this.scene.stream("s", policy(1000, 3));
		receive(1, PARTIAL, "a");
		receive(1, FINAL, "");
		assertThat(this.scene.parts("s")).containsExactly("a");
		this.scene.stream("none", policy(1000, 3));
		receive(1, FINAL, "");
		assertThat(this.scene.parts("none")).isEmpty();
		assertThat(reply("none").isEnd()).isTrue();
	}

	@Test
	void anOrdinaryCallGetsTheLastPart() {
		this.scene.ask("rows", "c", policy(1000, 3));
		receive(1, PARTIAL, "a");
		receive(1, FINAL, "b");
		assertThat(reply("c").body().text(0)).isEqualTo("b");
		this.scene.ask("rows", "d", policy(1000, 3));
		receive(1, PARTIAL, "a");
		receive(1, FINAL, "");
		assertThat(reply("d").body().text(0)).isEqualTo("a");
		this.scene.ask("rows", "e", policy(1000, 3));
		receive(1, FINAL, "");
		assertThat(reply("e").body().text(0)).isEmpty();
		assertThat(reply("e").isEnd()).isFalse();
	}

	@Test
	void aFailureEndsTheStream() {
		this.scene.stream("s", policy(1000, 3));
		receive(1, PARTIAL, "ERROR no failure");
		receive(1, FINAL, "ERROR handler-failed oh");
		assertThat(this.scene.parts("s")).containsExactly("ERROR no failure");
		assertThat(reply("s").code()).isEqualTo("handler-failed");
	}

	@Test
	void takingGivesNoCreditAndTheClockGoesOn() {
		this.scene.stream("s", policy(1000, 3));
		for (int i = 0; i < 100; i++) {
			receive(1, PARTIAL, "x");
		}
		this.scene.effects();
		this.scene.taken("s", 100, 100);
		assertThat(this.scene.effects()).isEmpty();
		this.scene.at(1000);
		assertThat(this.scene.outcome("s")).isInstanceOf(Outcome.Unknown.class);
		assertThat(this.scene.effects()).containsExactly("close 1", "lost tcp://a", "open 2 to 0");
	}

	@Test
	void whatIsNotTakenIsBounded() {
		this.scene.stream("s", policy(1000, 3));
		for (int i = 0; i < 16; i++) {
			receive(1, PARTIAL, new byte[1024 * 1024]);
		}
		assertThat(this.scene.isOpen("s")).isTrue();
		receive(1, PARTIAL, "x");
		assertThat(reply("s").status()).isEqualTo(ReplyStatus.REJECTED);
		assertThat(reply("s").code()).isEqualTo("too-slow");
		assertThat(this.scene.openLanes).as("nobody reads the rest").doesNotContainKey(1);
	}

	@Test
	void cancellingClosesTheLane() {
		this.scene.stream("s", policy(1000, 3));
		receive(1, PARTIAL, "x");
		this.scene.effects();
		this.scene.cancel("s");
		assertThat(this.scene.effects()).containsExactly("close 1", "lost tcp://a", "open 2 to 0");
	}

	@Test
	void aLostConnectionInTheMiddleEndsTheStreamAndPausesBeforeTheNext() {
		this.scene.stream("s", policy(1000, 3));
		receive(1, PARTIAL, "x");
		this.scene.at(10).effects();
		this.scene.disconnected(1);
		assertThat(reply("s").code()).isEqualTo("stream-broken");
		assertThat(this.scene.effects()).containsExactly("lost tcp://a", "close 1");
		this.scene.at(110);
		assertThat(this.scene.effects()).containsExactly("open 2 to 0");
	}

	@Test
	void aPlainReplyIsOnePart() {
		ClientScene old = ClientScene.of(ClientProtocol.MDP01, true, "tcp://a").connected(1);
		old.stream("s", policy(1000, 3)).message(1, Frames.ofText("", "MDPC01", "rows", "all"));
		assertThat(old.parts("s")).containsExactly("all");
		assertThat(((Outcome.Replied) old.outcome("s")).reply().isEnd()).isTrue();
	}

}
