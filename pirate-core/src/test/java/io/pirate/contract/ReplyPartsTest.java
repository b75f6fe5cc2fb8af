package io.pirate.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;

import io.pirate.ClientOptions;
import io.pirate.PirateClient;
import io.pirate.PirateClosedException;
import io.pirate.PirateInterruptedException;
import io.pirate.PirateListener;
import io.pirate.RejectedException;
import io.pirate.ReplyParts;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Replies in parts over real sockets, taken by a thread that waits for them. */
@Timeout(60)
class ReplyPartsTest {

	private static final RetryPolicy PATIENT = new RetryPolicy(Duration.ofSeconds(20), 0, false);

	private final PartServer parts = new PartServer();

	private final ScriptedServer server = ScriptedServer.with(this.parts);

	private final PirateClient client = new PirateClient(ClientOptions.of(this.server.endpoint()).withCompact(false),
			PirateListener.NONE, ForkJoinPool.commonPool());

	@AfterEach
	void closeEverything() {
		this.client.close();
		this.server.close();
	}

	private PirateClient clientOf(Consumer<ScriptedServer.Received> script) {
		this.server.script(script);
		this.client.start();
		return this.client;
	}

	private static Request request(String body) {
		return Request.of(new ServiceName("rows"), Frames.ofText(body));
	}

	@Test
	void aThreadMayWaitForPartsOneByOne() {
		PirateClient client = clientOf(this.parts);
		List<String> taken = new ArrayList<>();
		try (ReplyParts replies = client.parts(request("1000"), PATIENT)) {
			replies.forEachRemaining((reply) -> taken.add(reply.body().text(0)));
			assertThat(replies.hasNext()).isFalse();
		}
		assertThat(taken).hasSize(1000).startsWith("part0", "part1").endsWith("part999");
		assertThat(this.parts.cancelled).isEmpty();
		assertThat(client.snapshot().inFlight()).isZero();
	}

	@Test
	void closingPartsCancelsTheCall() {
		PirateClient client = clientOf(this.parts);
		ReplyParts replies = client.parts(request("1000000"), PATIENT);
		assertThat(replies.next().body().text(0)).isEqualTo("part0");
		replies.close();
		await().until(() -> this.parts.cancelled.size() == 1);
		assertThatExceptionOfType(CancellationException.class).isThrownBy(replies::hasNext);
		await().until(() -> client.snapshot().inFlight() == 0);
	}

	@Test
	void aFailureOfPartsIsThrownAgainAndAgain() {
		PirateClient client = clientOf((request) -> PartServer.part(request,
				Reply.failure(ReplyStatus.REJECTED, "no-worker", "nobody is there"), 0, false));
		ReplyParts replies = client.parts(request("x"), PATIENT);
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(RejectedException.class).isThrownBy(replies::next)
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo("no-worker"));
		}
		client.close();
		assertThatExceptionOfType(PirateClosedException.class).isThrownBy(() -> client.parts(request("x"), PATIENT));
	}

	@Test
	void anInterruptCancelsTheCall() throws Exception {
		PirateClient client = clientOf((request) -> PartServer.part(request, 0, true));
		List<Object> seen = new CopyOnWriteArrayList<>();
		Thread caller = new Thread(() -> {
			ReplyParts replies = client.parts(request("x"), PATIENT);
			seen.add(replies.next().body().text(0));
			try {
				replies.hasNext();
			}
			catch (PirateInterruptedException ex) {
				seen.add(Thread.currentThread().isInterrupted());
			}
		});
		caller.start();
		await().until(() -> caller.getState() == Thread.State.WAITING && seen.size() == 1);
		caller.interrupt();
		caller.join(10_000);
		assertThat(seen).containsExactly("part0", true);
		await().until(() -> client.snapshot().inFlight() == 0);
	}

}
