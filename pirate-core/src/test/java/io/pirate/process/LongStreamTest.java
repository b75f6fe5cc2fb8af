package io.pirate.process;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.pirate.machine.HeartbeatPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replies of very many parts through small heaps, to clients slower than their workers.
 */
class LongStreamTest {

	private static final boolean LONG = Boolean.getBoolean("pirate.long");

	private static final int PARTS = LONG ? 1_000_000 : 100_000;

	/** What a heap may differ by between two looks at it. */
	private static final long KIBIBYTES = 3 * 1024;

	private static final Duration PATIENCE = Duration.ofSeconds(LONG ? 180 : 60);

	private final Fleet fleet = new Fleet(new HeartbeatPolicy(Duration.ofMillis(500), 3), 48);

	@AfterEach
	void endAll() {
		this.fleet.close();
	}

	@Test
	void everyPartComesInOrderAndNoHeapGrows() {
		ChildProcess worker = this.fleet.streamer("worker", "service=rows", "dialect=MAJORDOMO_02");
		ChildProcess client = this.fleet.taker("service=rows", "count=" + PARTS, "pause-after=" + PARTS / 50,
				"pause=" + (LONG ? 100 : 40));
		Map<String, ChildProcess> all = new LinkedHashMap<>();
		all.put("worker", worker);
		all.put("queue", this.fleet.queue());
		all.put("client", client);
		client.await("AT " + 2 * PARTS / 10, PATIENCE);
		Map<String, Long> early = heaps(all);
		client.await("AT " + 9 * PARTS / 10, PATIENCE);
		Map<String, Long> late = heaps(all);
		System.out.println(PARTS + " parts, KiB of heap after 20 % and after 90 %: " + early + " " + late);
		assertThat(client.await("RESULT", PATIENCE)).isEqualTo(Integer.toString(PARTS));
		late.forEach((name, heap) -> assertThat(heap).as(name).isLessThan(early.get(name) + KIBIBYTES));
		worker.await("OVER rows");
		assertThat(this.fleet.snapshot()).containsEntry("inHand", 0L).containsEntry("open", 0L);
	}

	@Test
	void aForeignClientThatReadsSlowlyGetsEveryPart() {
		ChildProcess.assumePython();
		int count = PARTS / 5;
		this.fleet.streamer("worker", "service=rows", "dialect=MAJORDOMO_02", "size=1000");
		long before = Heap.of(this.fleet.queue());
		ChildProcess client = this.fleet.foreignClient("mdp_client.py", "rows", "--mdp", 2, "--take", "rows:" + count,
				"--pause-after", count / 20, "--pause", 0.1);
		client.await("AT " + count / 2, PATIENCE);
		long amid = Heap.of(this.fleet.queue());
		System.out.println(count + " parts for a foreign client, KiB of heap before and amid: " + before + " " + amid);
		assertThat(client.await("RESULT", PATIENCE)).contains("parts=" + count);
		assertThat(amid).isLessThan(before + 8 * 1024);
		assertThat(this.fleet.snapshot()).containsEntry("inHand", 0L).containsEntry("open", 0L);
	}

	private static Map<String, Long> heaps(Map<String, ChildProcess> children) {
		Map<String, Long> heaps = new LinkedHashMap<>();
		children.forEach((name, child) -> heaps.put(name, Heap.of(child)));
		return heaps;
	}

}
