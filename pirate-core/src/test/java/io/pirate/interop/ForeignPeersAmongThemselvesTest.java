package io.pirate.interop;

import io.pirate.process.ChildProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The foreign peers understand each other, so that a failure beside ours is ours. */
class ForeignPeersAmongThemselvesTest {

	private final Crew crew = new Crew();

	@BeforeAll
	static void needsPython() {
		ChildProcess.assumePython();
	}

	@AfterEach
	void endAll() {
		this.crew.close();
	}

	@Test
	void clientsAreAnsweredThroughTheirQueueByTheirWorkers() {
		ChildProcess queue = this.crew.peer("ppp_queue.py", Crew.ANY_PORT, Crew.ANY_PORT);
		String[] bound = queue.await("BOUND").split(" ");
		ChildProcess one = this.crew.peer("ppp_worker.py", bound[1], "--stack");
		this.crew.peer("ppp_worker.py", bound[1], "--stack");
		queue.await("READY 2");
		assertThat(this.crew.peer("req_client.py", bound[0], "--count", 100).await("RESULT")).startsWith("ok=100 ");
		assertThat(this.crew.peer("dealer_client.py", bound[0], "--count", 500).await("RESULT")).startsWith("ok=500 ");
		assertThat(one.finish()).contains("registered=1");
		assertThat(queue.finish()).isEqualTo("ready=2 requests=600 replies=600 expired=0 orphans=0");
	}

	@Test
	void strictWorkerRefusesTwoAddressFrames() {
		ChildProcess queue = this.crew.peer("ppp_queue.py", Crew.ANY_PORT, Crew.ANY_PORT);
		String[] bound = queue.await("BOUND").split(" ");
		ChildProcess worker = this.crew.peer("ppp_worker.py", bound[1]);
		this.crew.peer("dealer_client.py", bound[0], "--count", 1);
		assertThatThrownBy(() -> worker.await("RESULT")).hasMessageContaining("neither HEARTBEAT nor");
	}

	@Test
	void clientNoticesThatNobodyAnswers() {
		ChildProcess client = this.crew.peer("req_client.py", "tcp://127.0.0.1:9", "--count", 1, "--timeout", 0.1);
		assertThatThrownBy(() -> client.await("RESULT")).hasMessageContaining("no reply to request 0");
	}

}
