package io.pirate.benchmarks.part;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.pirate.PirateContext;
import io.pirate.PirateHandler;
import io.pirate.PirateListener;
import io.pirate.PirateQueue;
import io.pirate.PirateWorkerContainer;
import io.pirate.QueueOptions;
import io.pirate.SecurityOptions;
import io.pirate.WorkerOptions;
import io.pirate.machine.QueueSettings;
import io.pirate.machine.WorkerSettings;
import io.pirate.machine.WorkerSnapshot;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;

/**
 * The parts made of our façades, with their defaults: heartbeats, leases, reply cache on.
 */
final class PirateParts {

	private static final int CAPACITY = 64;

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

	private static final PirateHandler ECHO = (job) -> CompletableFuture
		.completedFuture(Reply.ok(job.request().body(), null, job.request().headers()));

	private PirateParts() {
	}

	/**
	 * A queue.
	 * @param maxWaiting how many requests may wait, 0 for the default; more need more
	 * bytes too
	 * @param security whom it lets in
	 */
	static void queue(int maxWaiting, SecurityOptions security) {
		QueueOptions usual = QueueOptions.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*").with(security);
		PirateQueue queue = new PirateQueue((maxWaiting > 0) ? usual.with(raised(usual.settings(), maxWaiting)) : usual,
				PirateListener.NONE);
		queue.start();
		Station.serve(queue.frontend(), queue.backend());
	}

	/** Two queues that know nothing of each other, each with threads of its own. */
	static void twoQueues() {
		List<PirateQueue> queues = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			PirateQueue queue = new PirateQueue(QueueOptions.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*"),
					PirateListener.NONE);
			queue.start();
			queues.add(queue);
		}
		Station.serve(joined(queues, PirateQueue::frontend), joined(queues, PirateQueue::backend));
	}

	private static String joined(List<PirateQueue> queues, Function<PirateQueue, String> endpoint) {
		return queues.stream().map(endpoint).collect(Collectors.joining(","));
	}

	private static QueueSettings raised(QueueSettings usual, int maxWaiting) {
		return new QueueSettings(usual.heartbeat(), maxWaiting, Runtime.getRuntime().maxMemory() / 2,
				usual.maxCapacity(), usual.maxServices(), usual.maxWorkers(), usual.requestTtl(), usual.maxDeliveries(),
				usual.replyCache(), usual.replyCacheBytes(), usual.deadLetters());
	}

	static void workers(List<String> arguments, SecurityOptions security) throws InterruptedException {
		String[] endpoints = arguments.get(0).split(",");
		int workers = number(arguments, 1);
		int capacity = number(arguments, 2);
		String service = (arguments.size() > 3) ? arguments.get(3) : "";
		PirateContext context = new PirateContext("bench");
		List<PirateWorkerContainer> all = new ArrayList<>();
		for (int i = 0; i < workers; i++) {
			String name = "worker" + i;
			WorkerOptions options = service.isEmpty() ? WorkerOptions.of(name, endpoints)
					: WorkerOptions.of(name, new ServiceName(service), endpoints);
			all.add(start(context, options.with(security), capacity));
		}
		awaitRegistered(all);
		Station.serve();
	}

	/** What registering costs is not to be counted as cost of requests. */
	private static void awaitRegistered(List<PirateWorkerContainer> workers) throws InterruptedException {
		long start = System.nanoTime();
		for (PirateWorkerContainer worker : workers) {
			while (!worker.snapshot().links().stream().allMatch(WorkerSnapshot.LinkView::registered)) {
				if (System.nanoTime() - start > PATIENCE_NANOS) {
					throw new IllegalStateException("a worker could not register");
				}
				TimeUnit.MILLISECONDS.sleep(20);
			}
		}
	}

	static void direct() {
		PirateWorkerContainer worker = start(new PirateContext("bench"),
				WorkerOptions.bound("direct", "tcp://127.0.0.1:*"), CAPACITY);
		Station.serve(String.valueOf(worker.boundEndpoint()));
	}

	/**
	 * Handlers that only echo may run on the I/O thread: what is measured is the way
	 * there.
	 */
	private static PirateWorkerContainer start(PirateContext context, WorkerOptions options, int capacity) {
		WorkerSettings plain = options.settings();
		WorkerSettings settings = new WorkerSettings(plain.name(), plain.service(), plain.dialect(), plain.endpoints(),
				plain.heartbeat(), plain.reconnectInterval(), plain.reconnectIntervalMax(), capacity, capacity,
				plain.handlerTimeout(), plain.drainTimeout());
		PirateWorkerContainer worker = new PirateWorkerContainer(context, options.with(settings), ECHO, Runnable::run,
				PirateListener.NONE);
		worker.start();
		return worker;
	}

	/**
	 * Arguments of a role: an endpoint, then numbers, then perhaps a service.
	 * @param arguments as they came
	 * @param index which
	 * @return the number, 0 if there is none
	 */
	static int number(List<String> arguments, int index) {
		return (index < arguments.size()) ? Integer.parseInt(arguments.get(index)) : 0;
	}

}
