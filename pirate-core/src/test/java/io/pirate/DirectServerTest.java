package io.pirate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.Job;
import io.pirate.machine.WorkerSettings;
import io.pirate.wire.CallFrame;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.PlainCodec;
import io.pirate.wire.PlainMessage;
import io.pirate.wire.Property;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMsg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A worker that is bound and asked directly, by raw sockets. */
class DirectServerTest {

	private static final int PATIENCE_MILLIS = 10_000;

	private static WorkerOptions bound(int concurrency, int capacity, Duration handlerTimeout, Duration drainTimeout) {
		return WorkerOptions.bound("server", "tcp://127.0.0.1:*")
			.with(new WorkerSettings("server", ServiceName.ANONYMOUS, WorkerDialect.PARANOID, List.of(),
					HeartbeatPolicy.DEFAULT, Duration.ofSeconds(1), Duration.ofSeconds(2), concurrency, capacity,
					handlerTimeout, drainTimeout));
	}

	private static WorkerFixture serving(PirateHandler handler) {
		return new WorkerFixture(bound(4, 8, Duration.ofSeconds(30), Duration.ofSeconds(5)), handler).start();
	}

	private static ZMQ.Socket connect(ZContext context, SocketType type, WorkerFixture server) {
		ZMQ.Socket socket = context.createSocket(type);
		socket.setLinger(0);
		socket.setHandshakeIvl(1000);
		socket.setReceiveTimeOut(PATIENCE_MILLIS);
		socket.connect(server.worker().boundEndpoint());
		return socket;
	}

	private static Frames ask(ZMQ.Socket socket, Frames frames) {
		send(socket, frames);
		return receive(socket);
	}

	private static void send(ZMQ.Socket socket, Frames frames) {
		for (int i = 0; i < frames.size(); i++) {
			socket.send(frames.frame(i), (i < frames.size() - 1) ? ZMQ.SNDMORE : 0);
		}
	}

	private static Frames receive(ZMQ.Socket socket) {
		ZMsg message = ZMsg.recvMsg(socket);
		assertThat(message).as("an answer").isNotNull();
		byte[][] parts = new byte[message.size()][];
		for (int i = 0; i < parts.length; i++) {
			parts[i] = message.pop().getData();
		}
		return Frames.of(parts);
	}

	private static Frames call(CallFrame call, String body) {
		return PlainCodec.encode(new Envelope(Frames.NONE, call), Frames.ofText(body));
	}

	private static CallFrame replyOf(Frames frames) {
		PlainMessage message = PlainCodec.decodeReply(frames);
		assertThat(message).isInstanceOf(PlainMessage.Exchange.class);
		CallFrame call = ((PlainMessage.Exchange) message).envelope().call();
		assertThat(call).isNotNull();
		return call;
	}

	@Test
	void echoesAllFramesToAReqClient() {
		try (WorkerFixture server = serving(WorkerFixture::echo); ZContext context = new ZContext()) {
			ZMQ.Socket client = connect(context, SocketType.REQ, server);
			for (int i = 0; i < 200; i++) {
				Frames body = Frames.of(ByteBuffer.allocate(4).putInt(i).array(), new byte[0], new byte[] { 0, 1 });
				assertThat(ask(client, body)).isEqualTo(body);
			}
			assertThat(server.worker().snapshot().handled()).isEqualTo(200);
			assertThat(server.worker().snapshot().links().get(0).endpoint()).isEqualTo(server.worker().boundEndpoint());
		}
	}

	@Test
	void answersAPipeliningDealerWithItsOwnAddresses() {
		try (WorkerFixture server = serving(WorkerFixture::echo); ZContext context = new ZContext()) {
			ZMQ.Socket client = connect(context, SocketType.DEALER, server);
			int count = 2000;
			BitSet open = new BitSet();
			for (int i = 0; i < count; i++) {
				open.set(i);
				send(client, Frames.ofText("id", Integer.toString(i), "", "body " + i));
			}
			for (int i = 0; i < count; i++) {
				Frames reply = receive(client);
				assertThat(reply.text(0)).isEqualTo("id");
				assertThat(reply.text(3)).isEqualTo("body " + reply.text(1));
				open.clear(Integer.parseInt(reply.text(1)));
			}
			assertThat(open.isEmpty()).isTrue();
		}
	}

	@Test
	void givesTheHandlerWhatTheCallFrameSaysAndTheReplyItsProperties() {
		CompletableFuture<Job> seen = new CompletableFuture<>();
		PirateHandler handler = (job) -> {
			seen.complete(job);
			return CompletableFuture
				.completedFuture(Reply.ok(Frames.ofText("{}"), "application/json", Map.of("answer", "42")));
		};
		try (WorkerFixture server = serving(handler); ZContext context = new ZContext()) {
			ZMQ.Socket client = connect(context, SocketType.DEALER, server);
			CallFrame call = CallFrame.build(5, 6)
				.number(Property.ATTEMPT, 2)
				.number(Property.BUDGET, 5000)
				.text("tenant", "blue")
				.end();
			CallFrame reply = replyOf(ask(client, call(call, "x")));
			assertThat(reply.origin()).isEqualTo(5);
			assertThat(reply.number()).isEqualTo(6);
			assertThat(reply.text(Property.CONTENT_TYPE)).isEqualTo("application/json");
			assertThat(reply.headers()).containsEntry("answer", "42");
			assertThat(seen.join().attempt()).isEqualTo(2);
			assertThat(seen.join().request().headers()).containsEntry("tenant", "blue");
			assertThat(seen.join().budgetNanos()).isBetween(1L, Duration.ofSeconds(5).toNanos());
		}
	}

	@Test
	void aHandlerThatFailsIsAnErrorReply() {
		PirateHandler handler = (job) -> {
			throw new IllegalStateException("out of rum");
		};
		try (WorkerFixture server = serving(handler); ZContext context = new ZContext()) {
			ZMQ.Socket plain = connect(context, SocketType.REQ, server);
			assertThat(ask(plain, Frames.ofText("x"))).isEqualTo(Frames.ofText("ERROR handler-failed out of rum"));
			ZMQ.Socket ours = connect(context, SocketType.DEALER, server);
			CallFrame reply = replyOf(ask(ours, call(CallFrame.of(1, 1), "x")));
			assertThat(reply.status()).isEqualTo(ReplyStatus.ERROR);
			assertThat(reply.text(Property.CODE)).isEqualTo("handler-failed");
			assertThat(reply.text(Property.REASON)).isEqualTo("out of rum");
		}
	}

	@Test
	void sixtyFourClientsAtOnceGetTheirOwnAnswers() throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(64);
		try (WorkerFixture server = serving(WorkerFixture::echo); ZContext context = new ZContext()) {
			List<Future<Integer>> results = new ArrayList<>();
			for (int i = 0; i < 64; i++) {
				int number = i;
				results.add(clients.submit(() -> askRepeatedly(context, server, number)));
			}
			for (Future<Integer> result : results) {
				assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(50);
			}
		}
		finally {
			clients.shutdownNow();
		}
	}

	private static int askRepeatedly(ZContext context, WorkerFixture server, int number) {
		int right = 0;
		try (ZMQ.Socket client = connect(context, SocketType.REQ, server)) {
			for (int i = 0; i < 50; i++) {
				Frames body = Frames.ofText(number + "/" + i);
				right += ask(client, body).equals(body) ? 1 : 0;
			}
		}
		return right;
	}

	@Test
	void aRepeatedCallRunsOnceAndIsAnsweredAgain() {
		AtomicInteger runs = new AtomicInteger();
		PirateHandler handler = (job) -> {
			runs.incrementAndGet();
			return WorkerFixture.echo(job);
		};
		try (WorkerFixture server = serving(handler); ZContext context = new ZContext()) {
			ZMQ.Socket client = connect(context, SocketType.DEALER, server);
			for (int attempt = 1; attempt <= 3; attempt++) {
				CallFrame call = CallFrame.build(1, 1).number(Property.ATTEMPT, attempt).end();
				assertThat(replyOf(ask(client, call(call, "x"))).number()).isEqualTo(1);
			}
			assertThat(runs).hasValue(1);
		}
	}

	@Test
	void rejectsWhatIsBeyondItsLimitAtOnce() {
		CompletableFuture<Reply> later = new CompletableFuture<>();
		WorkerOptions narrow = bound(1, 1, Duration.ofSeconds(30), Duration.ofSeconds(5));
		WorkerOptions two = new WorkerOptions(narrow.settings(), narrow.bind(), 2, narrow.maxMessageSize());
		try (WorkerFixture server = new WorkerFixture(two, (job) -> later).start(); ZContext context = new ZContext()) {
			ZMQ.Socket client = connect(context, SocketType.DEALER, server);
			for (int i = 1; i <= 4; i++) {
				send(client, call(CallFrame.of(1, i), "x"));
			}
			CallFrame reply = replyOf(receive(client));
			assertThat(reply.number()).isEqualTo(4);
			assertThat(reply.status()).isEqualTo(ReplyStatus.REJECTED);
			assertThat(server.worker().snapshot().waiting()).isEqualTo(2);
			assertThat(server.worker().snapshot().running()).isEqualTo(1);
			later.complete(Reply.ok(Frames.ofText("y"), null, Map.of()));
			for (int i = 1; i <= 3; i++) {
				assertThat(replyOf(receive(client)).status()).isEqualTo(ReplyStatus.OK);
			}
		}
	}

	@Test
	void aStuckHandlerIsAnErrorAndTheServerServesAgainWhenItReturns() {
		CompletableFuture<Reply> later = new CompletableFuture<>();
		PirateHandler handler = (job) -> job.request().body().text(0).equals("loop") ? later : WorkerFixture.echo(job);
		WorkerOptions strict = bound(1, 2, Duration.ofSeconds(2), Duration.ofSeconds(5));
		try (WorkerFixture server = new WorkerFixture(strict, handler).start(); ZContext context = new ZContext()) {
			ZMQ.Socket client = connect(context, SocketType.DEALER, server);
			send(client, call(CallFrame.of(1, 1), "loop"));
			send(client, call(CallFrame.of(1, 2), "wait"));
			CallFrame failed = replyOf(receive(client));
			assertThat(failed.number()).isEqualTo(1);
			assertThat(failed.status()).isEqualTo(ReplyStatus.ERROR);
			assertThat(failed.text(Property.CODE)).isEqualTo("handler-timeout");
			await().until(() -> server.worker().snapshot().stuck() == 1);
			later.complete(Reply.ok(Frames.ofText("late"), null, Map.of()));
			CallFrame second = replyOf(receive(client));
			assertThat(second.number()).isEqualTo(2);
			assertThat(second.status()).isEqualTo(ReplyStatus.OK);
		}
	}

	@Test
	void drainsWhatItHasAndRefusesTheRest() throws InterruptedException {
		CompletableFuture<Reply> later = new CompletableFuture<>();
		try (WorkerFixture server = serving((job) -> later); ZContext context = new ZContext()) {
			ZMQ.Socket client = connect(context, SocketType.DEALER, server);
			send(client, call(CallFrame.of(1, 1), "x"));
			await().until(() -> server.worker().snapshot().running() == 1);
			CountDownLatch stopped = new CountDownLatch(1);
			server.worker().stop(stopped::countDown);
			await().until(() -> server.worker().snapshot().draining());
			CallFrame refused = replyOf(ask(client, call(CallFrame.of(1, 2), "y")));
			assertThat(refused.number()).isEqualTo(2);
			assertThat(refused.status()).isEqualTo(ReplyStatus.REJECTED);
			assertThat(stopped.getCount()).isEqualTo(1);
			later.complete(Reply.ok(Frames.ofText("done"), null, Map.of()));
			assertThat(replyOf(receive(client)).number()).isEqualTo(1);
			assertThat(stopped.await(5, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void drainingEndsWithAFailureForWhatTakesTooLong() {
		WorkerOptions impatient = bound(1, 2, Duration.ofSeconds(30), Duration.ofMillis(300));
		CompletableFuture<Reply> never = new CompletableFuture<>();
		try (WorkerFixture server = new WorkerFixture(impatient, (job) -> never).start();
				ZContext context = new ZContext()) {
			ZMQ.Socket client = connect(context, SocketType.DEALER, server);
			send(client, call(CallFrame.of(1, 1), "x"));
			await().until(() -> server.worker().snapshot().running() == 1);
			server.worker().close();
			CallFrame reply = replyOf(receive(client));
			assertThat(reply.status()).isEqualTo(ReplyStatus.ERROR);
			assertThat(server.worker().isRunning()).isFalse();
		}
	}

	@Test
	void keepsServingAfterGarbage() {
		try (WorkerFixture server = serving(WorkerFixture::echo); ZContext context = new ZContext()) {
			ZMQ.Socket client = connect(context, SocketType.DEALER, server);
			send(client, Frames.of(new byte[] { 1 }));
			send(client, Frames.of(new byte[] { 1, 'P', 'I', 'R', 1, 0 }, new byte[0], new byte[] { 1 }));
			send(client, Frames.of(new byte[0]));
			assertThat(ask(client, Frames.ofText("", "hi"))).isEqualTo(Frames.ofText("", "hi"));
		}
	}

	@Test
	void aBindThatFailsFailsTheStart() throws IOException {
		try (java.net.ServerSocket taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
			String endpoint = "tcp://127.0.0.1:" + taken.getLocalPort();
			try (WorkerFixture server = new WorkerFixture(WorkerOptions.bound("server", endpoint),
					WorkerFixture::echo)) {
				assertThatThrownBy(() -> server.worker().start()).isInstanceOf(BindException.class)
					.hasMessageContaining(endpoint);
				assertThat(server.worker().isRunning()).isFalse();
			}
		}
	}

	@Test
	void bindsAgainAfterAStop() throws InterruptedException {
		try (WorkerFixture server = serving(WorkerFixture::echo); ZContext context = new ZContext()) {
			CountDownLatch stopped = new CountDownLatch(1);
			server.worker().stop(stopped::countDown);
			assertThat(stopped.await(5, TimeUnit.SECONDS)).isTrue();
			assertThat(server.worker().boundEndpoint()).isNull();
			server.worker().start();
			ZMQ.Socket client = connect(context, SocketType.REQ, server);
			assertThat(ask(client, Frames.ofText("x"))).isEqualTo(Frames.ofText("x"));
		}
	}

}
