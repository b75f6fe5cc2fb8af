package io.pirate.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.pirate.PirateListener;
import io.pirate.PirateQueue;
import io.pirate.QueueOptions;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.store.Postgres;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.TspCodec;
import io.pirate.wire.TspReply;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two Titanics on one PostgreSQL, and one of them killed: nothing is lost, and nothing is
 * executed a second time while the dead one's lease holds.
 */
class TitanicPairTest {

	private static final int REQUESTS = 200;

	private static final Duration LEASE = Duration.ofSeconds(3);

	/** It was renewed at most a second before the death. */
	private static final Duration HELD = LEASE.minusMillis(1200);

	private final Map<String, List<Long>> executions = new ConcurrentHashMap<>();

	private static ChildProcess titanic(String name, PirateQueue queue, String url) {
		ChildProcess titanic = ChildProcess.java(TitanicProcess.class, 128, List.of("name=" + name, "url=" + url,
				"lease=" + LEASE.toMillis(), "workers=" + queue.backend(), "clients=" + queue.frontend()));
		titanic.await("READY");
		return titanic;
	}

	private static void awaitTitanics(PirateQueue queue, int count) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> List.of(TspCodec.REQUEST, TspCodec.REPLY, TspCodec.CLOSE)
				.stream()
				.allMatch((service) -> queue.snapshot().services().containsKey(service)
						&& queue.snapshot().services().get(service).workers() == count));
	}

	@Test
	void oneTakesOverWhatTheOtherHad() throws Exception {
		QueueOptions options = QueueOptions.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*");
		String url = Postgres.url(Postgres.freshDatabase());
		try (PirateQueue queue = new PirateQueue(
				options.with(options.settings().with(new HeartbeatPolicy(Duration.ofMillis(200), 3))),
				PirateListener.NONE)) {
			queue.start();
			try (ChildProcess one = titanic("one", queue, url);
					ChildProcess other = titanic("other", queue, url);
					TitanicCrew crew = new TitanicCrew(queue.frontend(), queue.backend())) {
				awaitTitanics(queue, 2);
				takeOver(crew, one);
				other.tell("SNAPSHOT");
				assertThat(other.await("SNAPSHOT")).contains("pending=0", "dead=0", "failure=null");
			}
		}
	}

	private void takeOver(TitanicCrew crew, ChildProcess victim) throws Exception {
		CompletableFuture<Reply> gate = new CompletableFuture<>();
		crew.worker((job) -> {
			String text = job.request().body().text(0);
			this.executions.computeIfAbsent(text, (same) -> new CopyOnWriteArrayList<>()).add(System.nanoTime());
			Reply echo = Reply.ok(job.request().body(), null, Map.of());
			return gate.thenApply((open) -> echo);
		});
		Map<String, CompletableFuture<String>> tickets = new HashMap<>();
		for (int i = 0; i < REQUESTS; i++) {
			tickets.put("n" + i, crew.submit("n" + i));
		}
		for (CompletableFuture<String> ticket : tickets.values()) {
			ticket.get();
		}
		Awaitility.await().until(() -> this.executions.size() == 16);
		victim.kill();
		long killed = System.nanoTime();
		gate.complete(Reply.ok(Frames.ofText("open"), null, Map.of()));
		for (Map.Entry<String, CompletableFuture<String>> each : tickets.entrySet()) {
			assertThat(crew.awaitEnd(each.getValue().get()))
				.isEqualTo(new TspReply.Answered(Frames.ofText(each.getKey())));
		}
		List<Long> repeats = new ArrayList<>();
		for (List<Long> times : this.executions.values()) {
			repeats.addAll(times.subList(1, times.size()));
		}
		// what the dead one had given out, and nothing else, and not before its lease
		// ended
		assertThat(repeats).allSatisfy((at) -> assertThat(at - killed).isGreaterThan(HELD.toNanos()));
		assertThat(this.executions).hasSize(REQUESTS);
	}

}
