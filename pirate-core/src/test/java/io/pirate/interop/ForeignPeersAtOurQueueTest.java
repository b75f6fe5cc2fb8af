package io.pirate.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.pirate.Lane;
import io.pirate.PirateClient;
import io.pirate.PirateQueue;
import io.pirate.machine.Drop;
import io.pirate.machine.RetryPolicy;
import io.pirate.process.ChildProcess;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Foreign clients and workers at our queue, with and without a peer of ours. */
class ForeignPeersAtOurQueueTest {

	private static final RetryPolicy ONE_ATTEMPT = new RetryPolicy(Duration.ofSeconds(10), 0, false);

	private final Crew crew = new Crew();

	private final PirateQueue queue = this.crew.queue();

	@BeforeAll
	static void needsPython() {
		ChildProcess.assumePython();
	}

	@AfterEach
	void endAll() {
		this.crew.close();
	}

	@ParameterizedTest
	@EnumSource(names = { "SIMPLE", "PARANOID" })
	void requestClientIsAnsweredInOrder(WorkerDialect dialect) {
		int count = dialect.hasPulse() ? 2000 : 500;
		this.crew.worker(this.queue.backend(), dialect);
		ChildProcess client = this.crew.peer("req_client.py", this.queue.frontend(), "--count", count);
		assertThat(client.await("RESULT")).startsWith("ok=" + count + " ");
	}

	@Test
	void pipelinedClientGetsEachReplyOnce() {
		this.crew.worker(this.queue.backend(), WorkerDialect.PARANOID);
		ChildProcess client = this.crew.peer("dealer_client.py", this.queue.frontend(), "--count", 20_000, "--window",
				500);
		assertThat(client.await("RESULT")).startsWith("ok=20000 ");
	}

	@Test
	void bodyOfSeveralFramesComesBackWhole() {
		this.crew.worker(this.queue.backend(), WorkerDialect.PARANOID);
		ChildProcess client = this.crew.peer("req_client.py", this.queue.frontend(), "--count", 50, "--frames", 5);
		assertThat(client.await("RESULT")).startsWith("ok=50 ");
	}

	@Test
	void strictParanoidWorkersServeForeignClients() {
		ChildProcess one = this.crew.paranoidWorker(this.queue);
		ChildProcess two = this.crew.paranoidWorker(this.queue);
		awaitWorkers(2);
		ChildProcess dealer = this.crew.peer("dealer_client.py", this.queue.frontend(), "--count", 1000);
		ChildProcess req = this.crew.peer("req_client.py", this.queue.frontend(), "--count", 300);
		assertThat(dealer.await("RESULT")).startsWith("ok=1000 ");
		assertThat(req.await("RESULT")).startsWith("ok=300 ");
		assertThat(handled(one) + handled(two)).isEqualTo(1300);
	}

	@Test
	void strictParanoidWorkerServesOurClientAndGetsOneRequestAtATime() {
		ChildProcess worker = this.crew.paranoidWorker(this.queue, "--delay", "0.05");
		assertAnswered(ask(20));
		assertThat(handled(worker)).isEqualTo(20);
	}

	@Test
	void paranoidWorkerBusyLongerThanItsLivenessIsNotExpelled() {
		ChildProcess worker = this.crew.paranoidWorker(this.queue, "--delay", "1.5");
		assertAnswered(ask(1));
		assertThat(this.queue.snapshot().expired()).isZero();
		assertThat(worker.finish()).startsWith("handled=1 registered=1 ");
	}

	@Test
	void idleParanoidWorkerHearsHeartbeatsAndStays() {
		ChildProcess worker = this.crew.paranoidWorker(this.queue);
		awaitWorkers(1);
		long begin = System.nanoTime();
		Duration twiceLiveness = Crew.HEARTBEAT.interval().multipliedBy(2L * Crew.HEARTBEAT.liveness());
		Awaitility.await().until(() -> System.nanoTime() - begin > twiceLiveness.toNanos());
		assertThat(this.queue.snapshot().expired()).isZero();
		assertThat(worker.count("SILENCE")).isZero();
		assertThat(worker.finish()).startsWith("handled=0 registered=1 ");
	}

	@Test
	void forgedAndRepeatedRepliesReachNobodyAndAreCounted() {
		this.crew.paranoidWorker(this.queue, "--forge", "--twice");
		PirateClient client = assertAnswered(ask(50));
		assertThat(client.snapshot().lateReplies()).isZero();
		Awaitility.await().until(() -> this.queue.snapshot().dropped().getOrDefault(Drop.UNKNOWN_LEASE, 0L) == 100);
	}

	@Test
	void clientThatNeverReadsHarmsOnlyItself() {
		this.crew.worker(this.queue.backend(), WorkerDialect.PARANOID);
		this.crew.peer("dealer_client.py", this.queue.frontend(), "--deaf", "--count", 10_000, "--size", 4000);
		ChildProcess req = this.crew.peer("req_client.py", this.queue.frontend(), "--count", 500);
		assertThat(req.await("RESULT")).startsWith("ok=500 ");
		assertAnswered(ask(20));
	}

	@Test
	void simpleWorkerServesForeignAndOurClients() {
		ChildProcess worker = this.crew.peer("simple_worker.py", this.queue.backend());
		awaitWorkers(1);
		ChildProcess req = this.crew.peer("req_client.py", this.queue.frontend(), "--count", 500);
		assertAnswered(ask(200));
		assertThat(req.await("RESULT")).startsWith("ok=500 ");
		assertThat(worker.finish()).isEqualTo("handled=700");
	}

	@Test
	void requestOfKilledForeignWorkerIsAnsweredByAnother() {
		ChildProcess victim = this.crew.paranoidWorker(this.queue, "--die-on", "1");
		awaitWorkers(1);
		List<CompletableFuture<Reply>> calls = ask(1);
		victim.exitCode(Duration.ofSeconds(10));
		this.crew.peer("simple_worker.py", this.queue.backend());
		assertAnswered(calls);
		assertThat(this.queue.snapshot().redelivered()).isEqualTo(1);
	}

	private void awaitWorkers(int count) {
		Awaitility.await().until(() -> this.queue.snapshot().workers().size() == count);
	}

	private PirateClient client;

	private List<CompletableFuture<Reply>> ask(int count) {
		this.client = this.crew.client(this.queue.frontend(), Lane.SHARED);
		List<CompletableFuture<Reply>> calls = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			calls
				.add(this.client.sendAsync(Request.of(ServiceName.ANONYMOUS, Frames.ofText("call " + i)), ONE_ATTEMPT));
		}
		return calls;
	}

	private PirateClient assertAnswered(List<CompletableFuture<Reply>> calls) {
		for (int i = 0; i < calls.size(); i++) {
			assertThat(calls.get(i).join().body()).isEqualTo(Frames.ofText("call " + i));
		}
		assertThat(this.client.snapshot().retries()).isZero();
		return this.client;
	}

	private static int handled(ChildProcess worker) {
		String result = worker.finish();
		return Integer.parseInt(result.substring("handled=".length(), result.indexOf(' ')));
	}

}
