package io.pirate.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;

import io.pirate.ClientOptions;
import io.pirate.PirateClient;
import io.pirate.PirateContext;
import io.pirate.PirateHandler;
import io.pirate.PirateListener;
import io.pirate.PirateWorkerContainer;
import io.pirate.WorkerOptions;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.RetryPolicy;
import io.pirate.machine.WorkerSettings;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import io.pirate.wire.TspCodec;
import io.pirate.wire.TspReply;
import io.pirate.wire.WorkerDialect;
import org.awaitility.Awaitility;

/** Clients and workers of a Titanic in another process, which outlive it. */
final class TitanicCrew implements AutoCloseable {

	static final ServiceName ECHO = new ServiceName("echo");

	private static final Duration LONG = Duration.ofSeconds(60);

	/** Through any restart. */
	private static final RetryPolicy STUBBORN = new RetryPolicy(Duration.ofSeconds(1), 60, false);

	private final Deque<Runnable> closeables = new ArrayDeque<>();

	private final PirateClient client;

	private final String backend;

	TitanicCrew(String frontend, String backend) {
		this.backend = backend;
		this.client = new PirateClient(ClientOptions.of(frontend), PirateListener.NONE, ForkJoinPool.commonPool());
		this.client.start();
		this.closeables.push(this.client::close);
	}

	void worker(PirateHandler handler) {
		PirateContext context = new PirateContext("test-worker");
		WorkerSettings settings = new WorkerSettings("tester", ECHO, WorkerDialect.MAJORDOMO_02, List.of(this.backend),
				new HeartbeatPolicy(Duration.ofMillis(200), 3), Duration.ofMillis(50), Duration.ofMillis(200), 16, 16,
				Duration.ofSeconds(60), Duration.ofSeconds(1));
		PirateWorkerContainer worker = new PirateWorkerContainer(context,
				WorkerOptions.of("tester", ECHO, this.backend).with(settings), handler, ForkJoinPool.commonPool(),
				PirateListener.NONE);
		this.closeables.push(context::close);
		this.closeables.push(worker::close);
		worker.start();
	}

	/** The ticket, once it is acknowledged, whatever happens until then. */
	CompletableFuture<String> submit(String text) {
		Request request = new Request(TspCodec.REQUEST, TspCodec.encodeSubmit(ECHO, Frames.ofText(text)), null,
				Map.of(TspCodec.IDEMPOTENCY_KEY, text));
		return this.client.sendAsync(request, STUBBORN)
			.thenApply((reply) -> (TspReply.Stored) TspCodec.decodeReply(TspCodec.REQUEST, reply.body()))
			.thenApply(TspReply.Stored::id);
	}

	TspReply awaitEnd(String id) {
		return Awaitility.await()
			.atMost(LONG)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> ask(TspCodec.REPLY, id), (reply) -> !(reply instanceof TspReply.Pending));
	}

	/** All of them at once. */
	Map<String, TspReply> awaitEnds(Set<String> ids) {
		return Awaitility.await()
			.atMost(LONG)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(100))
			.until(() -> askAll(TspCodec.REPLY, ids), (replies) -> !replies.containsValue(TspReply.Pending.INSTANCE));
	}

	/** All of them at once. */
	Map<String, TspReply> askAll(ServiceName service, Set<String> ids) {
		Map<String, CompletableFuture<Reply>> asked = new HashMap<>();
		ids.forEach((id) -> asked.put(id, this.client.sendAsync(Request.of(service, TspCodec.encodeId(id)), STUBBORN)));
		Map<String, TspReply> replies = new HashMap<>();
		asked.forEach((id, reply) -> replies.put(id, TspCodec.decodeReply(service, reply.join().body())));
		return replies;
	}

	TspReply ask(ServiceName service, String id) {
		return TspCodec.decodeReply(service,
				this.client.send(Request.of(service, TspCodec.encodeId(id)), STUBBORN).body());
	}

	@Override
	public void close() {
		this.closeables.forEach(Runnable::run);
	}

}
