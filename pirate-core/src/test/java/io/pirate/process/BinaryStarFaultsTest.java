package io.pirate.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.pirate.PirateClient;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.wire.Reply;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The active queue of a pair is killed, stopped, cut off, restarted and replaced: the
 * other one takes over, no call fails, and only one of them has anything run.
 */
@Timeout(120)
class BinaryStarFaultsTest {

	private static final HeartbeatPolicy HEARTBEAT = new HeartbeatPolicy(Duration.ofMillis(200), 3);

	private final Pair pair = new Pair(HEARTBEAT);

	BinaryStarFaultsTest() throws IOException {
	}

	@AfterEach
	void endAll() {
		this.pair.close();
	}

	@Test
	void bothStartAtOnceAndThePrimaryServes() {
		long epoch = this.pair.awaitServing(Pair.PRIMARY);
		assertThat(epoch).isEven().isPositive();
		assertThat(this.pair.queue(Pair.BACKUP).count("STAR ACTIVE")).isZero();
	}

	@Test
	void theBackupTakesOverFromAKilledPrimaryAndGivesBackWhenTheOperatorSaysSo() {
		this.pair.worker("one", "delay=20");
		this.pair.worker("two", "delay=20");
		PirateClient client = this.pair.client();
		long first = this.pair.awaitServing(Pair.PRIMARY);
		List<CompletableFuture<Reply>> pending = ask(client, 50);
		this.pair.queue(Pair.PRIMARY).kill();
		pending.addAll(ask(client, 50));
		assertAllAnswered(pending);
		this.pair.restart(Pair.PRIMARY);
		long second = this.pair.awaitServing(Pair.BACKUP);
		assertThat(second).isOdd().isGreaterThan(first);
		pending = ask(client, 50);
		this.pair.queue(Pair.PRIMARY).tell("TAKE-OVER");
		assertThat(this.pair.queue(Pair.PRIMARY).await("TOOK")).isEqualTo("true");
		pending.addAll(ask(client, 50));
		assertAllAnswered(pending);
		assertThat(this.pair.awaitServing(Pair.PRIMARY)).isEven().isGreaterThan(second);
	}

	@Test
	void aStoppedPrimaryServesNothingMoreWhenItGoesOn() {
		this.pair.worker("one", "delay=20");
		PirateClient client = this.pair.client();
		long first = this.pair.awaitServing(Pair.PRIMARY);
		assertAllAnswered(ask(client, 20));
		this.pair.queue(Pair.PRIMARY).freeze();
		List<CompletableFuture<Reply>> pending = ask(client, 50);
		assertAllAnswered(pending);
		long second = epoch(this.pair.queue(Pair.BACKUP).await("STAR ACTIVE"));
		assertThat(second).isOdd().isGreaterThan(first);
		this.pair.queue(Pair.PRIMARY).thaw();
		pending = ask(client, 50);
		assertThat(epoch(this.pair.queue(Pair.PRIMARY).await("STAR PASSIVE"))).isEqualTo(second);
		assertAllAnswered(pending);
		assertThat(this.pair.awaitServing(Pair.BACKUP)).isEqualTo(second);
	}

	@Test
	void whileTheLinkIsCutWorkersRefuseTheOlderOneAndItStepsDown() {
		ChildProcess worker = this.pair.worker("one", "delay=5");
		PirateClient client = this.pair.client();
		long first = this.pair.awaitServing(Pair.PRIMARY);
		this.pair.cutLink(true);
		List<CompletableFuture<Reply>> pending = new ArrayList<>();
		assertThat(epoch(this.pair.queue(Pair.BACKUP).await("STAR ACTIVE"))).isGreaterThan(first);
		// clients know nothing of the cut and ask both
		Awaitility.await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofSeconds(10)).until(() -> {
			pending.addAll(ask(client, 4));
			return this.pair.queue(Pair.PRIMARY).count("STAR PASSIVE") > 0;
		});
		assertAllAnswered(pending);
		worker.tell("FENCED");
		assertThat(Integer.parseInt(worker.await("FENCED"))).isPositive();
		assertThat(this.pair.queue(Pair.PRIMARY).await("STAR PASSIVE")).contains("workers know of a higher epoch");
		this.pair.cutLink(false);
		assertAllAnswered(ask(client, 20));
		Awaitility.await()
			.atMost(Duration.ofSeconds(15))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> List.of(this.pair.ask(Pair.PRIMARY)[0], this.pair.ask(Pair.BACKUP)[0]),
					(states) -> states.contains("ACTIVE") && states.contains("PASSIVE"));
	}

	@Test
	void whoLeavesInOrderIsReplacedWithoutAWait() {
		this.pair.worker("one", "delay=20");
		PirateClient client = this.pair.client();
		this.pair.awaitServing(Pair.PRIMARY);
		List<CompletableFuture<Reply>> pending = ask(client, 20);
		this.pair.queue(Pair.PRIMARY).terminate();
		this.pair.queue(Pair.BACKUP).await("STAR ACTIVE");
		pending.addAll(ask(client, 20));
		assertAllAnswered(pending);
		assertThat(this.pair.ask(Pair.BACKUP)[3]).isEqualTo("GONE");
	}

	@Test
	void aForeignClientFailsOverByItself() {
		ChildProcess.assumePython();
		this.pair.worker("one");
		this.pair.awaitServing(Pair.PRIMARY);
		ChildProcess client = this.pair.foreignClient("--timeout", 0.5);
		client.await("REPLY 20");
		this.pair.queue(Pair.PRIMARY).kill();
		client.await("FAILOVER");
		client.await("REPLY 40");
		assertThat(client.finish()).contains("wrong=0");
	}

	private static long epoch(String told) {
		return Long.parseLong(told.split(" ")[0]);
	}

	private static List<CompletableFuture<Reply>> ask(PirateClient client, int count) {
		List<CompletableFuture<Reply>> calls = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			calls.add(Fleet.ask(client, "call " + i, Fleet.stubborn()));
		}
		return calls;
	}

	private static void assertAllAnswered(List<CompletableFuture<Reply>> calls) {
		for (CompletableFuture<Reply> call : calls) {
			assertThat(call.join().body().text(0)).startsWith("call ");
		}
	}

}
