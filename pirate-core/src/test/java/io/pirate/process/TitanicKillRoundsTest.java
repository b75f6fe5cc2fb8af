package io.pirate.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import io.pirate.testing.Gate;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.TspCodec;
import io.pirate.wire.TspReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * kill -9 again and again, right after acknowledgements: every acknowledged request is
 * executed and its reply can be had, and nothing is left over.
 */
class TitanicKillRoundsTest {

	private static final int ROUNDS = Gate.of(20, 500);

	private static final int ACKNOWLEDGED = 200;

	private static final int MORE = 50;

	@TempDir
	private Path directory;

	private ChildProcess titanic;

	/** Its successor, so that nobody waits for a virtual machine. */
	private ChildProcess spare;

	@AfterEach
	void end() {
		this.titanic.close();
		this.spare.close();
	}

	private ChildProcess standBy(String... addresses) {
		List<String> arguments = new ArrayList<>(
				List.of("directory=" + this.directory, "interval=200", "liveness=3", "standby=1"));
		arguments.addAll(List.of(addresses));
		return ChildProcess.java(TitanicProcess.class, 128, arguments);
	}

	private String[] start() {
		this.titanic = this.spare;
		this.titanic.await("STANDBY");
		this.titanic.tell("GO");
		String[] bound = this.titanic.await("BOUND").split(" ");
		this.titanic.await("READY");
		return bound;
	}

	@Test
	void nothingAcknowledgedIsLost() throws Exception {
		this.spare = standBy();
		String[] bound = start();
		Random random = new Random(7);
		Set<String> executed = ConcurrentHashMap.newKeySet();
		Map<String, CompletableFuture<String>> tickets = new HashMap<>();
		try (TitanicCrew crew = new TitanicCrew(bound[0], bound[1])) {
			crew.worker((job) -> {
				executed.add(job.request().body().text(0));
				return CompletableFuture.completedFuture(Reply.ok(job.request().body(), null, Map.of()));
			});
			for (int round = 0; round < ROUNDS; round++) {
				this.spare = standBy("frontend=" + bound[0], "backend=" + bound[1]);
				Semaphore acknowledged = new Semaphore(0);
				for (int i = 0; i < ACKNOWLEDGED + MORE; i++) {
					String text = "r" + round + "-" + i;
					CompletableFuture<String> ticket = crew.submit(text);
					tickets.put(text, ticket);
					ticket.thenRun(acknowledged::release);
				}
				// the others are on their way, at any point
				acknowledged.acquire(ACKNOWLEDGED + random.nextInt(MORE));
				this.titanic.kill();
				start();
			}
			Map<String, String> ids = new HashMap<>();
			for (Map.Entry<String, CompletableFuture<String>> each : tickets.entrySet()) {
				ids.put(each.getValue().get(), each.getKey());
			}
			crew.awaitEnds(ids.keySet())
				.forEach((id, end) -> assertThat(end).isEqualTo(new TspReply.Answered(Frames.ofText(ids.get(id)))));
			assertThat(executed).containsAll(ids.values());
			assertThat(crew.askAll(TspCodec.CLOSE, ids.keySet()).values()).containsOnly(TspReply.Closed.INSTANCE);
		}
		this.titanic.tell("SNAPSHOT");
		assertThat(this.titanic.await("SNAPSHOT")).isEqualTo("pending=0 stored=0 dead=0 failure=null");
	}

}
