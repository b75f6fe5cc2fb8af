package io.pirate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.pirate.machine.WorkerSnapshot;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.Reply;
import io.pirate.wire.WorkerDialect;
import io.pirate.wire.WorkerIdentity;
import org.junit.jupiter.api.Test;

import static io.pirate.WorkerFixture.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The worker with a paranoid queue that is not ours, over real sockets. */
class WorkerWithForeignQueueTest {

	private static WorkerSnapshot.LinkView link(WorkerFixture fixture) {
		return fixture.worker().snapshot().links().get(0);
	}

	@Test
	void registersHeartbeatsAndAnswers() {
		try (ForeignQueue queue = new ForeignQueue();
				WorkerFixture fixture = new WorkerFixture(options(queue.endpoint()), WorkerFixture::echo).start()) {
			Identity worker = queue.awaitReady();
			assertThat(WorkerIdentity.parse(worker)).isNotNull();
			assertThat(queue.receive().isSingle(ForeignQueue.HEARTBEAT)).isTrue();
			queue.request(worker, "client", "hi");
			assertThat(queue.receiveWork().frames()).isEqualTo(Frames.ofText("client", "", "hi"));
			assertThat(link(fixture).registered()).isTrue();
		}
	}

	@Test
	void takesASecondRequestWhileBusyAndKeepsItsPulse() {
		CompletableFuture<Reply> first = new CompletableFuture<>();
		PirateHandler handler = (job) -> job.request().body().text(0).equals("slow") ? first : WorkerFixture.echo(job);
		try (ForeignQueue queue = new ForeignQueue();
				WorkerFixture fixture = new WorkerFixture(options(queue.endpoint()), handler).start()) {
			Identity worker = queue.awaitReady();
			queue.request(worker, "a", "slow");
			queue.request(worker, "b", "quick");
			assertThat(queue.receiveWork().frames()).isEqualTo(Frames.ofText("b", "", "quick"));
			assertThat(queue.receive().isSingle(ForeignQueue.HEARTBEAT)).isTrue();
			assertThat(fixture.worker().snapshot().running()).isEqualTo(1);
			first.complete(Reply.ok(Frames.ofText("done"), null, java.util.Map.of()));
			assertThat(queue.receiveWork().frames()).isEqualTo(Frames.ofText("a", "", "done"));
		}
	}

	@Test
	void outlastsAQueueThatHeartbeatsIdleWorkersOnly() {
		CompletableFuture<Reply> later = new CompletableFuture<>();
		try (ForeignQueue queue = new ForeignQueue();
				WorkerFixture fixture = new WorkerFixture(options(queue.endpoint()), (job) -> later).start()) {
			Identity worker = queue.awaitReady();
			queue.request(worker, "a", "slow");
			for (int heartbeats = 0; heartbeats < 12; heartbeats++) {
				assertThat(queue.receive().isSingle(ForeignQueue.HEARTBEAT)).isTrue();
			}
			later.complete(Reply.ok(Frames.ofText("done"), null, java.util.Map.of()));
			ForeignQueue.Message reply = queue.receiveWork();
			assertThat(reply.worker()).isEqualTo(worker);
			assertThat(reply.frames()).isEqualTo(Frames.ofText("a", "", "done"));
			assertThat(fixture.worker().snapshot().reconnects()).isZero();
		}
	}

	@Test
	void comesBackWithAFreshIdentityAfterAPauseWhenTheQueueIsSilent() {
		try (ForeignQueue queue = new ForeignQueue();
				WorkerFixture fixture = new WorkerFixture(options(queue.endpoint()), WorkerFixture::echo).start()) {
			Set<Identity> identities = new HashSet<>();
			identities.add(queue.awaitReady());
			long first = System.nanoTime();
			identities.add(queue.awaitReady());
			identities.add(queue.awaitReady());
			assertThat(identities).hasSize(3);
			// twice a silence of 500 ms, and pauses of 200 and 400 ms less a tenth
			assertThat(Duration.ofNanos(System.nanoTime() - first)).isGreaterThan(Duration.ofMillis(1200));
			assertThat(link(fixture).registered()).isFalse();
		}
	}

	@Test
	void registersWithAQueueThatIsRestarted() {
		ForeignQueue queue = new ForeignQueue();
		String endpoint = queue.endpoint();
		try (WorkerFixture fixture = new WorkerFixture(options(endpoint), WorkerFixture::echo).start()) {
			Identity before = queue.awaitReady();
			queue.heartbeat(before);
			await().until(() -> link(fixture).registered());
			queue.close();
			await().until(() -> !link(fixture).registered());
			try (ForeignQueue restarted = new ForeignQueue(endpoint)) {
				Identity after = restarted.awaitReady();
				assertThat(after).isNotEqualTo(before);
				restarted.request(after, "c", "hi");
				assertThat(restarted.receiveWork().frames()).isEqualTo(Frames.ofText("c", "", "hi"));
			}
		}
	}

	@Test
	void startsBeforeItsQueue() throws IOException {
		String endpoint;
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			endpoint = "tcp://127.0.0.1:" + free.getLocalPort();
		}
		try (WorkerFixture fixture = new WorkerFixture(options(endpoint), WorkerFixture::echo).start()) {
			assertThat(link(fixture).registered()).isFalse();
			try (ForeignQueue queue = new ForeignQueue(endpoint)) {
				queue.request(queue.awaitReady(), "c", "hi");
				assertThat(queue.receiveWork().frames()).isEqualTo(Frames.ofText("c", "", "hi"));
			}
		}
	}

	@Test
	void survivesGarbageFromItsQueue() {
		try (ForeignQueue queue = new ForeignQueue();
				WorkerFixture fixture = new WorkerFixture(options(queue.endpoint()), WorkerFixture::echo).start()) {
			Identity worker = queue.awaitReady();
			queue.send(worker, new byte[] { 99 });
			queue.send(worker, new byte[0], new byte[0]);
			queue.send(worker, new byte[] { 1, 'P', 'I', 'R', 1, 7 }, new byte[0], new byte[] { 1 });
			queue.request(worker, "c", "hi");
			ForeignQueue.Message message = queue.receiveWork();
			while (!message.frames().text(0).equals("c")) {
				message = queue.receiveWork();
			}
			assertThat(message.frames().text(2)).isEqualTo("hi");
			assertThat(fixture.worker().snapshot().malformed()).isEqualTo(3);
		}
	}

	@Test
	void acceptThenCloseDoesNotMakeItHammer() throws Exception {
		AtomicInteger accepted = new AtomicInteger();
		try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			Thread acceptor = new Thread(() -> acceptAndClose(server, accepted));
			acceptor.start();
			String endpoint = "tcp://127.0.0.1:" + server.getLocalPort();
			try (WorkerFixture fixture = new WorkerFixture(options(endpoint), WorkerFixture::echo).start()) {
				await().untilAtomic(accepted, org.hamcrest.Matchers.greaterThan(5));
				long start = System.nanoTime();
				int before = accepted.get();
				await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
				double seconds = (System.nanoTime() - start) / 1e9;
				assertThat((accepted.get() - before) / seconds).isLessThan(15);
				assertThat(link(fixture).registered()).isFalse();
			}
		}
	}

	@Test
	void aSimpleWorkerServesASimpleQueue() {
		try (ForeignQueue queue = new ForeignQueue()) {
			WorkerOptions simple = WorkerOptions.of("w", queue.endpoint())
				.with(WorkerFixture.settings(WorkerDialect.SIMPLE, queue.endpoint()));
			try (WorkerFixture fixture = new WorkerFixture(simple, WorkerFixture::echo).start()) {
				ForeignQueue.Message ready = queue.receive();
				assertThat(ready.frames()).isEqualTo(Frames.of(new byte[0], new byte[] { 1 }));
				queue.send(ready.worker(), new byte[0], new byte[] { 'c' }, new byte[0], new byte[] { 'x' });
				assertThat(queue.receive().frames()).isEqualTo(Frames.ofText("", "c", "", "x"));
				assertThat(queue.poll(Duration.ofSeconds(1))).isNull();
				assertThat(fixture.worker().snapshot().reconnects()).isZero();
			}
		}
	}

	private static void acceptAndClose(ServerSocket server, AtomicInteger accepted) {
		try {
			while (!server.isClosed()) {
				server.accept().close();
				accepted.incrementAndGet();
			}
		}
		catch (IOException ex) {
			// the test is over
		}
	}

}
