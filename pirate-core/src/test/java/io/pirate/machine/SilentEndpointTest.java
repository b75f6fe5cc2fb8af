package io.pirate.machine;

import java.util.List;
import java.util.Map;

import io.pirate.wire.CallFrame;
import io.pirate.wire.ClientCodec;
import io.pirate.wire.ClientRequest;
import io.pirate.wire.Frames;
import io.pirate.wire.Property;
import io.pirate.wire.Reply;
import org.junit.jupiter.api.Test;

import static io.pirate.machine.ClientScene.once;
import static io.pirate.machine.ClientScene.policy;
import static org.assertj.core.api.Assertions.assertThat;

/** An endpoint that is connected and says nothing, beside one that answers. */
class SilentEndpointTest {

	private final ClientScene scene = ClientScene.shared("tcp://a", "tcp://b");

	private ClientScene bothConnected() {
		this.scene.connected(1).connected(2).effects();
		return this.scene;
	}

	/** Four calls, of which the first and the third are at the first endpoint. */
	private ClientScene fourCalls() {
		bothConnected().call("1", policy(1000, 3)).call("2", policy(1000, 3));
		return this.scene.at(500).call("3", policy(1000, 3)).call("4", policy(1000, 3));
	}

	@Test
	void theFirstSilentAttemptMovesEveryCallOfThatEndpoint() {
		fourCalls().at(900).answer(2, 1, "x").answer(2, 3, "x").effects();
		this.scene.at(1000);
		assertThat(this.scene.effects()).containsExactly("open 3 to 0", "send 2 3", "send 2 1");
		assertThat(this.scene.callFrame(4).number(Property.ATTEMPT, 0)).as("the younger call").isEqualTo(2);
		assertThat(suspects()).containsExactly("tcp://a");
	}

	@Test
	void movedCallsHaveTheFullTimeOfTheirNextAttempt() {
		fourCalls().at(900).answer(2, 1, "x").answer(2, 3, "x").at(1500).connected(3).at(1999);
		assertThat(this.scene.sent).hasSize(6);
		this.scene.at(2000);
		assertThat(this.scene.sent).hasSize(8);
	}

	@Test
	void newCallsGoElsewhereWhateverIsOutstandingThere() {
		fourCalls().at(900).answer(2, 1, "x").at(1000).effects();
		for (int i = 0; i < 20; i++) {
			this.scene.call("more" + i, policy(1000, 0));
		}
		assertThat(this.scene.effects()).hasSize(20).allMatch((effect) -> effect.startsWith("send 2 "));
	}

	@Test
	void whatMustNotBeRepeatedStaysAndMayBeAnsweredYet() {
		bothConnected().call("1", policy(1000, 3)).call("2", policy(9000, 0)).call("3", once(9000));
		this.scene.call("4", policy(9000, 0)).call("5", policy(9000, 0)).at(900).answer(2, 1, "x").effects();
		this.scene.at(1000);
		assertThat(this.scene.effects()).containsExactly("open 3 to 0", "send 2 1");
		this.scene.answer(1, 2, "late").answer(1, 4, "late");
		assertThat(this.scene.reply("3")).isEqualTo("late");
		assertThat(this.scene.reply("5")).isEqualTo("late");
	}

	@Test
	void anyWordFromThereEndsTheSuspicion() {
		fourCalls().at(900).answer(2, 1, "x").at(1000).connected(3).message(1, Frames.ofText("anything"));
		this.scene.effects();
		assertThat(suspects()).isEmpty();
		this.scene.call("more", policy(1000, 0));
		assertThat(this.scene.effects()).as("the one with the least to do").containsExactly("send 3 more");
	}

	@Test
	void whoComesBackOnAFreshConnectionIsNotSuspect() {
		fourCalls().at(900).answer(2, 1, "x").at(1000).disconnected(1).at(1010).connected(3);
		assertThat(suspects()).isEmpty();
	}

	@Test
	void oneCallAtATimeFindsOutWhetherAForeignerIsBack() {
		fourCalls().at(900).answer(2, 1, "x").answer(2, 3, "x").at(1000).connected(3).effects();
		this.scene.call("a", policy(600, 0)).at(1100).call("b", policy(600, 2));
		assertThat(this.scene.effects()).as("too soon, and not with a last attempt")
			.containsExactly("send 2 a", "send 2 b");
		this.scene.at(1550).answer(2, 4, "x").answer(2, 5, "x").at(2050).effects();
		this.scene.call("c", policy(600, 0)).call("d", policy(600, 2)).call("e", policy(600, 2));
		assertThat(this.scene.effects()).containsExactly("send 2 c", "send 3 d", "send 2 e");
	}

	@Test
	void aQueueOfOursIsAskedWithoutACall() {
		bothConnected().call("0", policy(1000, 3))
			.queueAnswer(1, 0, Reply.ok(Frames.ofText("x"), null, Map.of()), 0, false);
		this.scene.call("b", policy(9000, 0)).call("1", policy(1000, 3)).at(900).answer(2, 1, "x").effects();
		this.scene.at(1600);
		assertThat(this.scene.probes).as("no lane to ask on").isEmpty();
		this.scene.connected(3).at(3000);
		assertThat(this.scene.probes).hasSize(3);
		ClientRequest.Ask probe = (ClientRequest.Ask) ClientCodec.decodeRequest(this.scene.probes.get(0));
		assertThat(probe.service().text()).isEqualTo("mmi.service");
		CallFrame call = probe.envelope().call();
		int before = this.scene.probes.size();
		this.scene.message(3, ClientCodec.encodeReply(probe.envelope().with(CallFrame.of(call.origin(), call.number())),
				probe.service(), Frames.ofText("200"), true));
		assertThat(suspects()).doesNotContain("tcp://a");
		assertThat(this.scene.snapshot().lateReplies()).isZero();
		this.scene.at(9000);
		assertThat(this.scene.probes).as("no more questions").hasSize(before);
	}

	@Test
	void withNobodyElseThereIsNothingToSuspect() {
		ClientScene alone = ClientScene.shared("tcp://a").connected(1);
		alone.call("1", policy(1000, 1)).at(300).call("2", policy(1000, 1)).at(1000).connected(2);
		assertThat(alone.sent).hasSize(3);
		alone.at(1300);
		assertThat(alone.sent).hasSize(4);
	}

	@Test
	void impatientCallersDoNotMakeSuspects() {
		bothConnected().call("long", policy(60_000, 3)).call("b", policy(60_000, 0)).call("quick", policy(50, 0));
		this.scene.at(800);
		assertThat(suspects()).isEmpty();
		assertThat(this.scene.sent).hasSize(3);
	}

	@Test
	void figuresOfMovedCallsReturnToZero() {
		fourCalls().at(900).answer(2, 1, "x").at(1000).at(60_000);
		assertThat(this.scene.snapshot().endpoints()).allMatch((view) -> view.inFlight() == 0);
		assertThat(this.scene.snapshot().inFlight()).isZero();
	}

	private List<String> suspects() {
		return this.scene.snapshot()
			.endpoints()
			.stream()
			.filter(ClientSnapshot.EndpointView::suspect)
			.map(ClientSnapshot.EndpointView::endpoint)
			.toList();
	}

}
