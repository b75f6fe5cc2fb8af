package io.pirate.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.pirate.ClientOptions;
import io.pirate.Lane;
import io.pirate.NoReplyException;
import io.pirate.OutcomeUnknownException;
import io.pirate.PirateClient;
import io.pirate.PirateClosedException;
import io.pirate.PirateListener;
import io.pirate.RejectedException;
import io.pirate.RemoteFailureException;
import io.pirate.machine.ClientProtocol;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Replies in parts over real sockets, taken by subscribers. */
@Timeout(60)
class StreamingTest {

	private static final RetryPolicy PATIENT = new RetryPolicy(Duration.ofSeconds(20), 0, false);

	private final ExecutorService callbacks = Executors.newFixedThreadPool(4);

	private final List<AutoCloseable> closeables = new ArrayList<>();

	private final PartServer parts = new PartServer();

	@AfterEach
	void closeEverything() throws Exception {
		for (int i = this.closeables.size() - 1; i >= 0; i--) {
			this.closeables.get(i).close();
		}
		this.callbacks.shutdownNow();
	}

	private <T extends AutoCloseable> T closing(T closeable) {
		this.closeables.add(closeable);
		return closeable;
	}

	private PirateClient client(ClientOptions options) {
		PirateClient client = closing(
				new PirateClient(options.withCompact(false), PirateListener.NONE, this.callbacks));
		client.start();
		return client;
	}

	private PirateClient clientOf(Consumer<ScriptedServer.Received> script) {
		return client(ClientOptions.of(closing(ScriptedServer.with(script)).endpoint()));
	}

	private static Request request(String body) {
		return Request.of(new ServiceName("rows"), Frames.ofText(body));
	}

	private static RetryPolicy policy(int timeoutMillis, int retries) {
		return new RetryPolicy(Duration.ofMillis(timeoutMillis), retries, false);
	}

	private static void assertComplete(Taker taker, int parts) {
		await().atMost(Duration.ofSeconds(30)).until(taker::isOver);
		assertTook(taker, parts);
	}

	private static void assertTook(Taker taker, int parts) {
		assertThat(taker.failure()).isNull();
		assertThat(taker.taken).hasSize(parts);
		for (int i = 0; i < parts; i++) {
			assertThat(taker.taken.get(i)).isEqualTo("part" + i);
		}
	}

	@ParameterizedTest
	@EnumSource(value = ClientProtocol.class, mode = EnumSource.Mode.EXCLUDE, names = "FREELANCE")
	void partsArriveInOrderAndComplete(ClientProtocol protocol) {
		PirateClient client = client(
				ClientOptions.of(closing(ScriptedServer.with(this.parts)).endpoint()).with(protocol));
		Taker taker = new Taker(Long.MAX_VALUE);
		client.stream(request("1000"), PATIENT).subscribe(taker);
		assertComplete(taker, 1000);
		assertThat(client.snapshot().inFlight()).isZero();
		assertThat(this.parts.cancelled).isEmpty();
	}

	@Test
	void aSlowConsumerIsNeverOverrun() {
		PirateClient client = clientOf(this.parts);
		AtomicInteger mostAhead = new AtomicInteger();
		Taker taker = new Taker(1);
		taker.onEach = (count) -> {
			mostAhead.accumulateAndGet(this.parts.sent.get() - count + 1, Math::max);
			if (count % 100 == 0) {
				Thread.yield();
			}
			taker.request(1);
		};
		client.stream(request("20000"), PATIENT).subscribe(taker);
		assertComplete(taker, 20_000);
		assertThat(mostAhead.get()).isBetween(2, 64);
	}

	@Test
	void whoAsksForNothingGetsNothingAndHoldsTheSenderBack() {
		PirateClient client = clientOf(this.parts);
		Taker taker = new Taker(0);
		client.stream(request("1000"), policy(300, 0)).subscribe(taker);
		await().until(() -> this.parts.sent.get() == 64);
		assertThat(taker.taken).isEmpty();
		taker.request(10);
		await().until(() -> taker.taken.size() == 10);
		taker.request(Long.MAX_VALUE);
		assertComplete(taker, 1000);
	}

	@Test
	void aThousandStreamsAtOnce() {
		PirateClient client = clientOf(this.parts);
		List<Taker> takers = new ArrayList<>();
		int threads = Thread.activeCount();
		for (int i = 0; i < 1000; i++) {
			Taker taker = new Taker(Long.MAX_VALUE);
			takers.add(taker);
			client.stream(request("100"), PATIENT).subscribe(taker);
		}
		await().atMost(Duration.ofSeconds(30)).until(() -> takers.stream().allMatch(Taker::isOver));
		takers.forEach((taker) -> assertTook(taker, 100));
		assertThat(Thread.activeCount()).isLessThan(threads + 10);
		assertThat(client.snapshot().lateReplies()).isZero();
		assertThat(client.snapshot().malformed()).isZero();
	}

	@Test
	void cancellingReachesTheServerOnceAndNothingFollows() {
		PirateClient client = clientOf(this.parts);
		Taker taker = new Taker(Long.MAX_VALUE);
		taker.onEach = (count) -> {
			if (count == 100) {
				taker.cancel();
				taker.cancel();
			}
		};
		client.stream(request("1000000"), PATIENT).subscribe(taker);
		await().until(() -> !this.parts.cancelled.isEmpty());
		await().until(() -> client.snapshot().inFlight() == 0);
		assertThat(this.parts.cancelled).hasSize(1);
		assertThat(taker.taken).hasSize(100);
		assertThat(taker.isOver()).isFalse();
	}

	@Test
	void aGapIsATypedFailureAfterThePartsBeforeIt() {
		PirateClient client = clientOf((request) -> {
			PartServer.part(request, 0, true);
			PartServer.part(request, 2, true);
		});
		Taker taker = new Taker(Long.MAX_VALUE);
		client.stream(request("x"), policy(5000, 3)).subscribe(taker);
		await().until(taker::isOver);
		assertThat(taker.failure()).isInstanceOf(OutcomeUnknownException.class).hasMessageContaining("part 2");
		assertThat(taker.taken).containsExactly("part0");
	}

	@Test
	void failuresOfTheFarSideAreTheTypedOnes() {
		PirateClient client = clientOf((request) -> {
			PartServer.part(request, 0, true);
			ReplyStatus status = ReplyStatus.valueOf(request.text());
			PartServer.part(request, Reply.failure(status, "some-code", "so it is"), 1, false);
		});
		for (var expected : List.of(RemoteFailureException.class, OutcomeUnknownException.class,
				RejectedException.class)) {
			String status = expected == RemoteFailureException.class ? "ERROR"
					: expected == RejectedException.class ? "REJECTED" : "LOST";
			Taker taker = new Taker(1);
			client.stream(request(status), PATIENT).subscribe(taker);
			await().until(taker::isOver);
			assertThat(taker.failure()).isInstanceOf(expected).hasMessageContaining("so it is");
			assertThat(taker.taken).hasSize(1);
		}
	}

	@Test
	void silenceIsATypedFailureBeforeAndAfterTheFirstPart() {
		PirateClient client = clientOf((request) -> {
			if (request.text().equals("one")) {
				PartServer.part(request, 0, true);
			}
		});
		Taker none = new Taker(1);
		client.stream(request("none"), policy(200, 1)).subscribe(none);
		await().until(none::isOver);
		assertThat(none.failure()).isInstanceOf(NoReplyException.class);
		await().untilAsserted(() -> {
			Taker one = new Taker(1);
			client.stream(request("one"), policy(500, 0)).subscribe(one);
			await().until(one::isOver);
			assertThat(one.failure()).isInstanceOf(OutcomeUnknownException.class).hasMessageContaining("500 ms");
		});
	}

	@Test
	void aLostConnectionInTheMiddleIsATypedFailure() {
		ScriptedServer server = closing(ScriptedServer.with((request) -> PartServer.part(request, 0, true)));
		PirateClient client = client(ClientOptions.of(server.endpoint()));
		Taker taker = new Taker(1);
		client.stream(request("x"), policy(20_000, 3)).subscribe(taker);
		await().until(() -> taker.taken.size() == 1);
		server.close();
		await().until(taker::isOver);
		assertThat(taker.failure()).isInstanceOf(OutcomeUnknownException.class).hasMessageContaining("connection");
	}

	@Test
	void closingTheClientEndsStreams() {
		PirateClient client = clientOf(this.parts);
		Taker taker = new Taker(10);
		client.stream(request("10"), PATIENT).subscribe(new Taker(1));
		client.stream(request("1000"), PATIENT).subscribe(taker);
		await().until(() -> taker.taken.size() == 10);
		client.close();
		taker.request(Long.MAX_VALUE);
		await().until(taker::isOver);
		assertThat(taker.failure()).isInstanceOf(PirateClosedException.class);
	}

	@Test
	void streamsCountAsInFlight() {
		PirateClient client = client(
				ClientOptions.of(closing(ScriptedServer.with(this.parts)).endpoint()).withMaxInFlight(1));
		Taker first = new Taker(0);
		client.stream(request("1000"), PATIENT).subscribe(first);
		Taker second = new Taker(1);
		client.stream(request("1"), PATIENT).subscribe(second);
		await().until(second::isOver);
		assertThat(second.failure()).isInstanceOf(RejectedException.class);
		assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> client.send(request("1"), PATIENT));
		first.cancel();
		await().untilAsserted(() -> assertThat(client.send(request("1"), PATIENT).body().text(0)).isEqualTo("part0"));
	}

	@Test
	void anOrdinaryCallGetsTheLastPart() {
		PirateClient client = clientOf((request) -> {
			for (int i = 0; i < 100; i++) {
				PartServer.part(request, i, true);
			}
			PartServer.part(request, Reply.end(), 100, false);
		});
		assertThat(client.send(request("x"), PATIENT).body().text(0)).isEqualTo("part99");
		assertThat(client.sendAsync(request("x"), PATIENT).join().body().text(0)).isEqualTo("part99");
	}

	@Test
	void foreignPartsOfVersion2ComeOnExclusiveLanes() {
		ScriptedServer server = closing(ScriptedServer.with((request) -> {
			for (int i = 0; i < 200; i++) {
				request.send(Frames.NONE, Frames.ofText("part" + i), i == 199);
			}
		}));
		PirateClient client = client(ClientOptions.of(server.endpoint()).with(Lane.EXCLUSIVE));
		Taker taker = new Taker(Long.MAX_VALUE);
		client.stream(request("x"), PATIENT).subscribe(taker);
		assertComplete(taker, 200);
		assertThat(client.send(request("x"), PATIENT).body().text(0)).isEqualTo("part199");
	}

}
