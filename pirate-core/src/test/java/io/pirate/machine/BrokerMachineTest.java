package io.pirate.machine;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.Property;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What stories do not tell well: limits, snapshots, and events of the node. */
class BrokerMachineTest {

	private static final long MILLI = 1_000_000;

	private static final QueueSettings SETTINGS = QueueSettings.defaults(1L << 28);

	private final BrokerStage stage = new BrokerStage(SETTINGS);

	private final BrokerMachine machine = this.stage.machine();

	@Test
	void theSnapshotShowsLiveWorkersInTheOrderOfRegistration() {
		this.stage.ready("alpha*4@500", WorkerDialect.PARANOID, 0);
		this.stage.ready("0a", WorkerDialect.SIMPLE, 0);
		this.stage.request("c1", "hi", 10 * MILLI);
		List<QueueSnapshot.WorkerView> workers = this.machine.snapshot(300 * MILLI).workers();
		assertThat(workers).hasSize(2);
		assertThat(workers.get(0))
			.isEqualTo(new QueueSnapshot.WorkerView("alpha", ServiceName.ANONYMOUS, 300, 1200, 1, 4, "(anyone)"));
		assertThat(workers.get(1).expiresInMs()).isEqualTo(-1);
		assertThat(workers.get(1).capacity()).isEqualTo(1);
		assertThat(workers.get(1).name()).matches("worker-[0-9a-f]{8}").doesNotContain("0a".repeat(2));
	}

	@Test
	void theSnapshotShowsWaitingRequestsAndTheirAge() {
		this.stage.request("c1", "one", 0);
		this.stage.request("c1", "two", 40 * MILLI);
		QueueSnapshot snapshot = this.machine.snapshot(100 * MILLI);
		assertThat(snapshot.services()).containsEntry(ServiceName.ANONYMOUS,
				new QueueSnapshot.ServiceView(0, 2, 0, 100));
		assertThat(snapshot.waitingBytes()).isPositive();
	}

	@Test
	void twentyExpiredWorkersAreRemembered() {
		for (int i = 0; i < 25; i++) {
			this.stage.ready("w" + i + "*1@" + (i + 1), WorkerDialect.PARANOID, 0);
		}
		this.machine.tick(1000 * MILLI);
		QueueSnapshot snapshot = this.machine.snapshot(1100 * MILLI);
		assertThat(snapshot.expired()).isEqualTo(25);
		assertThat(snapshot.workers()).isEmpty();
		assertThat(snapshot.expiredWorkers()).hasSize(20);
		assertThat(snapshot.expiredWorkers().get(0))
			.isEqualTo(new QueueSnapshot.ExpiredWorker("w24", ServiceName.ANONYMOUS, 100, 0));
	}

	@Test
	void deadLettersAreKeptUpToTheirLimit() {
		BrokerStage strict = new BrokerStage(new QueueSettings(HeartbeatPolicy.DEFAULT, 100, 100_000, 1, 1, 10,
				Duration.ofSeconds(30), 1, Duration.ofSeconds(60), 100_000, 2));
		for (int i = 0; i < 3; i++) {
			strict.ready("w" + i + "*1", WorkerDialect.PARANOID, 0);
			strict.request("c1", "bad" + i, 0);
			strict.machine().onGone(strict.peer("w" + i + "*1"), 0);
		}
		List<QueueSnapshot.DeadLetter> letters = strict.machine().snapshot(5 * MILLI).deadLetters();
		assertThat(letters).hasSize(2);
		assertThat(letters.get(0)).isEqualTo(new QueueSnapshot.DeadLetter(ServiceName.ANONYMOUS, 1, 4, 5, "w2"));
	}

	@Test
	void whatIsOverLeavesNothingBehind() {
		this.stage.ready("a*8", WorkerDialect.PARANOID, 0);
		for (int i = 1; i <= 100; i++) {
			this.stage.call("c1", CallFrame.build(9, i).done(i).end(), "body", i * MILLI);
			this.stage.reply("a*8", i, Map.of(), "reply", i * MILLI);
		}
		QueueSnapshot snapshot = this.machine.snapshot(101 * MILLI);
		assertThat(snapshot.waitingBytes()).isZero();
		assertThat(snapshot.rememberedReplies()).isEqualTo(1);
		this.machine.tick(120_000 * MILLI);
		assertThat(this.machine.snapshot(120_000 * MILLI).rememberedReplies()).isZero();
	}

	/** What a client is done with is forgotten step by step, however far it jumps. */
	@Test
	void oneRequestForgetsNoMoreThanItIsWorth() {
		this.stage.ready("a*8", WorkerDialect.PARANOID, 0);
		for (int i = 1; i <= 200; i++) {
			this.stage.call("c1", CallFrame.of(9, i), "body", 0);
			this.stage.reply("a*8", i, Map.of(), "reply", 0);
		}
		assertThat(this.machine.snapshot(0).rememberedReplies()).isEqualTo(200);
		this.stage.call("c1", CallFrame.build(9, 201).done(201).end(), "body", 0);
		assertThat(this.machine.snapshot(0).rememberedReplies()).isBetween(136, 137);
		for (int i = 202; i < 206; i++) {
			this.stage.call("c1", CallFrame.build(9, i).done(201).end(), "body", 0);
		}
		assertThat(this.machine.snapshot(0).rememberedReplies()).isZero();
	}

	@Test
	void foreignAddressesInFrontOfACallFrameReturnUnchanged() {
		this.stage.ready("a*1", WorkerDialect.PARANOID, 0);
		Envelope envelope = new Envelope(Frames.ofText("proxy1", "proxy2"), CallFrame.of(3, 4));
		this.machine.onRequest(this.stage.peer("c1"), Peer.ANYONE, envelope, ServiceName.ANONYMOUS, Frames.ofText("x"),
				0);
		this.stage.effects();
		this.stage.reply("a*1", 1, Map.of("h", "v"), "y", 0);
		assertThat(this.stage.effects()).containsExactly("client c1 ANSWER 4 proxy1 | proxy2y {h=v}");
	}

	@Test
	void whatConcernsOnlyClientAndQueueDoesNotReachTheWorker() {
		this.stage.ready("a*1", WorkerDialect.PARANOID, 0);
		CallFrame call = CallFrame.build(3, 4).done(4).text(Property.SERVICE, "s").text("h", "v").end();
		this.stage.call("c1", call, "x", 0);
		CallFrame lease = this.stage.leaseFrame(1);
		assertThat(lease.origin()).isEqualTo(BrokerStage.QUEUE_ORIGIN);
		assertThat(lease.has(Property.DONE)).isFalse();
		assertThat(lease.has(Property.SERVICE)).isFalse();
		assertThat(lease.has(Property.QUEUE)).isTrue();
		assertThat(lease.headers()).isEqualTo(Map.of("h", "v"));
	}

	@Test
	void aCallFrameAsLargeAsAllowedPasses() {
		this.stage.ready("a*1", WorkerDialect.PARANOID, 0);
		int room = CallFrame.LONGEST - CallFrame.build(3, 4).text("h", "").end().encodedLength();
		this.stage.call("c1", CallFrame.build(3, 4).text("h", "v".repeat(room)).end(), "x", 0);
		assertThat(this.stage.leaseFrame(1).encodedLength()).isLessThanOrEqualTo(CallFrame.LONGEST);
		assertThat(this.stage.leaseFrame(1).headers().get("h")).hasSize(room);
	}

	@Test
	void aRequestThatNeverReachedItsWorkerIsNoDelivery() {
		BrokerStage strict = new BrokerStage(new QueueSettings(HeartbeatPolicy.DEFAULT, 100, 100_000, 1, 1, 10,
				Duration.ofSeconds(30), 1, Duration.ofSeconds(60), 100_000, 2));
		strict.ready("a*1", WorkerDialect.PARANOID, 0);
		strict.call("c1", CallFrame.build(1, 1).flag(Property.ONCE).end(), "x", 0);
		Frames addresses = Frames.of(strict.leaseFrame(1).encode());
		strict.machine().onUndelivered(strict.peer("a*1"), addresses, 0);
		strict.machine().onGone(strict.peer("a*1"), 0);
		strict.ready("b*1", WorkerDialect.PARANOID, 0);
		assertThat(strict.effects()).contains("worker b*1 REQUEST [lease 2] x {:once=yes}");
		assertThat(strict.machine().snapshot(0).deadLetters()).isEmpty();
	}

	@Test
	void whenAllConnectionsEndNoRequestIsHandedToAnotherDeadWorker() {
		this.stage.ready("a*1", WorkerDialect.PARANOID, 0);
		this.stage.ready("b*1", WorkerDialect.PARANOID, 0);
		this.stage.request("c1", "x", 0);
		this.stage.effects();
		this.machine.onAllGone(0);
		assertThat(this.stage.effects()).containsExactly("left a, 1 redelivered", "left b, 0 redelivered");
		assertThat(this.machine.snapshot(0).services().get(ServiceName.ANONYMOUS).waiting()).isEqualTo(1);
	}

	@Test
	void anotherServiceOrDialectOfTheSameConnectionReplacesTheWorker() {
		this.stage.ready("0a", WorkerDialect.PARANOID, 0);
		this.machine.onReady(this.stage.peer("0a"), Peer.ANYONE, WorkerDialect.PARANOID, new ServiceName("other"), 0);
		List<QueueSnapshot.WorkerView> workers = this.machine.snapshot(0).workers();
		assertThat(workers).singleElement()
			.extracting(QueueSnapshot.WorkerView::service)
			.isEqualTo(new ServiceName("other"));
	}

	@Test
	void servicesDoNotMix() {
		this.machine.onReady(this.stage.peer("a*1"), Peer.ANYONE, WorkerDialect.PARANOID, new ServiceName("one"), 0);
		this.machine.onRequest(this.stage.peer("c1"), Peer.ANYONE, Envelope.EMPTY, new ServiceName("two"),
				Frames.ofText("x"), 0);
		assertThat(this.stage.leases()).isZero();
		this.machine.onReady(this.stage.peer("b*1"), Peer.ANYONE, WorkerDialect.PARANOID, new ServiceName("two"), 0);
		assertThat(this.stage.effects()).containsExactly("worker b*1 REQUEST [lease 1] x");
	}

	@Test
	void heartbeatsSpreadOutWhenChanceIsRandom() {
		Set<Long> times = new HashSet<>();
		long[] now = { 0 };
		java.util.Random random = new java.util.Random(1);
		BrokerMachine spread = new BrokerMachine(SETTINGS, 1, random::nextLong, new BrokerActions() {

			@Override
			public void toClient(Identity client, Envelope envelope, ServiceName service, Frames body) {
				throw new AssertionError("nobody asked");
			}

			@Override
			public boolean offer(Identity client, Envelope envelope, ServiceName service, Frames body, boolean last) {
				throw new AssertionError("nobody asked");
			}

			@Override
			public void toWorker(Identity worker, WorkerDialect dialect, QueueCommand command) {
				times.add(now[0] / (20 * MILLI));
			}

		}, new BrokerEvents() {
		});
		for (int i = 0; i < 100; i++) {
			spread.onReady(this.stage.peer("w" + i + "*1@100000"), Peer.ANYONE, WorkerDialect.PARANOID,
					ServiceName.ANONYMOUS, 0);
		}
		while (now[0] < 10_000 * MILLI) {
			now[0] = spread.nextDeadline(now[0]);
			spread.tick(now[0]);
		}
		// of 500 slots, a burst each second would have used 10
		assertThat(times).hasSizeGreaterThan(200);
	}

	@Test
	void deadlinesAreSetForWaitingOnlyAndAreRareForManyOfThem() {
		assertThat(this.machine.nextDeadline(5)).isEqualTo(5 + Deadlines.NEVER_NANOS);
		for (int i = 0; i < 1000; i++) {
			this.stage.call("c1", CallFrame.build(1, i + 1).number(Property.BUDGET, 1000 + i / 10).end(), "x", 0);
		}
		int ticks = 0;
		long now = 0;
		while (this.machine.snapshot(now).waitingBytes() > 0) {
			now = this.machine.nextDeadline(now);
			this.machine.tick(now);
			ticks++;
		}
		assertThat(ticks).isBetween(1, 20);
		assertThat(now).isLessThanOrEqualTo(1120 * MILLI);
		assertThat(this.stage.effects()).hasSize(1000);
	}

	@Test
	void drainedMeansNothingInHandAndNothingWaiting() {
		this.stage.ready("a*1", WorkerDialect.PARANOID, 0);
		this.stage.request("c1", "x", 0);
		assertThat(this.machine.isDrained()).isFalse();
		this.machine.drain(0);
		assertThat(this.machine.isDrained()).isFalse();
		assertThat(this.machine.snapshot(0).draining()).isTrue();
		this.stage.reply("a*1", 1, Map.of(), "y", 0);
		assertThat(this.machine.isDrained()).isTrue();
	}

	@Test
	void whatAWorkerReturnsWhileTheQueueDrainsIsSentElsewhereIfNobodyStays() {
		this.stage.ready("a*1", WorkerDialect.PARANOID, 0);
		this.stage.call("c1", CallFrame.of(1, 1), "x", 0);
		this.machine.drain(0);
		this.stage.effects();
		this.stage.reply("a*1", 1, Map.of(Property.STATUS, "returned"), "", 0);
		assertThat(this.stage.effects()).anyMatch((effect) -> effect.contains(":code=shutting-down"));
		assertThat(this.machine.isDrained()).isTrue();
	}

}
