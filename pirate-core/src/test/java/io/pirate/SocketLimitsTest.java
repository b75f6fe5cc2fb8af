package io.pirate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.pirate.machine.Drop;
import io.pirate.machine.RetryPolicy;
import io.pirate.reactor.SocketSettings;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.testing.RawPeer;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** Limits of sockets that are not the usual ones. */
class SocketLimitsTest {

	private static final String ANY_PORT = "tcp://127.0.0.1:*";

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final ServiceName ECHO = new ServiceName("echo");

	private static final RetryPolicy PATIENT = new RetryPolicy(Duration.ofSeconds(5), 2, false);

	private static final RetryPolicy ONCE = new RetryPolicy(Duration.ofMillis(500), 0, false);

	private static final SocketLimits FEW_FRAMES = limits(32, SocketLimits.AUTOMATIC, Duration.ZERO);

	private final Deque<AutoCloseable> closeables = new ArrayDeque<>();

	private static SocketLimits limits(int frames, int connections, Duration handshake) {
		return new SocketLimits(frames, SocketLimits.LEAST_MESSAGE_BYTES, SocketLimits.AUTOMATIC, connections, 100,
				handshake);
	}

	@AfterEach
	void close() throws Exception {
		while (!this.closeables.isEmpty()) {
			this.closeables.pop().close();
		}
	}

	@Test
	void theUsualLimitsAreThoseOfEverySocket() {
		SocketSettings usual = SocketSettings.server(1024, HeartbeatPolicy.DEFAULT);
		SocketSettings limited = SocketLimits.DEFAULT.applyTo(usual);
		assertThat(limited).isEqualTo(usual);
		SocketSettings large = SocketSettings.server(8 * 1024 * 1024, HeartbeatPolicy.DEFAULT);
		assertThat(SocketLimits.DEFAULT.applyTo(large).maxMessageBytes())
			.isEqualTo(8 * 1024 * 1024 + SocketSettings.HEAD_ROOM);
	}

	@Test
	void limitsWithoutSenseAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> limits(31, 0, Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> limits(32, -1, Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> limits(32, 0, Duration.ofMillis(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> limits(32, 0, Duration.ofDays(2)));
		assertThatIllegalArgumentException().isThrownBy(() -> new SocketLimits(32, 1, 0, 0, 1, Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> new SocketLimits(32, 0, 1, 0, 1, Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> new SocketLimits(32, 0, 0, 0, -1, Duration.ZERO));
	}

	@Test
	void whoKnowsTheLimitsRefusesToSendMoreAndWhoDoesNotIsRefused() {
		PirateQueue queue = queue(FEW_FRAMES);
		echo(queue, FEW_FRAMES, (frames) -> frames);
		PirateClient knows = client(queue, FEW_FRAMES);
		PirateClient other = client(queue, SocketLimits.DEFAULT);
		assertThat(knows.send(request(frames(25)), PATIENT).body().size()).as("the same, and a worker's reply").isOne();
		assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> knows.send(request(frames(30)), PATIENT))
			.satisfies((refused) -> assertThat(refused.code()).isEqualTo("too-large"));
		assertThatExceptionOfType(RejectedException.class)
			.isThrownBy(() -> knows.send(request(Frames.of(new byte[100 * 1024], new byte[30 * 1024])), PATIENT))
			.satisfies((refused) -> assertThat(refused.code()).isEqualTo("too-large"));
		assertThatExceptionOfType(NoReplyException.class).isThrownBy(() -> other.send(request(frames(40)), ONCE));
		await().atMost(SOON).until(() -> queue.snapshot().dropped().get(Drop.TOO_LARGE) == 1);
		assertThat(other.send(request(frames(1)), PATIENT).body().size()).isOne();
	}

	@Test
	void aReplyBeyondTheLimitsIsAnErrorAtOnce() {
		PirateQueue queue = queue(FEW_FRAMES);
		echo(queue, FEW_FRAMES, (frames) -> frames(20));
		PirateClient client = client(queue, FEW_FRAMES);
		assertThatExceptionOfType(RemoteFailureException.class)
			.isThrownBy(() -> client.send(request(frames(1)), PATIENT))
			.satisfies((failed) -> assertThat(failed.code()).isEqualTo("reply-too-large"));
	}

	/** A busy machine may take its time, but never so that the usual 3 s look shorter. */
	@Test
	void whoDoesNotSayWhoItIsHasTheStatedTime() {
		PirateQueue queue = queue(limits(32, SocketLimits.AUTOMATIC, Duration.ofMillis(100)));
		await().atMost(Duration.ofMinutes(1)).until(() -> {
			long begin = System.nanoTime();
			try (RawPeer silent = RawPeer.connect(queue.frontend())) {
				return silent.isClosedByPeer() && System.nanoTime() - begin < Duration.ofMillis(2_900).toNanos();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	private PirateQueue queue(SocketLimits limits) {
		PirateQueue queue = new PirateQueue(QueueOptions.of(ANY_PORT, ANY_PORT).with(limits), PirateListener.NONE);
		queue.start();
		this.closeables.push(queue);
		return queue;
	}

	/** Replies with as many frames as it is told, but not to those who send many. */
	private void echo(PirateQueue queue, SocketLimits limits, java.util.function.UnaryOperator<Frames> answer) {
		PirateContext context = new PirateContext("limits");
		this.closeables.push(context);
		PirateWorkerContainer worker = new PirateWorkerContainer(context,
				WorkerOptions.of("w", ECHO, queue.backend()).with(limits), (job) -> {
					Frames body = answer.apply(job.request().body());
					boolean many = body.size() > 1 && job.request().body().size() > 1;
					return CompletableFuture.completedFuture(Reply.ok(many ? frames(1) : body, null, Map.of()));
				}, Runnable::run, PirateListener.NONE);
		worker.start();
		this.closeables.push(worker);
	}

	private PirateClient client(PirateQueue queue, SocketLimits limits) {
		PirateClient client = new PirateClient(ClientOptions.of(queue.frontend()).with(limits), PirateListener.NONE,
				Runnable::run);
		client.start();
		this.closeables.push(client);
		return client;
	}

	private static Request request(Frames body) {
		return Request.of(ECHO, body);
	}

	private static Frames frames(int count) {
		byte[][] frames = new byte[count][];
		Arrays.fill(frames, new byte[] { 'x' });
		return Frames.of(frames);
	}

}
