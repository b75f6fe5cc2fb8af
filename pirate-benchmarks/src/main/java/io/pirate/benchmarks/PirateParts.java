package io.pirate.benchmarks;

import java.util.concurrent.CompletableFuture;

import io.pirate.PirateContext;
import io.pirate.PirateHandler;
import io.pirate.PirateListener;
import io.pirate.PirateQueue;
import io.pirate.PirateWorkerContainer;
import io.pirate.QueueOptions;
import io.pirate.WorkerOptions;
import io.pirate.machine.WorkerSettings;
import io.pirate.wire.Reply;

/**
 * The parts made of our façades, with their defaults: heartbeats, leases, reply cache on.
 */
final class PirateParts {

	private static final int WORKERS = 4;

	private static final int CAPACITY = 64;

	private static final PirateHandler ECHO = (job) -> CompletableFuture
		.completedFuture(Reply.ok(job.request().body(), null, job.request().headers()));

	private PirateParts() {
	}

	static void queue() {
		PirateQueue queue = new PirateQueue(QueueOptions.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*"),
				PirateListener.NONE);
		queue.start();
		Announcement.readyUntilEnd(queue.frontend(), queue.backend());
	}

	static void workers(String endpoint) {
		PirateContext context = new PirateContext("bench");
		for (int i = 0; i < WORKERS; i++) {
			start(context, WorkerOptions.of("worker" + i, endpoint));
		}
		Announcement.readyUntilEnd();
	}

	static void direct() {
		PirateWorkerContainer worker = start(new PirateContext("bench"),
				WorkerOptions.bound("direct", "tcp://127.0.0.1:*"));
		Announcement.readyUntilEnd(String.valueOf(worker.boundEndpoint()));
	}

	/**
	 * Handlers that only echo may run on the I/O thread: what is measured is the way
	 * there.
	 */
	private static PirateWorkerContainer start(PirateContext context, WorkerOptions options) {
		WorkerSettings plain = options.settings();
		WorkerSettings settings = new WorkerSettings(plain.name(), plain.service(), plain.dialect(), plain.endpoints(),
				plain.heartbeat(), plain.reconnectInterval(), plain.reconnectIntervalMax(), CAPACITY, CAPACITY,
				plain.handlerTimeout(), plain.drainTimeout());
		PirateWorkerContainer worker = new PirateWorkerContainer(context, options.with(settings), ECHO, Runnable::run,
				PirateListener.NONE);
		worker.start();
		return worker;
	}

}
