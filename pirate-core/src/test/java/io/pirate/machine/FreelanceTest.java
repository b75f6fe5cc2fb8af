package io.pirate.machine;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.pirate.wire.CallFrame;
import io.pirate.wire.ClientCodec;
import io.pirate.wire.ClientRequest;
import io.pirate.wire.FlpCodec;
import io.pirate.wire.Frames;
import io.pirate.wire.Property;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import org.junit.jupiter.api.Test;

import static io.pirate.machine.ClientScene.once;
import static io.pirate.machine.ClientScene.policy;
import static org.assertj.core.api.Assertions.assertThat;

/** Servers and no queue between, RFC 10: heartbeats of 100 ms, three may be missed. */
class FreelanceTest {

	private static final String[] THREE = { "tcp://a", "tcp://b", "tcp://c" };

	private static ClientScene scene(FreelancePolicy policy, String... endpoints) {
		ClientScene scene = new ClientScene(new ClientSettings(List.of(endpoints), ClientProtocol.FREELANCE, false,
				1000, 4, true, new HeartbeatPolicy(Duration.ofMillis(100), 3), policy, Duration.ZERO));
		for (int lane = 1; lane <= endpoints.length; lane++) {
			scene.connected(lane);
		}
		return scene;
	}

	private static ClientScene pinging(boolean byLoad) {
		ClientScene scene = scene(new FreelancePolicy(FreelancePolicy.Strategy.PING, byLoad), THREE);
		assertThat(scene.effects()).contains("send 1 PING", "send 2 PING", "send 3 PING");
		return scene;
	}

	private static ClientScene pongs(ClientScene scene, int... lanes) {
		for (int lane : lanes) {
			scene.message(lane, FlpCodec.pong());
		}
		return scene;
	}

	private static Frames reply(ClientScene scene, int sentIndex, Reply reply) {
		ClientRequest.Ask ask = (ClientRequest.Ask) FlpCodec.decodeRequest(scene.sent.get(sentIndex));
		CallFrame call = ask.envelope().call();
		return ClientCodec.encodeReply(ask.envelope().with(reply.toCallFrame(call.origin(), call.number()).end()),
				ask.service(), reply.body(), true);
	}

	private static Frames ok(ClientScene scene, int sentIndex, String body) {
		return reply(scene, sentIndex, Reply.ok(Frames.ofText(body), null, Map.of()));
	}

	private static Frames busy(ClientScene scene, int sentIndex) {
		return reply(scene, sentIndex, Reply.failure(ReplyStatus.REJECTED, "busy", "told so"));
	}

	private static List<String> calls(ClientScene scene) {
		return scene.effects()
			.stream()
			.filter((effect) -> !effect.contains("PING") && effect.startsWith("send"))
			.toList();
	}

	@Test
	void nobodyIsAskedBeforeItAnsweredAPing() {
		ClientScene scene = pinging(false).call("1", policy(9000, 0));
		assertThat(calls(scene)).isEmpty();
		pongs(scene, 2);
		assertThat(calls(scene)).containsExactly("send 2 1");
	}

	@Test
	void theFirstLiveServerInTheStatedOrderIsAsked() {
		ClientScene scene = pongs(pinging(false), 3, 2).call("1", policy(9000, 0)).call("2", policy(9000, 0));
		assertThat(calls(scene)).containsExactly("send 2 1", "send 2 2");
		pongs(scene, 1).call("3", policy(9000, 0));
		assertThat(calls(scene)).containsExactly("send 1 3");
	}

	@Test
	void orTheOneWithTheLeastToDo() {
		ClientScene scene = pongs(pinging(true), 1, 2, 3);
		for (int i = 0; i < 6; i++) {
			scene.call("c" + i, policy(9000, 0));
		}
		assertThat(calls(scene)).containsExactly("send 1 c0", "send 2 c1", "send 3 c2", "send 1 c3", "send 2 c4",
				"send 3 c5");
	}

	@Test
	void theServiceTravelsInTheControlFrame() {
		ClientScene scene = pongs(pinging(false), 1).ask("orders", "1", policy(9000, 0));
		ClientRequest.Ask ask = (ClientRequest.Ask) FlpCodec.decodeRequest(lastOf(scene));
		assertThat(ask.service().text()).isEqualTo("orders");
		assertThat(ask.body()).isEqualTo(Frames.ofText("1"));
		assertThat(ask.envelope().call().number(Property.ATTEMPT, 0)).isEqualTo(1);
	}

	private static Frames lastOf(ClientScene scene) {
		return scene.sent.get(scene.sent.size() - 1);
	}

	@Test
	void aServerThatAnswersNoPingsIsLeftWithinItsTimeToLive() {
		ClientScene scene = pongs(pinging(false), 1, 2).call("1", policy(9000, 2)).call("2", once(9000));
		assertThat(calls(scene)).containsExactly("send 1 1", "send 1 2");
		for (int i = 1; i <= 3; i++) {
			pongs(scene.at(i * 100 + 10), 2);
		}
		assertThat(calls(scene)).as("the one that must not be repeated stays").containsExactly("send 2 1");
		scene.call("3", policy(9000, 0));
		assertThat(calls(scene)).containsExactly("send 2 3");
		pongs(scene.at(500).connected(4), 4).call("4", policy(9000, 0));
		assertThat(calls(scene)).as("on a fresh socket").containsExactly("send 4 4");
	}

	@Test
	void callsOfALostConnectionMoveAtOnce() {
		ClientScene scene = pongs(pinging(false), 1, 2).call("1", policy(9000, 2)).at(50).disconnected(1);
		assertThat(calls(scene)).containsExactly("send 1 1", "send 2 1");
		scene.connected(1).call("2", policy(9000, 0));
		assertThat(calls(scene)).as("it has to answer a ping again").containsExactly("send 2 2");
	}

	@Test
	void aFullServerIsLeftForTheNextOneWithinTheAttempt() {
		ClientScene scene = pongs(pinging(false), 1, 2).call("1", once(9000));
		int first = scene.sent.size() - 1;
		scene.message(1, busy(scene, first));
		assertThat(calls(scene)).containsExactly("send 1 1", "send 2 1");
		scene.message(2, ok(scene, first + 1, "there"));
		assertThat(scene.reply("1")).isEqualTo("there");
	}

	@Test
	void ifAllAreFullTheCallIsRejected() {
		ClientScene scene = pongs(pinging(false), 1, 2).call("1", policy(9000, 2));
		int first = scene.sent.size() - 1;
		scene.message(1, busy(scene, first)).message(2, busy(scene, first + 1));
		assertThat(((Outcome.Replied) scene.outcome("1")).reply().code()).isEqualTo("busy");
		assertThat(calls(scene)).as("one for each server").containsExactly("send 1 1", "send 2 1");
	}

	@Test
	void failoverAsksOneServerAfterTheOtherWithoutPings() {
		ClientScene scene = scene(new FreelancePolicy(FreelancePolicy.Strategy.FAILOVER, false), THREE);
		scene.call("1", policy(50, 2)).at(120);
		assertThat(scene.effects()).filteredOn((effect) -> effect.startsWith("send"))
			.containsExactly("send 1 1", "send 2 1", "send 1 1");
	}

	@Test
	void failoverStaysAwayFromASilentServer() {
		ClientScene scene = scene(new FreelancePolicy(FreelancePolicy.Strategy.FAILOVER, false), THREE);
		scene.call("1", policy(200, 2)).at(201).message(2, ok(scene, 1, "x")).call("2", policy(200, 0));
		assertThat(calls(scene)).containsExactly("send 1 1", "send 2 1", "send 2 2");
	}

	@Test
	void shotgunAsksEverybodyAndTakesTheFirstReply() {
		ClientScene scene = scene(new FreelancePolicy(FreelancePolicy.Strategy.SHOTGUN, false), THREE);
		scene.call("1", policy(1000, 1));
		assertThat(calls(scene)).containsExactlyInAnyOrder("send 1 1", "send 2 1", "send 3 1");
		scene.message(3, busy(scene, indexOf(scene, ClientScene.FIRST_ORIGIN + 2)));
		scene.message(2, ok(scene, indexOf(scene, ClientScene.FIRST_ORIGIN), "forged"));
		assertThat(scene.isOpen("1")).as("the reply must know its server's secret").isTrue();
		scene.message(2, ok(scene, indexOf(scene, ClientScene.FIRST_ORIGIN + 1), "second"));
		assertThat(scene.reply("1")).isEqualTo("second");
		scene.message(1, ok(scene, indexOf(scene, ClientScene.FIRST_ORIGIN), "late"));
		assertThat(scene.snapshot().endpoints()).allMatch((view) -> view.inFlight() == 0);
	}

	private static int indexOf(ClientScene scene, long origin) {
		for (int i = 0; i < scene.sent.size(); i++) {
			ClientRequest.Ask ask = (ClientRequest.Ask) FlpCodec.decodeRequest(scene.sent.get(i));
			if (ask.envelope().call().origin() == origin) {
				return i;
			}
		}
		throw new AssertionError("nothing was sent there");
	}

	@Test
	void shotgunIsRejectedOnlyByAll() {
		ClientScene scene = scene(new FreelancePolicy(FreelancePolicy.Strategy.SHOTGUN, false), THREE);
		scene.call("1", policy(1000, 1));
		for (int lane = 1; lane <= 3; lane++) {
			assertThat(scene.isOpen("1")).isTrue();
			scene.message(lane, busy(scene, indexOf(scene, ClientScene.FIRST_ORIGIN + lane - 1)));
		}
		assertThat(((Outcome.Replied) scene.outcome("1")).reply().code()).isEqualTo("busy");
	}

	@Test
	void atMostOnceIsNoShotgun() {
		ClientScene scene = scene(new FreelancePolicy(FreelancePolicy.Strategy.SHOTGUN, false), THREE);
		scene.call("1", once(1000));
		assertThat(calls(scene)).containsExactly("send 1 1");
	}

	@Test
	void closingLeavesNoAlarm() {
		ClientScene scene = pongs(pinging(false), 1, 2, 3).call("1", policy(1000, 1));
		scene.machine.close();
		assertThat(scene.hasAlarm()).isFalse();
		assertThat(scene.openLanes).isEmpty();
	}

}
