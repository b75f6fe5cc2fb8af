package io.pirate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.WorkerSettings;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.jspecify.annotations.Nullable;

/** The three services of RFC 9 over maps in memory; nobody executes anything. */
final class FakeTitanic implements AutoCloseable {

	/** Every stored request by its ticket's id. */
	final Map<String, Request> stored = new ConcurrentHashMap<>();

	/** What the test wants fetched, with its status in front. */
	final Map<String, Reply> replies = new ConcurrentHashMap<>();

	/** Questions for a reply, by id. */
	final Map<String, AtomicInteger> questions = new ConcurrentHashMap<>();

	/** What the next submissions get instead of a ticket. */
	volatile @Nullable Frames refusal;

	private final Map<String, String> keys = new ConcurrentHashMap<>();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final PirateContext context = new PirateContext("fake-titanic");

	private final List<PirateWorkerContainer> workers;

	FakeTitanic(String backend) {
		this.workers = Stream
			.of(worker("titanic.request", backend, this::onRequest), worker("titanic.reply", backend, this::onReply),
					worker("titanic.close", backend, this::onClose))
			.toList();
	}

	FakeTitanic start() {
		this.workers.forEach(PirateWorkerContainer::start);
		return this;
	}

	boolean isRegistered() {
		return this.workers.stream().allMatch((worker) -> worker.snapshot().links().get(0).registered());
	}

	/** The worker's answer has come. */
	void answer(Ticket ticket, String body, String contentType) {
		this.replies.put(ticket.id(), Reply.ok(Frames.ofText("200", body), contentType, Map.of("answered-by", "me")));
	}

	@Override
	public void close() {
		this.workers.forEach((worker) -> worker.stop(() -> {
		}));
		this.workers.forEach(PirateWorkerContainer::close);
		this.context.close();
		this.executor.shutdownNow();
	}

	private PirateWorkerContainer worker(String service, String backend, Function<Request, Reply> handler) {
		WorkerSettings settings = WorkerFixture
			.settings(WorkerDialect.PARANOID, backend, new HeartbeatPolicy(WorkerFixture.INTERVAL, 10),
					Duration.ofSeconds(30), Duration.ofSeconds(1))
			.with(new ServiceName(service), WorkerDialect.MAJORDOMO_02);
		return new PirateWorkerContainer(this.context, WorkerOptions.of("fake", backend).with(settings),
				(job) -> CompletableFuture.completedFuture(handler.apply(job.request())), this.executor,
				PirateListener.NONE);
	}

	private Reply onRequest(Request request) {
		Frames no = this.refusal;
		if (no != null) {
			return Reply.ok(no, null, Map.of());
		}
		String fresh = UUID.randomUUID().toString().replace("-", "");
		String id = this.keys.computeIfAbsent(request.headers().get(TitanicClient.IDEMPOTENCY_KEY), (key) -> fresh);
		this.stored.putIfAbsent(id, request);
		return Reply.ok(Frames.ofText("200", id), null, Map.of());
	}

	private Reply onReply(Request request) {
		String id = request.body().text(0);
		this.questions.computeIfAbsent(id, (key) -> new AtomicInteger()).incrementAndGet();
		Reply known = this.replies.get(id);
		if (known != null) {
			return known;
		}
		return Reply.ok(Frames.ofText(this.stored.containsKey(id) ? "300" : "400"), null, Map.of());
	}

	private Reply onClose(Request request) {
		String id = request.body().text(0);
		this.stored.remove(id);
		this.replies.remove(id);
		return Reply.ok(Frames.ofText("200"), null, Map.of());
	}

}
