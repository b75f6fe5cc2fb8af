package io.pirate;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.pirate.machine.Drop;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.QueueSettings;
import io.pirate.machine.QueueSnapshot;
import io.pirate.machine.Rejection;
import io.pirate.wire.CallFrame;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.PlainCodec;
import io.pirate.wire.PlainMessage;
import io.pirate.wire.Property;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.WorkerIdentity;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.ZContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** A queue over real sockets, with peers that are plain JeroMQ. */
@Timeout(60)
class PirateQueueTest {

	private static final String ANY = "tcp://127.0.0.1:*";

	private final ZContext context = new ZContext();

	private PirateQueue queue = queue(ANY, ANY, settings());

	@BeforeEach
	void start() {
		this.queue.start();
	}

	@AfterEach
	void close() {
		this.context.close();
		this.queue.close();
	}

	@Test
	void reqClientsAreAnsweredByAParanoidWorkerThatSeesOneAddressFrame() {
		RawPeer worker = worker(1);
		RawPeer client = RawPeer.req(this.context, this.queue.frontend());
		for (int i = 0; i < 200; i++) {
			client.send("hello " + i);
			Frames request = worker.receiveWork();
			assertThat(request.size()).isEqualTo(3);
			assertThat(request.frame(1)).isEmpty();
			worker.send(request);
			assertThat(client.receive()).isEqualTo(Frames.ofText("hello " + i));
		}
		assertThat(this.queue.snapshot().replied()).isEqualTo(200);
	}

	@Test
	void allFramesOfABodyPassBothWays() {
		RawPeer worker = worker(1);
		RawPeer client = RawPeer.req(this.context, this.queue.frontend());
		client.send("one", "", "three");
		worker.send(worker.receiveWork());
		assertThat(client.receive()).isEqualTo(Frames.ofText("one", "", "three"));
	}

	@Test
	void pipelinedDealerGetsEveryReplyWithItsOwnAddress() {
		WorkerIdentity identity = new WorkerIdentity("fast", 64, Duration.ofSeconds(1), 1);
		RawPeer worker = RawPeer.dealer(this.context, this.queue.backend(), identity.encode().bytes());
		worker.send(RawPeer.READY);
		awaitWorkers(1);
		RawPeer client = RawPeer.dealer(this.context, this.queue.frontend());
		int window = 500;
		int total = 5000;
		Set<String> answered = new HashSet<>();
		Thread serving = new Thread(() -> {
			for (int i = 0; i < total; i++) {
				worker.answerOne("re:");
			}
		});
		serving.start();
		int sent = 0;
		while (answered.size() < total) {
			while (sent < total && sent - answered.size() < window) {
				client.send("id" + sent, "", "body" + sent);
				sent++;
			}
			Frames reply = client.receive();
			assertThat(reply.size()).isEqualTo(3);
			assertThat(reply.text(2)).isEqualTo("re:body" + reply.text(0).substring(2));
			assertThat(answered.add(reply.text(0))).isTrue();
		}
		assertThat(this.queue.snapshot().workers().get(0).name()).isEqualTo("fast");
	}

	@Test
	void simpleWorkersServeBesideParanoidOnes() {
		RawPeer simple = RawPeer.req(this.context, this.queue.backend());
		simple.send(RawPeer.READY);
		awaitWorkers(1);
		RawPeer paranoid = worker(2);
		RawPeer client = RawPeer.dealer(this.context, this.queue.frontend());
		client.send("", "one");
		client.send("", "two");
		Frames request = simple.receive();
		assertThat(request.size()).isEqualTo(3);
		simple.send(request);
		paranoid.answerOne("");
		assertThat(Set.of(client.receive().text(1), client.receive().text(1))).containsExactlyInAnyOrder("one", "two");
		assertThat(this.queue.snapshot().workers()).extracting(QueueSnapshot.WorkerView::expiresInMs)
			.anyMatch((left) -> left == -1)
			.anyMatch((left) -> left > 0);
	}

	@Test
	void aWorkerThatClosesWithARequestInHandIsReplacedAtOnce() {
		RawPeer first = worker(1);
		RawPeer client = RawPeer.req(this.context, this.queue.frontend());
		client.send("hi");
		first.receiveWork();
		RawPeer second = worker(2);
		first.close();
		second.answerOne("again ");
		assertThat(client.receive()).isEqualTo(Frames.ofText("again hi"));
		assertThat(this.queue.snapshot().redelivered()).isEqualTo(1);
		assertThat(this.queue.snapshot().expiredWorkers()).extracting(QueueSnapshot.ExpiredWorker::redelivered)
			.containsExactly(1);
	}

	@Test
	void aSilentWorkerExpiresAndItsRequestGoesOn() {
		restart(queue(ANY, ANY, settings(100, 5)));
		RawPeer client = RawPeer.req(this.context, this.queue.frontend());
		client.send("hi");
		Awaitility.await().untilAsserted(() -> assertThat(this.queue.snapshot().received()).isEqualTo(1));
		RawPeer.worker(this.context, this.queue.backend()).receiveWork();
		Awaitility.await().untilAsserted(() -> assertThat(this.queue.snapshot().expiredWorkers()).hasSize(1));
		assertThat(this.queue.snapshot().workers()).isEmpty();
		RawPeer.worker(this.context, this.queue.backend()).answerOne("");
		assertThat(client.receive()).isEqualTo(Frames.ofText("hi"));
	}

	@Test
	void aBusyWorkerThatHeartbeatsIsNotExpelled() {
		restart(queue(ANY, ANY, settings(100, 10)));
		RawPeer client = RawPeer.req(this.context, this.queue.frontend());
		client.send("slow");
		Awaitility.await().untilAsserted(() -> assertThat(this.queue.snapshot().received()).isEqualTo(1));
		RawPeer busy = RawPeer.worker(this.context, this.queue.backend());
		Frames request = busy.receiveWork();
		for (int i = 0; i < 15; i++) {
			// the queue's own pulse paces ours
			assertThat(busy.receive()).isEqualTo(Frames.ofText(RawPeer.HEARTBEAT));
			busy.send(RawPeer.HEARTBEAT);
		}
		busy.send(request);
		assertThat(client.receive()).isEqualTo(Frames.ofText("slow"));
		assertThat(this.queue.snapshot().redelivered()).isZero();
	}

	@Test
	void ourClientsAreToldStatusAndThatThisIsAQueue() {
		RawPeer client = RawPeer.dealer(this.context, this.queue.frontend());
		CallFrame call = CallFrame.build(77, 1).number(Property.BUDGET, 50).end();
		client.send(PlainCodec.encode(new Envelope(Frames.ofText("x"), call), Frames.ofText("hi")));
		PlainMessage.Exchange reply = (PlainMessage.Exchange) PlainCodec.decodeReply(client.receive());
		CallFrame frame = reply.envelope().call();
		assertThat(frame).isNotNull();
		assertThat(frame.number()).isEqualTo(1);
		assertThat(frame.status()).isEqualTo(ReplyStatus.EXPIRED);
		assertThat(frame.has(Property.QUEUE)).isTrue();
		assertThat(reply.envelope().foreign()).isEqualTo(Frames.ofText("x"));
	}

	@Test
	void workerCommandsOnTheFrontEndRegisterNobody() {
		RawPeer stranger = RawPeer.dealer(this.context, this.queue.frontend());
		stranger.send(RawPeer.READY);
		stranger.send(RawPeer.HEARTBEAT);
		awaitDrops(Drop.MISPLACED, 2);
		assertThat(this.queue.snapshot().workers()).isEmpty();
	}

	@Test
	void requestsOnTheBackEndAreRefused() {
		RawPeer stranger = RawPeer.dealer(this.context, this.queue.backend());
		stranger.send("", "plain");
		stranger.send("address", "", "body");
		stranger.send(PlainCodec.encode(new Envelope(Frames.NONE, CallFrame.of(1, 1)), Frames.ofText("ours")));
		awaitDrops(Drop.MISPLACED, 3);
		assertThat(this.queue.snapshot().received()).isZero();
	}

	@Test
	void garbageIsCountedAndOthersAreServed() {
		RawPeer worker = worker(1);
		RawPeer front = RawPeer.dealer(this.context, this.queue.frontend());
		front.send("no delimiter", "here");
		front.send("no body", "");
		RawPeer back = RawPeer.dealer(this.context, this.queue.backend());
		back.send("?");
		awaitDrops(Drop.MALFORMED, 3);
		RawPeer client = RawPeer.req(this.context, this.queue.frontend());
		client.send("hi");
		worker.answerOne("");
		assertThat(client.receive()).isEqualTo(Frames.ofText("hi"));
	}

	@Test
	void aForgedReplyReachesNobody() {
		RawPeer worker = worker(1);
		RawPeer client = RawPeer.req(this.context, this.queue.frontend());
		client.send("hi");
		Frames request = worker.receiveWork();
		RawPeer thief = worker(2);
		thief.send(request);
		awaitDrops(Drop.UNKNOWN_LEASE, 1);
		worker.send(request);
		assertThat(client.receive()).isEqualTo(Frames.ofText("hi"));
	}

	@Test
	void oneEndpointServesClientsAndWorkers() throws IOException {
		String endpoint = "tcp://127.0.0.1:" + freePort();
		restart(queue(endpoint, endpoint, settings(100, 5)));
		assertThat(this.queue.frontend()).isEqualTo(this.queue.backend());
		RawPeer client = RawPeer.req(this.context, this.queue.frontend());
		client.send("hi");
		Awaitility.await().untilAsserted(() -> assertThat(this.queue.snapshot().received()).isEqualTo(1));
		RawPeer worker = RawPeer.worker(this.context, this.queue.backend());
		Frames request = worker.receiveWork();
		Awaitility.await().untilAsserted(() -> assertThat(this.queue.snapshot().workers()).isEmpty());
		// the expelled worker's late answer is no request
		worker.send(request);
		awaitDrops(Drop.UNKNOWN_WORKER, 1);
		worker.send(RawPeer.READY);
		worker.answerOne("");
		assertThat(client.receive()).isEqualTo(Frames.ofText("hi"));
		assertThat(this.queue.snapshot().received()).isEqualTo(1);
	}

	@Test
	void aPortInUseStopsTheStart() {
		PirateQueue second = queue(this.queue.frontend(), ANY, settings());
		assertThatExceptionOfType(BindException.class).isThrownBy(second::start)
			.satisfies((ex) -> assertThat(ex.endpoint()).isEqualTo(this.queue.frontend()));
		assertThat(second.isRunning()).isFalse();
	}

	@Test
	void aBackEndInUseFreesTheFrontEnd() throws IOException {
		String front = "tcp://127.0.0.1:" + freePort();
		PirateQueue second = queue(front, this.queue.backend(), settings());
		assertThatExceptionOfType(BindException.class).isThrownBy(second::start);
		PirateQueue third = queue(front, ANY, settings());
		third.start();
		assertThat(third.frontend()).isEqualTo(front);
		third.close();
	}

	@Test
	void closedItMayBeStartedAgain() {
		this.queue.close();
		assertThat(this.queue.isRunning()).isFalse();
		assertThatIllegalStateException().isThrownBy(this.queue::snapshot);
		assertThatIllegalStateException().isThrownBy(this.queue::frontend);
		this.queue.start();
		this.queue.start();
		assertThat(this.queue.isRunning()).isTrue();
		assertThat(this.queue.failure()).isNull();
		worker(1);
	}

	@Test
	void closingAwaitsWhatIsInHandAndRefusesWhatIsNew() throws InterruptedException {
		RawPeer worker = worker(1);
		RawPeer client = RawPeer.dealer(this.context, this.queue.frontend());
		client.send("", "in hand");
		Frames request = worker.receiveWork();
		Thread closing = new Thread(this.queue::close);
		QueueSnapshot before = this.queue.snapshot();
		assertThat(before.draining()).isFalse();
		closing.start();
		CallFrame call = CallFrame.of(5, 1);
		client.send(PlainCodec.encode(new Envelope(Frames.NONE, call), Frames.ofText("new")));
		PlainMessage.Exchange refused = (PlainMessage.Exchange) PlainCodec.decodeReply(client.receive());
		assertThat(refused.envelope().call().text(Property.CODE)).isEqualTo(Rejection.SHUTTING_DOWN.code());
		assertThat(closing.isAlive()).isTrue();
		worker.send(request);
		assertThat(client.receive().text(1)).isEqualTo("in hand");
		closing.join();
	}

	@Test
	void closingGivesUpAfterTheDrainTimeout() {
		restart(queue(ANY, ANY, settings()));
		RawPeer worker = worker(1);
		RawPeer client = RawPeer.req(this.context, this.queue.frontend());
		client.send("never answered");
		worker.receiveWork();
		long begin = System.nanoTime();
		this.queue.close();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(900),
				Duration.ofMillis(4500));
	}

	@Test
	void theSnapshotShowsServicesAndWorkers() {
		RawPeer client = RawPeer.dealer(this.context, this.queue.frontend());
		client.send("", "one");
		client.send("", "two");
		Awaitility.await().untilAsserted(() -> {
			Map<?, QueueSnapshot.ServiceView> services = this.queue.snapshot().services();
			assertThat(List.copyOf(services.values())).extracting(QueueSnapshot.ServiceView::waiting)
				.containsExactly(2);
		});
		RawPeer worker = worker(1);
		worker.receiveWork();
		QueueSnapshot snapshot = this.queue.snapshot();
		assertThat(snapshot.workers()).singleElement().satisfies((view) -> {
			assertThat(view.name()).startsWith("worker-");
			assertThat(view.inHand()).isEqualTo(1);
			assertThat(view.capacity()).isEqualTo(1);
		});
		assertThat(snapshot.waitingBytes()).isPositive();
	}

	private RawPeer worker(int expected) {
		RawPeer worker = RawPeer.worker(this.context, this.queue.backend());
		awaitWorkers(expected);
		return worker;
	}

	private void awaitWorkers(int expected) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(5))
			.untilAsserted(() -> assertThat(this.queue.snapshot().workers()).hasSize(expected));
	}

	private void awaitDrops(Drop drop, long expected) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.queue.snapshot().dropped()).containsEntry(drop, expected));
	}

	private void restart(PirateQueue next) {
		this.queue.close();
		this.queue = next;
		this.queue.start();
	}

	private static PirateQueue queue(String front, String back, QueueSettings settings) {
		return new PirateQueue(new QueueOptions(front, back, settings, 1024 * 1024, Duration.ofSeconds(1)),
				PirateListener.NONE);
	}

	/** So patient that a busy machine expels nobody. */
	private static QueueSettings settings() {
		return settings(1000, 30);
	}

	private static QueueSettings settings(int intervalMillis, int liveness) {
		return QueueSettings.defaults(1L << 28).with(new HeartbeatPolicy(Duration.ofMillis(intervalMillis), liveness));
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
