package io.pirate.machine;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static io.pirate.machine.ClientScene.policy;
import static org.assertj.core.api.Assertions.assertThat;

/** Endpoints that come and go while calls are open. */
class ChangingEndpointsTest {

	private final ClientScene scene = ClientScene.shared("tcp://a", "tcp://b");

	private ClientScene bothConnected() {
		this.scene.connected(1).connected(2).effects();
		return this.scene;
	}

	@Test
	void aNewEndpointIsConnectedAndAsked() {
		bothConnected().call("1", policy(9000, 0)).call("2", policy(9000, 0)).effects();
		this.scene.endpoints("tcp://a", "tcp://b", "tcp://c").connected(3).call("3", policy(9000, 0));
		assertThat(this.scene.effects()).containsExactly("open 3 to 2", "up tcp://c", "send 3 3");
	}

	@Test
	void aRemovedEndpointGetsNothingNewAndAnswersWhatItHas() {
		bothConnected().call("1", policy(9000, 0)).call("2", policy(9000, 0)).effects();
		this.scene.endpoints("tcp://b").call("3", policy(9000, 0)).call("4", policy(9000, 0));
		assertThat(this.scene.effects()).containsExactly("send 2 3", "send 2 4");
		assertThat(this.scene.snapshot().endpoints()).hasSize(2);
		this.scene.at(100).answer(1, 0, "done");
		assertThat(this.scene.reply("1")).isEqualTo("done");
		assertThat(this.scene.effects()).containsExactly("close 1", "lost tcp://a");
		assertThat(this.scene.snapshot().endpoints()).hasSize(1);
	}

	@Test
	void anIdleEndpointIsClosedAtOnce() {
		bothConnected().endpoints("tcp://b");
		assertThat(this.scene.effects()).containsExactly("close 1", "lost tcp://a");
		assertThat(this.scene.hasAlarm()).isFalse();
	}

	@Test
	void aRepeatLeavesTheRemovedEndpoint() {
		bothConnected().call("1", policy(1000, 3)).endpoints("tcp://b").effects();
		this.scene.at(1000).answer(2, 1, "there");
		assertThat(this.scene.reply("1")).isEqualTo("there");
		assertThat(this.scene.effects()).containsExactly("send 2 1", "close 1", "lost tcp://a");
	}

	@Test
	void callsOfARemovedEndpointThatIsLostMove() {
		bothConnected().call("1", policy(9000, 3)).endpoints("tcp://b").effects();
		this.scene.at(10).disconnected(1);
		assertThat(this.scene.effects()).containsExactly("lost tcp://a", "send 2 1");
	}

	@Test
	void whoIsWantedAgainGoesOn() {
		bothConnected().call("1", policy(9000, 0)).call("2", policy(9000, 0)).endpoints("tcp://b");
		this.scene.endpoints("tcp://a", "tcp://b").answer(1, 0, "x").effects();
		this.scene.call("3", policy(9000, 0));
		assertThat(this.scene.effects()).containsExactly("send 1 3");
	}

	@Test
	void callsWaitWhileNobodyIsKnown() {
		ClientScene nowhere = ClientScene.shared().call("1", policy(1000, 1));
		nowhere.at(100).endpoints("tcp://a").connected(1);
		assertThat(nowhere.effects()).containsExactly("open 1 to 0", "up tcp://a", "send 1 1");
	}

	@Test
	void theExclusiveLaneFollowsToo() {
		ClientScene exclusive = ClientScene.exclusive(4, "tcp://a").connected(1).call("1", policy(9000, 0));
		exclusive.effects();
		exclusive.endpoints("tcp://b").connected(2).call("2", policy(9000, 0));
		assertThat(exclusive.effects()).containsExactly("open 2 to 1", "up tcp://b", "send 2 2");
		exclusive.plainAnswer(1, "done");
		assertThat(exclusive.reply("1")).isEqualTo("done");
		assertThat(exclusive.effects()).containsExactly("close 1", "lost tcp://a");
	}

	/** More changes than there are bits for endpoints. */
	@Test
	void endpointsMayChangeForEver() {
		bothConnected();
		for (int i = 0; i < 500; i++) {
			List<String> wanted = new ArrayList<>();
			for (int j = 0; j < 1 + i % 7; j++) {
				wanted.add("tcp://" + (i + j));
			}
			this.scene.endpoints(wanted.toArray(String[]::new));
			this.scene.openLanes.keySet().stream().toList().forEach(this.scene::connected);
			this.scene.call("c" + i, policy(9000, 0));
			assertThat(this.scene.effects()).anyMatch((effect) -> effect.startsWith("send "));
			this.scene.openLanes.keySet().stream().toList().forEach((each) -> this.scene.answer(each, lastSent(), "x"));
			assertThat(this.scene.reply("c" + i)).isEqualTo("x");
		}
		assertThat(this.scene.openLanes.size()).isLessThanOrEqualTo(7);
	}

	private int lastSent() {
		return this.scene.sent.size() - 1;
	}

}
