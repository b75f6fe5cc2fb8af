package io.pirate.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.pirate.ClientOptions;
import io.pirate.PirateClient;
import io.pirate.PirateContext;
import io.pirate.PirateListener;
import io.pirate.PirateWorkerContainer;
import io.pirate.SecurityOptions;
import io.pirate.WorkerOptions;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A queue with CURVE, in a process of its own, under every attack that has a name: before
 * the authentication of whoever attacks, and after it. Each call of the others is
 * answered at its first attempt, and afterwards the queue is as it was: the same I/O
 * thread, no more descriptors, no more heap.
 */
@Timeout(120)
class AttackedQueueTest {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final int LEAST_CALLS = 100;

	private static final int WARM_UP = 1_000;

	private static final int MORE_FILES = 10;

	private static final int MORE_KIBIBYTES = 24 * 1024;

	private static final AttackKeys KEYS = AttackKeys.generate();

	private static ChildProcess queue;

	private static PirateContext context;

	private static PirateWorkerContainer worker;

	private static PirateClient client;

	private static String frontend;

	private static String backend;

	private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();

	@BeforeAll
	static void start() {
		queue = ChildProcess.java(QueueProcess.class, 128, KEYS.ofQueue());
		String[] bound = queue.await("BOUND").split(" ");
		frontend = bound[0];
		backend = bound[1];
		SecurityOptions asking = KEYS.ofGoodPeer();
		context = new PirateContext("good");
		worker = new PirateWorkerContainer(context, WorkerOptions.of("good", backend).with(asking),
				(job) -> CompletableFuture
					.completedFuture(Reply.ok(job.request().body(), null, job.request().headers())),
				Runnable::run, PirateListener.NONE);
		worker.start();
		queue.await("JOINED good");
		client = new PirateClient(ClientOptions.of(frontend).with(asking), PirateListener.NONE, Runnable::run);
		client.start();
		for (int i = 0; i < WARM_UP; i++) {
			serves("before " + i);
		}
	}

	@AfterAll
	static void stop() {
		client.close();
		worker.close();
		context.close();
		queue.close();
	}

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable each : this.open) {
			each.close();
		}
	}

	@ParameterizedTest
	@EnumSource
	void othersAreServedAndTheQueueStaysAsItWas(NamedAttack attack) {
		String threads = ioThreads();
		long heap = Heap.of(queue);
		long files = Footprint.isKnown() ? queue.footprint().files() : 0;
		CompletableFuture<Void> assault = CompletableFuture.runAsync(() -> run(attack));
		for (int i = 0; i < LEAST_CALLS || !assault.isDone(); i++) {
			serves(attack + " " + i);
		}
		assault.join();
		assertThat(ioThreads()).isEqualTo(threads).isNotEmpty();
		Awaitility.await().atMost(SOON).untilAsserted(() -> {
			assertThat(Heap.of(queue)).isLessThan(heap + MORE_KIBIBYTES);
			if (Footprint.isKnown()) {
				assertThat(queue.footprint().files()).isLessThanOrEqualTo(files + MORE_FILES);
			}
		});
		assertThat(queue.count("EXPIRED")).isZero();
		assertThat(queue.count("LEFT")).isZero();
		assertThat(queue.count("JOINED")).isOne();
		serves("after " + attack);
	}

	private void run(NamedAttack attack) {
		try {
			attack.run(new AttackGround(frontend, backend, KEYS, this.open));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("nobody accepts any more", ex);
		}
	}

	private static void serves(String text) {
		assertThat(client.send(Fleet.request(text), Fleet.patient()).body()).isEqualTo(Frames.ofText(text));
	}

	private static String ioThreads() {
		queue.tell("IO-THREADS");
		return queue.await("IO-THREADS");
	}

}
