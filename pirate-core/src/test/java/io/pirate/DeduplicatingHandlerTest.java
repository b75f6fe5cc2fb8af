package io.pirate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.pirate.dedup.CallKey;
import io.pirate.dedup.Claim;
import io.pirate.dedup.KeptReply;
import io.pirate.dedup.ReplyMemory;
import io.pirate.machine.Job;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class DeduplicatingHandlerTest {

	private final List<CompletableFuture<Reply>> runs = new ArrayList<>();

	private final Memory memory = new Memory();

	private final DeduplicatingHandler handler = handler(this.memory);

	private DeduplicatingHandler handler(ReplyMemory memory) {
		return new DeduplicatingHandler((job) -> {
			CompletableFuture<Reply> run = new CompletableFuture<>();
			this.runs.add(run);
			return run;
		}, memory);
	}

	private static Job job(String key, String body) {
		Map<String, String> headers = (key != null) ? Map.of("idempotency-key", key) : Map.of();
		return new Job(1, new Request(new ServiceName("orders"), Frames.ofText(body), null, headers), 1, -1);
	}

	private CompletableFuture<Reply> call(String key, String body) throws Exception {
		return call(this.handler, key, body);
	}

	private static CompletableFuture<Reply> call(DeduplicatingHandler handler, String key, String body)
			throws Exception {
		CompletionStage<Reply> stage = handler.handle(job(key, body));
		return stage.toCompletableFuture();
	}

	private static Reply ok(String text) {
		return Reply.ok(Frames.ofText(text), "text/plain", Map.of());
	}

	@Test
	void whatHasRunIsAnsweredFromMemory() throws Exception {
		CompletableFuture<Reply> first = call("k", "x");
		this.runs.get(0).complete(ok("done"));
		assertThat(first).isCompletedWithValue(ok("done"));
		assertThat(call("k", "x")).isCompletedWithValue(ok("done"));
		assertThat(call(handler(this.memory), "k", "x")).as("another worker").isCompletedWithValue(ok("done"));
		assertThat(this.runs).hasSize(1);
		assertThat(this.handler.duplicates()).isEqualTo(1);
		call("k2", "x");
		assertThat(this.runs).hasSize(2);
	}

	@Test
	void whoComesMeanwhileWaitsForTheFirst() throws Exception {
		CompletableFuture<Reply> first = call("k", "x");
		CompletableFuture<Reply> second = call("k", "x");
		assertThat(this.runs).hasSize(1);
		assertThat(second).isNotDone();
		second.cancel(false);
		CompletableFuture<Reply> third = call("k", "x");
		this.runs.get(0).complete(ok("done"));
		assertThat(first).isCompletedWithValue(ok("done"));
		assertThat(third).isCompletedWithValue(ok("done"));
	}

	@Test
	void whatFailedRunsAgain() throws Exception {
		CompletableFuture<Reply> first = call("k", "x");
		CompletableFuture<Reply> meanwhile = call("k", "x");
		this.runs.get(0).completeExceptionally(new IllegalStateException("boom"));
		assertThat(first).isCompletedExceptionally();
		assertThat(meanwhile).isCompletedExceptionally();
		CompletableFuture<Reply> second = call("k", "x");
		this.runs.get(1).complete(Reply.failure(ReplyStatus.ERROR, "sold-out", "no rum"));
		assertThat(second.join().code()).isEqualTo("sold-out");
		CompletableFuture<Reply> third = call("k", "x");
		this.runs.get(2).complete(ok("done"));
		assertThat(third).isCompletedWithValue(ok("done"));
		assertThat(this.memory.kept).hasSize(1);
	}

	@Test
	void aHandlerThatThrowsLeavesNothingBehind() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		DeduplicatingHandler throwing = new DeduplicatingHandler((job) -> {
			if (calls.incrementAndGet() == 1) {
				throw new StackOverflowError("boom");
			}
			return CompletableFuture.completedFuture(ok("done"));
		}, this.memory);
		assertThat(call(throwing, "k", "x")).isCompletedExceptionally();
		assertThat(call(throwing, "k", "x")).isCompletedWithValue(ok("done"));
	}

	@Test
	void theSameKeyWithAnotherBodyIsRefused() throws Exception {
		call("k", "x");
		assertThat(call("k", "y").join().code()).as("while the first runs").isEqualTo("mismatch");
		this.runs.get(0).complete(ok("done"));
		assertThat(call("k", "y").join().code()).as("after it").isEqualTo("mismatch");
		assertThat(call("x".repeat(256), "y").join().code()).isEqualTo("bad-request");
		assertThat(this.runs).hasSize(1);
	}

	@Test
	void whatRunsInAnotherProcessIsWaitedFor() throws Exception {
		this.memory.elsewhere.set(3);
		CompletableFuture<Reply> call = call("k", "x");
		assertThat(this.memory.elsewhere).hasValueLessThanOrEqualTo(0);
		this.runs.get(0).complete(ok("done"));
		assertThat(call).isCompletedWithValue(ok("done"));
	}

	@Test
	void aWorkerThatLeavesDoesNotRunWhatItWaitedFor() throws Exception {
		this.memory.elsewhere.set(Integer.MAX_VALUE);
		CompletableFuture<Reply> answer = new CompletableFuture<>();
		Thread waiting = new Thread(() -> {
			try {
				answer.complete(call("k", "x").join());
			}
			catch (Exception ex) {
				answer.completeExceptionally(ex);
			}
		});
		waiting.start();
		await().until(() -> this.memory.elsewhere.get() < Integer.MAX_VALUE);
		waiting.interrupt();
		await().until(answer::isDone);
		assertThat(answer.join().status()).isEqualTo(ReplyStatus.REJECTED);
		assertThat(this.runs).isEmpty();
	}

	@Test
	void aMemoryThatDoesNotWorkLetsNothingRun() throws Exception {
		this.memory.broken = true;
		Reply refused = call("k", "x").join();
		assertThat(refused.status()).isEqualTo(ReplyStatus.REJECTED);
		assertThat(refused.code()).isEqualTo("deduplication-failed");
		assertThat(this.runs).isEmpty();
		this.memory.broken = false;
		CompletableFuture<Reply> call = call("k", "x");
		this.memory.broken = true;
		this.runs.get(0).complete(ok("done"));
		assertThat(call).as("ran, and says so").isCompletedWithValue(ok("done"));
	}

	@Test
	void aCallWithoutAKeyRunsEachTime() throws Exception {
		call(null, "x");
		call(null, "x");
		assertThat(this.runs).hasSize(2);
		assertThat(this.memory.kept).isEmpty();
	}

	@Test
	void whatTitanicAsksForClientsWithoutKeysHasAnId() throws Exception {
		Job job = new Job(1,
				new Request(new ServiceName("orders"), Frames.ofText("x"), null, Map.of("call-id", "0123")), 1, -1);
		this.handler.handle(job);
		this.runs.get(0).complete(ok("done"));
		assertThat(this.handler.handle(job).toCompletableFuture()).isCompletedWithValue(ok("done"));
		assertThat(this.runs).hasSize(1);
	}

	/** In maps; says that others run a call as often as the test wants. */
	private static final class Memory implements ReplyMemory {

		final Map<CallKey, KeptReply> kept = new ConcurrentHashMap<>();

		final AtomicInteger elsewhere = new AtomicInteger();

		volatile boolean broken;

		@Override
		public Claim claim(CallKey call) {
			require();
			if (this.elsewhere.getAndDecrement() > 0) {
				return Claim.Running.INSTANCE;
			}
			KeptReply known = this.kept.get(call);
			return (known != null) ? new Claim.Known(known) : Claim.Granted.INSTANCE;
		}

		@Override
		public void keep(CallKey call, KeptReply reply) {
			require();
			this.kept.put(call, reply);
		}

		@Override
		public void release(CallKey call) {
			require();
		}

		private void require() {
			if (this.broken) {
				throw new IllegalStateException("broken");
			}
		}

	}

}
