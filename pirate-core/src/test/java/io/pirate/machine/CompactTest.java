package io.pirate.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.pirate.wire.CallFrame;
import io.pirate.wire.ClientCodec;
import io.pirate.wire.ClientDialect;
import io.pirate.wire.ClientRequest;
import io.pirate.wire.CompactCodec;
import io.pirate.wire.CompactMessage;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.Property;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import io.pirate.wire.WorkerIdentity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages in one frame: who sends them, to whom, and since when. */
class CompactTest {

	private static final ServiceName ORDERS = new ServiceName("orders");

	private static final Identity CLIENT = Identity.of(new byte[] { 1 });

	private final List<Frames> toClient = new ArrayList<>();

	private final List<QueueCommand> toWorker = new ArrayList<>();

	@Test
	void aClientSpeaksItAfterTheFirstAnswerOfAQueueOfOurs() {
		ClientScene scene = client(true).ask("orders", "one", ClientScene.policy(1000, 0));
		assertThat(scene.sent.get(0).size()).as("the first call").isGreaterThan(1);
		answer(scene, 1, 0);
		scene.ask("orders", "two", ClientScene.policy(1000, 0));
		CompactMessage.Whole second = (CompactMessage.Whole) CompactCodec.decodeRequest(only(scene.sent.get(1)));
		assertThat(second.body()).isEqualTo(Frames.ofText("two"));
		assertThat(second.call().text(Property.SERVICE)).isEqualTo("orders");
		CallFrame reply = CallFrame.build(second.call().origin(), second.call().number()).flag(Property.QUEUE).end();
		scene.message(1, Frames.of(CompactCodec.encode(reply, Frames.ofText("done"))));
		assertThat(scene.reply("two")).isEqualTo("done");
	}

	@Test
	void aNewConnectionHasToEarnIt() {
		ClientScene scene = client(true).ask("orders", "one", ClientScene.policy(1000, 0));
		answer(scene, 1, 0);
		scene.disconnected(1).connected(1).ask("orders", "two", ClientScene.policy(1000, 0));
		assertThat(scene.sent.get(1).size()).isGreaterThan(1);
	}

	@Test
	void whoeverDoesNotSayThatItIsAQueueOfOursGetsSeveralFrames() {
		ClientScene scene = ClientScene.of(ClientProtocol.AUTO, false, "tcp://a").connected(1);
		for (int i = 0; i < 3; i++) {
			scene.ask("orders", "call " + i, ClientScene.policy(1000, 0));
			scene.message(1, Frames.of(CallFrame.of(ClientScene.FIRST_ORIGIN, i + 1).encode(), new byte[0],
					bytes("MDPC02"), new byte[] { 3 }, bytes("orders"), bytes("ok")));
			assertThat(scene.sent.get(i).size()).isGreaterThan(1);
			assertThat(scene.reply("call " + i)).isEqualTo("ok");
		}
	}

	@Test
	void aClientThatShallNotSpeakItDoesNot() {
		ClientScene scene = client(false).ask("orders", "one", ClientScene.policy(1000, 0));
		answer(scene, 1, 0);
		scene.ask("orders", "two", ClientScene.policy(1000, 0));
		assertThat(scene.sent.get(1).size()).isGreaterThan(1);
	}

	@Test
	void largeAndManyBodiesTravelInSeveralFrames() {
		ClientScene scene = client(true).ask("orders", "one", ClientScene.policy(1000, 0));
		answer(scene, 1, 0);
		scene.ask("orders", "x".repeat(CompactCodec.LONGEST), ClientScene.policy(1000, 0));
		assertThat(scene.sent.get(1).size()).isGreaterThan(1);
	}

	@Test
	void aQueueGivesItToAWorkerThatTakesItAndAnswersAsItWasAsked() {
		BrokerMachine queue = queue(true);
		Identity worker = worker(queue, true);
		queue.onRequest(CLIENT, Peer.ANYONE, new Envelope(ClientDialect.COMPACT, Frames.NONE, call(1)), ORDERS,
				Frames.ofText("q"), 0);
		QueueCommand.Compact lease = (QueueCommand.Compact) this.toWorker.get(0);
		assertThat(lease.call().has(Property.QUEUE)).isTrue();
		CallFrame reply = CallFrame.of(lease.call().origin(), lease.call().number());
		queue.onWorkerCommand(worker, Peer.ANYONE, new WorkerCommand.Compact(reply, Frames.ofText("a")), 0);
		CompactMessage.Whole answer = (CompactMessage.Whole) CompactCodec.decodeReply(only(this.toClient.get(0)));
		assertThat(answer.body()).isEqualTo(Frames.ofText("a"));
		assertThat(answer.call().number()).isEqualTo(1);
	}

	@Test
	void aRepeatInSeveralFramesIsAnsweredInSeveralFrames() {
		BrokerMachine queue = queue(true);
		Identity worker = worker(queue, true);
		queue.onRequest(CLIENT, Peer.ANYONE, new Envelope(ClientDialect.COMPACT, Frames.NONE, call(1)), ORDERS,
				Frames.ofText("q"), 0);
		queue.onRequest(CLIENT, Peer.ANYONE, new Envelope(ClientDialect.MAJORDOMO_02, Frames.NONE, call(1)), ORDERS,
				Frames.ofText("q"), 0);
		CallFrame lease = ((QueueCommand.Compact) this.toWorker.get(0)).call();
		queue.onWorkerCommand(worker, Peer.ANYONE,
				new WorkerCommand.Compact(CallFrame.of(lease.origin(), lease.number()), Frames.ofText("a")), 0);
		assertThat(this.toWorker).hasSize(1);
		assertThat(this.toClient.get(0).size()).isGreaterThan(1);
	}

	@Test
	void aQueueThatShallNotSpeakItUnderstandsItAndDoesNot() {
		BrokerMachine queue = queue(false);
		Identity worker = worker(queue, true);
		queue.onRequest(CLIENT, Peer.ANYONE, new Envelope(ClientDialect.COMPACT, Frames.NONE, call(1)), ORDERS,
				Frames.ofText("q"), 0);
		QueueCommand.Request lease = (QueueCommand.Request) this.toWorker.get(0);
		queue.onWorkerCommand(worker, Peer.ANYONE,
				new WorkerCommand.Reply(WorkerDialect.MAJORDOMO_02, lease.addresses(), Frames.ofText("a")), 0);
		assertThat(this.toClient.get(0).from(1))
			.isEqualTo(Frames.of(new byte[0], bytes("MDPC02"), new byte[] { 3 }, bytes("orders"), bytes("a")));
	}

	@Test
	void aWorkerThatDoesNotTakeItGetsSeveralFrames() {
		BrokerMachine queue = queue(true);
		worker(queue, false);
		queue.onRequest(CLIENT, Peer.ANYONE, new Envelope(ClientDialect.COMPACT, Frames.NONE, call(1)), ORDERS,
				Frames.ofText("q"), 0);
		assertThat(this.toWorker.get(0)).isInstanceOf(QueueCommand.Request.class);
	}

	@Test
	void aStrangersAnswerInOneFrameIsDropped() {
		BrokerMachine queue = queue(true);
		queue.onWorkerCommand(CLIENT, Peer.ANYONE, new WorkerCommand.Compact(call(1), Frames.ofText("a")), 0);
		assertThat(queue.snapshot(0).dropped()).containsEntry(Drop.UNKNOWN_WORKER, 1L);
		assertThat(this.toClient).isEmpty();
	}

	@Test
	void aProxyInBetweenIsNoHindrance() {
		Frames request = Frames.of(bytes("proxy"),
				CompactCodec.encode(call(1).edit().text(Property.SERVICE, "orders").end(), Frames.ofText("q")));
		ClientRequest.Ask ask = (ClientRequest.Ask) ClientCodec.decodeRequest(request);
		assertThat(ask.service()).isEqualTo(ORDERS);
		Frames reply = ClientCodec.encodeReply(ask.envelope(), ORDERS, Frames.ofText("a"), true);
		assertThat(reply.size()).isEqualTo(2);
		assertThat(reply.text(0)).isEqualTo("proxy");
	}

	private static ClientScene client(boolean compact) {
		return new ClientScene(new ClientSettings(List.of("tcp://a"), ClientProtocol.AUTO, false, 1000, 4, compact))
			.connected(1);
	}

	private static void answer(ClientScene scene, int lane, int sentIndex) {
		CallFrame call = scene.callFrame(sentIndex);
		CallFrame reply = Reply.ok(Frames.ofText("x"), null, Map.of())
			.toCallFrame(call.origin(), call.number())
			.flag(Property.QUEUE)
			.end();
		scene.message(lane,
				Frames.of(reply.encode(), new byte[0], bytes("MDPC02"), new byte[] { 3 }, bytes("orders"), bytes("x")));
	}

	private BrokerMachine queue(boolean compact) {
		return new BrokerMachine(QueueSettings.defaults(1L << 28).with(compact), 7, () -> 0, new Recorder(),
				new BrokerEvents() {
				});
	}

	private static Identity worker(BrokerMachine queue, boolean compact) {
		Identity identity = new WorkerIdentity("w", 4, Duration.ofSeconds(1), 5, compact).encode();
		queue.onReady(identity, Peer.ANYONE, WorkerDialect.MAJORDOMO_02, ORDERS, 0);
		return identity;
	}

	private static CallFrame call(long number) {
		return CallFrame.build(99, number).number(Property.ATTEMPT, 1).end();
	}

	private static byte[] only(Frames frames) {
		assertThat(frames.size()).isEqualTo(1);
		return frames.frame(0);
	}

	private static byte[] bytes(String text) {
		return Frames.ofText(text).frame(0);
	}

	/** What the queue does. */
	private final class Recorder implements BrokerActions {

		@Override
		public void toClient(Identity client, Envelope envelope, ServiceName service, Frames body) {
			CompactTest.this.toClient.add(ClientCodec.encodeReply(envelope, service, body, true));
		}

		@Override
		public boolean offer(Identity client, Envelope envelope, ServiceName service, Frames body, boolean last) {
			throw new AssertionError("nobody answers in parts");
		}

		@Override
		public void toWorker(Identity worker, WorkerDialect dialect, QueueCommand command) {
			CompactTest.this.toWorker.add(command);
		}

	}

}
