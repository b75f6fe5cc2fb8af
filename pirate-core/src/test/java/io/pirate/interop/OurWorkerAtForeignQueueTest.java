package io.pirate.interop;

import java.time.Duration;

import io.pirate.Lane;
import io.pirate.PirateClient;
import io.pirate.PirateWorkerContainer;
import io.pirate.machine.RetryPolicy;
import io.pirate.process.ChildProcess;
import io.pirate.wire.Frames;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Our worker, and our client, at a foreign paranoid queue. */
class OurWorkerAtForeignQueueTest {

	private final Crew crew = new Crew();

	private ChildProcess queue;

	private String frontend = Crew.ANY_PORT;

	private String backend = Crew.ANY_PORT;

	@BeforeAll
	static void needsPython() {
		ChildProcess.assumePython();
	}

	@BeforeEach
	void startQueue() {
		this.queue = this.crew.peer("ppp_queue.py", this.frontend, this.backend, "--interval",
				Crew.seconds(Crew.HEARTBEAT.interval()));
		String[] bound = this.queue.await("BOUND").split(" ");
		this.frontend = bound[0];
		this.backend = bound[1];
	}

	@AfterEach
	void endAll() {
		this.crew.close();
	}

	@Test
	void foreignClientsAreAnswered() {
		this.crew.worker(this.backend, WorkerDialect.PARANOID);
		ChildProcess dealer = this.crew.peer("dealer_client.py", this.frontend, "--count", 2000, "--window", 100);
		ChildProcess req = this.crew.peer("req_client.py", this.frontend, "--count", 200);
		assertThat(dealer.await("RESULT")).startsWith("ok=2000 ");
		assertThat(req.await("RESULT")).startsWith("ok=200 ");
		assertThat(this.queue.finish()).isEqualTo("ready=1 requests=2200 replies=2200 expired=0 orphans=0");
	}

	@ParameterizedTest
	@EnumSource(Lane.class)
	void ourClientIsAnswered(Lane lane) {
		this.crew.worker(this.backend, WorkerDialect.PARANOID);
		PirateClient client = this.crew.client(this.frontend, lane);
		for (int i = 0; i < 50; i++) {
			Frames body = Frames.ofText("call " + i, "", "second");
			Request request = Request.of(ServiceName.ANONYMOUS, body);
			assertThat(client.send(request, RetryPolicy.DEFAULT).body()).isEqualTo(body);
		}
		assertThat(client.snapshot().retries()).isZero();
	}

	@Test
	void heartbeatsKeepTheWorkerRegistered() {
		PirateWorkerContainer worker = this.crew.worker(this.backend, WorkerDialect.PARANOID);
		this.queue.await("READY 1");
		long begin = System.nanoTime();
		Duration twiceLiveness = Crew.HEARTBEAT.interval().multipliedBy(2L * Crew.HEARTBEAT.liveness());
		Awaitility.await().until(() -> System.nanoTime() - begin > twiceLiveness.toNanos());
		assertThat(worker.snapshot().reconnects()).isZero();
		assertThat(worker.snapshot().links().get(0).registered()).isTrue();
		assertThat(this.queue.finish()).isEqualTo("ready=1 requests=0 replies=0 expired=0 orphans=0");
	}

	@Test
	void workerComesBackByItselfWhenTheQueueWasKilledAndRestarted() {
		this.crew.worker(this.backend, WorkerDialect.PARANOID);
		this.queue.await("READY 1");
		this.queue.kill();
		startQueue();
		this.queue.await("READY 1", Duration.ofSeconds(3));
		ChildProcess req = this.crew.peer("req_client.py", this.frontend, "--count", 20);
		assertThat(req.await("RESULT")).startsWith("ok=20 ");
	}

	@Test
	void workerComesBackByItselfWhenTheQueueWasFrozen() {
		PirateWorkerContainer worker = this.crew.worker(this.backend, WorkerDialect.PARANOID);
		this.queue.await("READY 1");
		this.queue.freeze();
		Awaitility.await().until(() -> worker.snapshot().reconnects() > 0);
		this.queue.thaw();
		Awaitility.await().until(() -> this.queue.count("READY 2") + this.queue.count("EXPIRED 1") == 2);
		ChildProcess req = this.crew.peer("req_client.py", this.frontend, "--count", 20);
		assertThat(req.await("RESULT")).startsWith("ok=20 ");
	}

}
