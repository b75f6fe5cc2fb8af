package io.pirate.machine;

import java.util.List;
import java.util.Map;

import io.pirate.wire.CallFrame;
import io.pirate.wire.ClientDialect;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.ServiceName;
import io.pirate.wire.TspCodec;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What transcripts cannot say of rights. */
class AdmissionTest {

	private static final ServiceName ORDERS = new ServiceName("orders");

	private static final Peer SHOP = Peer.named("shop", List.of("titanic.*", "orders"), List.of());

	private final BrokerStage stage = new BrokerStage(QueueSettings.defaults(1 << 28));

	@Test
	void whatATitanicStoresMustBeAllowedToWhoSubmitsIt() {
		this.stage.say("titanic", new WorkerCommand.Ready(WorkerDialect.MAJORDOMO_02, TspCodec.REQUEST), 0);
		this.stage.effects();
		submit(1, new ServiceName("prices"));
		assertThat(this.stage.effects()).containsExactly("told that shop may not call prices",
				"client c ANSWER 1 from titanic.request ERROR denied this peer may not call that service"
						+ " {:code=denied, :status=rejected}",
				"rejected denied");
		submit(2, ORDERS);
		assertThat(this.stage.effects()).hasSize(1).first().asString().startsWith("worker titanic REQUEST");
	}

	@Test
	void whatIsNoRequestToATitanicIsForTheTitanicToSay() {
		this.stage.say("titanic", new WorkerCommand.Ready(WorkerDialect.MAJORDOMO_02, TspCodec.REQUEST), 0);
		this.stage.effects();
		ask(1, TspCodec.REQUEST, Frames.of(new byte[] { 0 }));
		assertThat(this.stage.effects()).hasSize(1).first().asString().startsWith("worker titanic REQUEST");
	}

	@Test
	void everythingIsCountedAndTheFirstCasesAreTold() {
		for (int i = 0; i < 100; i++) {
			ask(i, new ServiceName("invented" + i), Frames.ofText("x"));
		}
		assertThat(this.stage.effects().stream().filter((line) -> line.startsWith("told"))).hasSize(20);
		this.stage.say("w", new WorkerCommand.Ready(WorkerDialect.MAJORDOMO_02, ORDERS), 0);
		QueueSnapshot snapshot = this.stage.machine().snapshot(0);
		assertThat(snapshot.denied()).isEqualTo(Map.of("shop", new QueueSnapshot.Denied(100, 0)));
		assertThat(snapshot.rejected()).containsEntry(Rejection.DENIED, 100L);
		assertThat(snapshot.services()).containsOnlyKeys(ORDERS);
		assertThat(snapshot.workers()).extracting(QueueSnapshot.WorkerView::peer).containsExactly("(anyone)");
	}

	@Test
	void ourselvesMayDoEverything() {
		this.stage.is("w", Peer.SELF);
		this.stage.is("c", Peer.SELF);
		this.stage.say("w", new WorkerCommand.Ready(WorkerDialect.MAJORDOMO_02, ORDERS), 0);
		this.stage.call("c", CallFrame.of(1, 1), ORDERS, "x", 0);
		assertThat(this.stage.effects()).containsExactly("worker w REQUEST [lease 1] x");
	}

	@Test
	void whoHasNotSpokenSinceRightsChangedGetsNothing() {
		Peer mill = Peer.named("mill", List.of(), List.of("orders"));
		this.stage.is("w", mill);
		this.stage.say("w", new WorkerCommand.Ready(WorkerDialect.MAJORDOMO_02, ORDERS), 0);
		mill.supersede();
		this.stage.call("c", CallFrame.of(1, 1), ORDERS, "x", 0);
		assertThat(this.stage.effects()).isEmpty();
		this.stage.is("w", Peer.named("mill", List.of(), List.of("orders")));
		this.stage.say("w", new WorkerCommand.Heartbeat(WorkerDialect.MAJORDOMO_02), 1);
		assertThat(this.stage.effects()).containsExactly("worker w REQUEST [lease 1] x");
	}

	@Test
	void aWorkerThatStatesALongIntervalIsNotWaitedForThatLong() {
		this.stage.say("w*1@999999999", new WorkerCommand.Ready(WorkerDialect.PARANOID, ServiceName.ANONYMOUS), 0);
		assertThat(this.stage.machine().snapshot(0).workers()).singleElement()
			.satisfies((worker) -> assertThat(worker.expiresInMs()).isEqualTo(3 * 60_000));
	}

	private void submit(long number, ServiceName inner) {
		ask(number, TspCodec.REQUEST, TspCodec.encodeSubmit(inner, Frames.ofText("x")));
	}

	private void ask(long number, ServiceName service, Frames body) {
		Envelope envelope = new Envelope(ClientDialect.MAJORDOMO_02, Frames.NONE, CallFrame.of(1, number));
		this.stage.machine().onRequest(this.stage.peer("c"), SHOP, envelope, service, body, 0);
	}

}
