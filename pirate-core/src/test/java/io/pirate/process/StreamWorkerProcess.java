package io.pirate.process;

import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.pirate.Parts;
import io.pirate.PirateContext;
import io.pirate.PirateListener;
import io.pirate.PirateStreamHandler;
import io.pirate.PirateWorkerContainer;
import io.pirate.WorkerOptions;
import io.pirate.machine.Job;
import io.pirate.machine.WorkerSettings;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;

/**
 * A worker that replies in parts as a process. Asked for {@code label:count}, it gives
 * that many parts {@code label:number}, each with its name in a header. Prints STARTED
 * and OVER with the label, and LOST; told HEAP, prints its heap.
 */
final class StreamWorkerProcess implements PirateListener, PirateStreamHandler {

	/** Parts, executions and their ends. */
	private static final int THREADS = 3;

	private final String name;

	private final long delayNanos;

	private final ExecutorService executor;

	private final String filling;

	private StreamWorkerProcess(Arguments arguments, ExecutorService executor) {
		this.name = arguments.text("name", "worker");
		this.delayNanos = arguments.millis("delay", 0).toNanos();
		this.filling = "x".repeat(arguments.number("size", 0));
		this.executor = executor;
	}

	public static void main(String[] pairs) {
		Arguments arguments = new Arguments(pairs);
		WorkerSettings settings = WorkerProcess.settings(arguments);
		ExecutorService executor = Executors.newFixedThreadPool(THREADS * settings.concurrency(),
				WorkerProcess::daemon);
		StreamWorkerProcess worker = new StreamWorkerProcess(arguments, executor);
		PirateContext context = new PirateContext(worker.name);
		PirateWorkerContainer container = PirateWorkerContainer.streaming(context,
				WorkerOptions.of(worker.name, settings.endpoints().toArray(String[]::new)).with(settings), worker,
				executor, worker);
		container.start();
		Commands.follow((line) -> Commands.say(Heap.describe()));
	}

	@Override
	public Flow.Publisher<Reply> handle(Job job) {
		String[] words = job.request().body().text(0).split(":");
		Commands.say("STARTED " + words[0]);
		return Parts.of(
				IntStream.range(0, Integer.parseInt(words[1])).mapToObj((number) -> part(words[0], number)).iterator(),
				() -> Commands.say("OVER " + words[0]), this.executor);
	}

	@Override
	public void queueLost(ServiceName service, String endpoint, String reason) {
		Commands.say("LOST " + endpoint + " " + reason);
	}

	private Reply part(String label, int number) {
		if (this.delayNanos > 0) {
			LockSupport.parkNanos(this.delayNanos);
		}
		return Reply.ok(Frames.ofText(label + ":" + number + this.filling), null, Map.of("worker", this.name));
	}

}
