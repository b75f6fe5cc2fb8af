package io.pirate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;

import io.pirate.machine.Job;
import io.pirate.machine.RetryPolicy;
import io.pirate.machine.TitanicSettings;
import io.pirate.machine.TitanicSnapshot;
import io.pirate.machine.WorkerSettings;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import io.pirate.wire.TspCodec;
import io.pirate.wire.TspReply;
import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Titanic beside a queue, with SQLite, over real sockets. */
class PirateTitanicTest {

	private static final ServiceName ECHO = TitanicFixture.ECHO;

	@TempDir
	private Path directory;

	private static CompletableFuture<Reply> echo(Job job) {
		return CompletableFuture
			.completedFuture(Reply.ok(job.request().body(), job.request().contentType(), job.request().headers()));
	}

	@Test
	void aRequestIsStoredExecutedAndForgotten() {
		try (TitanicFixture fixture = new TitanicFixture(this.directory)) {
			String id = fixture.submit(ECHO, "hi");
			assertThat(fixture.fetch(id)).isEqualTo(TspReply.Pending.INSTANCE);
			fixture.worker(ECHO, PirateTitanicTest::echo);
			assertThat(fixture.awaitEnd(id)).isEqualTo(new TspReply.Answered(Frames.ofText("hi")));
			assertThat(fixture.fetch(id)).isEqualTo(new TspReply.Answered(Frames.ofText("hi")));
			assertThat(fixture.close(id)).isEqualTo(TspReply.Closed.INSTANCE);
			assertThat(fixture.close(id)).isEqualTo(TspReply.Closed.INSTANCE);
			assertThat(fixture.fetch(id)).isEqualTo(TspReply.Unknown.INSTANCE);
			TitanicSnapshot snapshot = fixture.titanic().snapshot();
			assertThat(snapshot.storedRequests()).isZero();
			assertThat(snapshot.storedBytes()).isZero();
			assertThat(snapshot.stored()).isEqualTo(1);
			assertThat(snapshot.executed()).isEqualTo(1);
			assertThat(snapshot.accepting()).isTrue();
			assertThat(snapshot.failure()).isNull();
		}
	}

	@Test
	void whatIsStoredOutlivesEverything() {
		List<String> ids = new ArrayList<>();
		try (TitanicFixture fixture = new TitanicFixture(this.directory)) {
			for (int i = 0; i < 100; i++) {
				ids.add(fixture.submit(ECHO, "n" + i));
			}
			assertThat(fixture.titanic().snapshot().backlog()).containsEntry(ECHO, 100L);
		}
		List<String> order = new CopyOnWriteArrayList<>();
		try (TitanicFixture fixture = new TitanicFixture(this.directory)) {
			assertThat(fixture.titanic().snapshot().pending()).isEqualTo(100);
			fixture.worker(ECHO, (job) -> {
				order.add(job.request().body().text(0));
				return echo(job);
			});
			for (int i = 0; i < ids.size(); i++) {
				assertThat(fixture.awaitEnd(ids.get(i))).isEqualTo(new TspReply.Answered(Frames.ofText("n" + i)));
			}
			await().until(() -> fixture.titanic().snapshot().pending() == 0);
			assertThat(order).hasSize(100).doesNotHaveDuplicates();
		}
		try (TitanicFixture fixture = new TitanicFixture(this.directory)) {
			assertThat(fixture.fetch(ids.get(7))).isEqualTo(new TspReply.Answered(Frames.ofText("n7")));
			assertThat(fixture.titanic().snapshot().replies()).isEqualTo(100);
		}
	}

	@Test
	void headersAndContentTypeTravelBothWays() {
		try (TitanicFixture fixture = new TitanicFixture(this.directory)) {
			List<Request> seen = new CopyOnWriteArrayList<>();
			fixture.worker(ECHO, (job) -> {
				seen.add(job.request());
				return CompletableFuture
					.completedFuture(Reply.ok(Frames.ofText("{}"), "application/json", Map.of("answered-by", "me")));
			});
			String id = fixture.submit(ECHO, "hi", Map.of("tenant", "blue"));
			fixture.awaitEnd(id);
			assertThat(seen.get(0).headers()).containsEntry("tenant", "blue").containsKey("call-id");
			assertThat(seen.get(0).headers().get("call-id")).isNotEqualTo(id);
			assertThat(seen.get(0).contentType()).isEqualTo("text/plain");
			Reply reply = fixture.client().send(Request.of(TspCodec.REPLY, TspCodec.encodeId(id)), RetryPolicy.DEFAULT);
			assertThat(reply.contentType()).isEqualTo("application/json");
			assertThat(reply.headers()).containsEntry("answered-by", "me");
		}
	}

	@Test
	void theSameKeyGivesTheSameTicket() {
		try (TitanicFixture fixture = new TitanicFixture(this.directory)) {
			Map<String, String> key = Map.of(TspCodec.IDEMPOTENCY_KEY, "order-1");
			String id = fixture.submit(ECHO, "hi", key);
			assertThat(fixture.submit(ECHO, "hi", key)).isEqualTo(id);
			assertThat(fixture.submit(new ServiceName("other"), "hi", key)).isNotEqualTo(id);
			AtomicInteger runs = new AtomicInteger();
			fixture.worker(ECHO, (job) -> {
				runs.incrementAndGet();
				return echo(job);
			});
			fixture.awaitEnd(id);
			assertThat(fixture.submit(ECHO, "hi", key)).isEqualTo(id);
			assertThat(runs).hasValue(1);
			fixture.close(id);
			assertThat(fixture.submit(ECHO, "hi", key)).isNotEqualTo(id);
		}
	}

	@Test
	void aFailedRequestSaysSoWithStatusAndCode() {
		try (TitanicFixture fixture = new TitanicFixture(this.directory)) {
			fixture.worker(ECHO, (job) -> CompletableFuture
				.completedFuture(Reply.failure(ReplyStatus.ERROR, "bad-request", "no such order")));
			String id = fixture.submit(ECHO, "hi");
			assertThat(fixture.awaitEnd(id))
				.isEqualTo(new TspReply.Failed(ReplyStatus.ERROR, "bad-request", "no such order"));
		}
	}

	@Test
	void aRequestThatEndsItsWorkersBecomesADeadLetterAndCanBeTriedAgain() {
		AtomicInteger runs = new AtomicInteger();
		try (TitanicFixture fixture = new TitanicFixture(this.directory)) {
			WorkerOptions options = WorkerOptions.of("tester", ECHO, fixture.queue().backend());
			PirateContext context = new PirateContext("test-worker");
			// each lease ends when its handler takes too long
			WorkerOptions hasty = options.with(new WorkerSettings("hasty", ECHO, WorkerDialect.MAJORDOMO_02,
					List.of(fixture.queue().backend()), TitanicFixture.PULSE, Duration.ofMillis(100),
					Duration.ofMillis(100), 4, 4, Duration.ofMillis(50), Duration.ofSeconds(1)));
			PirateWorkerContainer worker = new PirateWorkerContainer(context, hasty, (job) -> {
				runs.incrementAndGet();
				return new CompletableFuture<>();
			}, ForkJoinPool.commonPool(), PirateListener.NONE);
			try (context; worker) {
				worker.start();
				String id = fixture.submit(ECHO, "poison");
				assertThat(fixture.awaitEnd(id)).isInstanceOfSatisfying(TspReply.Failed.class, (failed) -> {
					assertThat(failed.status()).isEqualTo(ReplyStatus.LOST);
					assertThat(failed.code()).isEqualTo("dead-letter");
				});
				assertThat(runs).hasValue(3);
				assertThat(fixture.titanic().deadLetters(10)).singleElement().satisfies((letter) -> {
					assertThat(letter.id()).isEqualTo(id);
					assertThat(letter.deliveries()).isEqualTo(3);
					assertThat(letter.service()).isEqualTo(ECHO);
				});
				assertThat(fixture.titanic().snapshot().deadLetters()).isEqualTo(1);
				worker.close();
				fixture.worker(ECHO, PirateTitanicTest::echo);
				assertThat(fixture.titanic().requeue(id)).isTrue();
				assertThat(fixture.titanic().requeue("0".repeat(32))).isFalse();
				assertThat(fixture.awaitEnd(id)).isEqualTo(new TspReply.Answered(Frames.ofText("poison")));
				assertThat(fixture.titanic().deadLetters(10)).isEmpty();
			}
		}
	}

	@Test
	void aSlowOrAbsentServiceDelaysNoOther() {
		CompletableFuture<Reply> never = new CompletableFuture<>();
		ServiceName slow = new ServiceName("slow");
		ServiceName absent = new ServiceName("absent");
		try (TitanicFixture fixture = new TitanicFixture(this.directory)) {
			fixture.worker(slow, (job) -> never);
			fixture.worker(ECHO, PirateTitanicTest::echo);
			for (int i = 0; i < 70; i++) {
				fixture.submit(slow, "s" + i);
				fixture.submit(absent, "a" + i);
			}
			for (int i = 0; i < 20; i++) {
				assertThat(fixture.awaitEnd(fixture.submit(ECHO, "e" + i)))
					.isEqualTo(new TspReply.Answered(Frames.ofText("e" + i)));
			}
			assertThat(fixture.titanic().snapshot().backlog()).containsEntry(slow, 70L).containsEntry(absent, 70L);
			assertThat(fixture.titanic().snapshot().inHand()).isEqualTo(64);
			never.complete(Reply.ok(Frames.ofText("late"), null, Map.of()));
			await().until(() -> !fixture.titanic().snapshot().backlog().containsKey(slow));
		}
	}

	@Test
	void closingWithdrawsWhatNoWorkerHas() {
		AtomicInteger runs = new AtomicInteger();
		CompletableFuture<Reply> blocked = new CompletableFuture<>();
		try (TitanicFixture fixture = new TitanicFixture(this.directory)) {
			String waiting = fixture.submit(ECHO, "withdrawn");
			assertThat(fixture.close(waiting)).isEqualTo(TspReply.Closed.INSTANCE);
			fixture.worker(ECHO, (job) -> {
				runs.incrementAndGet();
				return blocked;
			});
			String running = fixture.submit(ECHO, "running");
			await().until(() -> runs.get() == 1);
			assertThat(fixture.close(running)).isEqualTo(TspReply.Closed.INSTANCE);
			assertThat(fixture.fetch(running)).isEqualTo(TspReply.Unknown.INSTANCE);
			assertThat(fixture.titanic().snapshot().storedRequests()).isEqualTo(1);
			blocked.complete(Reply.ok(Frames.ofText("done"), null, Map.of()));
			await().until(() -> fixture.titanic().snapshot().storedRequests() == 0);
			assertThat(fixture.fetch(running)).isEqualTo(TspReply.Unknown.INSTANCE);
			assertThat(runs).hasValue(1);
		}
	}

	@Test
	void closingWithdrawsWhatStillWaitsAtTheQueue() {
		int more = TitanicFixture.CAPACITY + 8;
		Set<String> runs = ConcurrentHashMap.newKeySet();
		CompletableFuture<Reply> blocked = new CompletableFuture<>();
		try (TitanicFixture fixture = new TitanicFixture(this.directory)) {
			fixture.worker(ECHO, (job) -> {
				runs.add(job.request().body().text(0));
				return blocked;
			});
			List<String> ids = new ArrayList<>();
			for (int i = 0; i < more; i++) {
				ids.add(fixture.submit(ECHO, "n" + i));
			}
			await().until(() -> fixture.titanic().snapshot().inHand() == more);
			assertThat(fixture.close(ids.get(more - 1))).isEqualTo(TspReply.Closed.INSTANCE);
			await().until(() -> fixture.titanic().snapshot().storedRequests() == more - 1);
			assertThat(fixture.titanic().snapshot().inHand()).isEqualTo(more - 1);
			blocked.complete(Reply.ok(Frames.ofText("done"), null, Map.of()));
			await().until(() -> fixture.titanic().snapshot().replies() == more - 1);
			assertThat(runs).hasSize(more - 1).doesNotContain("n" + (more - 1));
		}
	}

	@Test
	void refusesMoreThanItMayKeep() {
		TitanicSettings usual = TitanicFixture.settings();
		TitanicSettings small = new TitanicSettings(8, usual.backoff(), usual.backoffMax(), 3, usual.requestMaxAge(),
				usual.replyMaxAge(), 3, usual.maxBytes());
		try (TitanicFixture fixture = new TitanicFixture(TitanicStorage.in(this.directory),
				TitanicFixture.options().with(small))) {
			List<String> ids = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				ids.add(fixture.submit(ECHO, "n" + i, Map.of(TspCodec.IDEMPOTENCY_KEY, "k" + i)));
			}
			// whoever asks again is not refused
			assertThat(fixture.submit(ECHO, "n1", Map.of(TspCodec.IDEMPOTENCY_KEY, "k1"))).isEqualTo(ids.get(1));
			assertThat(fixture.ask(TspCodec.REQUEST, TspCodec.encodeSubmit(ECHO, Frames.ofText("one too many"))))
				.isInstanceOfSatisfying(TspReply.Failed.class, (failed) -> {
					assertThat(failed.status()).isEqualTo(ReplyStatus.REJECTED);
					assertThat(failed.code()).isEqualTo("full");
				});
			assertThat(fixture.titanic().snapshot().refused()).isEqualTo(1);
			fixture.close(ids.get(0));
			fixture.submit(ECHO, "there is room again");
		}
	}

	@Test
	void answersMalformedRequests() {
		try (TitanicFixture fixture = new TitanicFixture(this.directory)) {
			assertThat(fixture.fetch("../../../../../../etc/passwd/abcd")).isEqualTo(TspReply.Unknown.INSTANCE);
			assertThat(fixture.ask(TspCodec.CLOSE, Frames.ofText("x"))).isEqualTo(TspReply.Unknown.INSTANCE);
			assertThat(fixture.ask(TspCodec.REQUEST, Frames.ofText("echo"))).isInstanceOfSatisfying(
					TspReply.Failed.class, (failed) -> assertThat(failed.code()).isEqualTo("bad-request"));
			assertThat(fixture.ask(TspCodec.REQUEST, Frames.ofText("titanic.request", "echo", "x")))
				.isInstanceOf(TspReply.Failed.class);
		}
	}

	@Test
	void nobodyElseServesWhatIsTheLocalTitanics() {
		try (TitanicFixture fixture = new TitanicFixture(this.directory)) {
			PirateWorkerContainer stranger = fixture.worker(TspCodec.REQUEST,
					(job) -> CompletableFuture.completedFuture(Reply.ok(Frames.ofText("stolen"), null, Map.of())));
			await().until(() -> stranger.snapshot().reconnects() > 0);
			for (int i = 0; i < 20; i++) {
				fixture.submit(ECHO, "n" + i);
			}
			assertThat(fixture.queue().snapshot().services().get(TspCodec.REQUEST).workers()).isEqualTo(1);
		}
	}

}
