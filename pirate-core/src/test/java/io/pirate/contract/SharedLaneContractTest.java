package io.pirate.contract;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.pirate.Lane;
import io.pirate.PirateClient;
import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SharedLaneContractTest extends LaneContract {

	@Override
	Lane lane() {
		return Lane.SHARED;
	}

	@Override
	void fail(ScriptedServer.Received request, String code, String reason) {
		Reply failure = Reply.failure(ReplyStatus.ERROR, code, reason);
		CallFrame call = callFrame(request);
		request.send(Frames.of(failure.toCallFrame(call.origin(), call.number()).end().encode()), failure.body());
	}

	private static CallFrame callFrame(ScriptedServer.Received request) {
		return (CallFrame) CallFrame.decodeRequest(request.envelope().frame(0));
	}

	@Test
	void everyAttemptRepeatsOriginAndNumber() {
		AtomicInteger heard = new AtomicInteger();
		ScriptedServer server = closing(ScriptedServer.with((request) -> {
			if (heard.incrementAndGet() >= 3) {
				request.echo();
			}
		}));
		assertThat(client(server.endpoint()).send(request("x"), policy(400, 25)).body().text(0)).isEqualTo("x");
		assertThat(server.received).hasSizeGreaterThanOrEqualTo(3);
		CallFrame first = callFrame(server.received.get(0));
		assertThat(server.received).allSatisfy((request) -> {
			assertThat(callFrame(request).origin()).isEqualTo(first.origin());
			assertThat(callFrame(request).number()).isEqualTo(first.number());
		});
	}

	@Test
	void duplicateForgedAndForeignRepliesAreCountedAndDeliveredToNobody() {
		ScriptedServer server = closing(ScriptedServer.with((request) -> {
			CallFrame call = callFrame(request);
			if (call.number() == 1) {
				request.echo();
				request.echo();
				return;
			}
			request.send(Frames.of(CallFrame.of(call.origin() + 1, call.number()).encode()), Frames.ofText("forged"));
			request.send(Frames.of(CallFrame.of(call.origin(), 1).encode()), Frames.ofText("late"));
			request.send(Frames.NONE, Frames.ofText("foreign"));
			request.echo();
		}));
		PirateClient client = client(server.endpoint());
		CompletableFuture<Reply> first = client.sendAsync(request("one"), PATIENT);
		assertThat(first.join().body().text(0)).isEqualTo("one");
		CompletableFuture<Reply> second = client.sendAsync(request("two"), PATIENT);
		assertThat(second.join().body().text(0)).isEqualTo("two");
		await().untilAsserted(() -> {
			assertThat(client.snapshot().lateReplies()).isEqualTo(3);
			assertThat(client.snapshot().malformed()).isEqualTo(1);
		});
	}

	@Test
	void aLaneIsReplacedWhileItsOldSocketIsStillRead() {
		ScriptedServer server = closing(ScriptedServer.with((request) -> {
		}));
		PirateClient client = client(server.endpoint());
		CompletableFuture<Reply> reply = client.sendAsync(request("x"), policy(300, 10));
		await().until(() -> server.received.size() >= 2);
		server.received.get(0).reply(Frames.ofText("on the old socket"));
		assertThat(reply.join().body().text(0)).isEqualTo("on the old socket");
		assertThat(client.snapshot().replacedLanes()).isPositive();
	}

}
