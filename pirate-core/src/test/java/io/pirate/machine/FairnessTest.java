package io.pirate.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

import io.pirate.wire.CallFrame;
import io.pirate.wire.ClientDialect;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever floods a queue waits for itself, and keeps nobody else out. */
class FairnessTest implements BrokerActions, BrokerEvents {

	private static final ServiceName ORDERS = new ServiceName("orders");

	private static final Identity WORKER = Identity.of(new byte[] { 1 });

	private static final int MAX_WAITING = 1_000;

	private static final int MAX_BYTES = 4_000_000;

	private final BrokerMachine machine = new BrokerMachine(settings(), 7, () -> 0, this, this);

	/** Who was refused how often, by the origin of the calls. */
	private final Map<Long, Integer> refused = new HashMap<>();

	private final Map<Long, Integer> answered = new HashMap<>();

	private Frames lease = Frames.NONE;

	private long number;

	@BeforeEach
	void aWorkerThatTakesOneAtATime() {
		this.machine.onReady(WORKER, Peer.ANYONE, WorkerDialect.MAJORDOMO_02, ORDERS, 0);
		ask(0, 0, Peer.ANYONE, 1);
	}

	@Test
	void aFloodDelaysTheOthersByOneRequestEachAndKeepsNobodyOut() {
		flood(5 * MAX_WAITING, (i) -> 1, Peer.ANYONE, 1);
		for (int i = 0; i < 100; i++) {
			ask(2, 2, Peer.ANYONE, 1);
			ask(1, 1, Peer.ANYONE, 1);
		}
		assertThat(this.refused).containsOnlyKeys(1L);
		work(201);
		assertThat(this.answered).containsEntry(2L, 100);
	}

	@Test
	void aThousandConnectionsOfOnePeerAreOnePeer() {
		Peer noisy = Peer.named("noisy", List.of("*"), List.of());
		Peer calm = Peer.named("calm", List.of("*"), List.of());
		flood(2 * MAX_WAITING, (i) -> 100 + i % 1_000, noisy, 1);
		for (int i = 0; i < 100; i++) {
			ask(2, 2, calm, 1);
		}
		assertThat(this.refused).containsOnlyKeys(1L);
		work(201);
		assertThat(this.answered).containsEntry(2L, 100);
	}

	@Test
	void theConnectionsOfOnePeerTakeTurnsToo() {
		Peer shop = Peer.named("shop", List.of("*"), List.of());
		flood(2 * MAX_WAITING, (i) -> 1, shop, 1);
		for (int i = 0; i < 100; i++) {
			ask(2, 2, shop, 1);
		}
		assertThat(this.refused).containsOnlyKeys(1L);
		work(201);
		assertThat(this.answered).containsEntry(2L, 100);
	}

	@Test
	void aFewLargeRequestsKeepNobodyOutEither() {
		flood(100, (i) -> 1, Peer.ANYONE, 500_000);
		for (int i = 0; i < 100; i++) {
			ask(2, 2, Peer.ANYONE, 1_000);
		}
		assertThat(this.refused).containsOnlyKeys(1L);
		assertThat(this.machine.snapshot(0).waitingBytes()).isLessThanOrEqualTo(MAX_BYTES);
		work(201);
		assertThat(this.answered).containsEntry(2L, 100);
	}

	/** Nobody gains a place by asking first, and nobody more than a fair one. */
	@Test
	void twoFloodsEndWithHalfTheRoomEach() {
		flood(5 * MAX_WAITING, (i) -> 1, Peer.ANYONE, 1);
		for (int i = 0; i < 5 * MAX_WAITING; i++) {
			ask(2, 2, Peer.ANYONE, 1);
			ask(1, 1, Peer.ANYONE, 1);
		}
		assertThat(this.machine.snapshot(0).services().get(ORDERS).waiting()).isEqualTo(MAX_WAITING);
		work(MAX_WAITING + 1);
		assertThat(this.answered.get(1L)).isBetween(MAX_WAITING / 2 - 1, MAX_WAITING / 2 + 1);
		assertThat(this.answered.get(2L)).isBetween(MAX_WAITING / 2 - 1, MAX_WAITING / 2 + 1);
	}

	@Test
	void whoeverHasMostIsRefusedItself() {
		flood(MAX_WAITING, (i) -> 1, Peer.ANYONE, 1);
		assertThat(this.refused).isEmpty();
		ask(1, 1, Peer.ANYONE, 1);
		assertThat(this.refused).isEqualTo(Map.of(1L, 1));
		assertThat(this.machine.snapshot(0).rejected()).containsEntry(Rejection.BUSY, 1L);
	}

	private void flood(int calls, IntFunction<Integer> connection, Peer peer, int size) {
		for (int i = 0; i < calls; i++) {
			ask(1, connection.apply(i), peer, size);
		}
	}

	private void ask(long origin, int connection, Peer peer, int size) {
		Envelope envelope = new Envelope(ClientDialect.MAJORDOMO_02, Frames.NONE, CallFrame.of(origin, ++this.number));
		Identity client = Identity.of(new byte[] { 2, (byte) (connection >> 8), (byte) connection });
		this.machine.onRequest(client, peer, envelope, ORDERS, Frames.of(new byte[size]), 0);
	}

	/** Answers so many requests, one after the other. */
	private void work(int requests) {
		for (int i = 0; i < requests; i++) {
			this.machine.onWorkerCommand(WORKER, Peer.ANYONE,
					new WorkerCommand.Reply(WorkerDialect.MAJORDOMO_02, this.lease, Frames.ofText("done")), 0);
		}
	}

	@Override
	public void toClient(Identity client, Envelope envelope, ServiceName service, Frames body) {
		CallFrame reply = envelope.call();
		Map<Long, Integer> counts = (reply.status() == ReplyStatus.OK) ? this.answered : this.refused;
		counts.merge(reply.origin(), 1, Integer::sum);
	}

	@Override
	public boolean offer(Identity client, Envelope envelope, ServiceName service, Frames body, boolean last) {
		throw new AssertionError("nobody answers in parts");
	}

	@Override
	public void toWorker(Identity worker, WorkerDialect dialect, QueueCommand command) {
		if (command instanceof QueueCommand.Request request) {
			this.lease = request.addresses();
		}
	}

	private static QueueSettings settings() {
		QueueSettings all = QueueSettings.defaults(1 << 28);
		return new QueueSettings(all.heartbeat(), MAX_WAITING, MAX_BYTES, all.maxCapacity(), all.maxServices(),
				all.maxWorkers(), all.requestTtl(), all.maxDeliveries(), all.replyCache(), all.replyCacheBytes(),
				all.deadLetters());
	}

}
