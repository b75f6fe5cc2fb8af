package io.pirate.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.pirate.PirateContext;
import io.pirate.PirateHandler;
import io.pirate.PirateListener;
import io.pirate.PirateWorkerContainer;
import io.pirate.WorkerOptions;
import io.pirate.machine.Job;
import io.pirate.machine.WorkerSettings;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;

/**
 * A worker as a process that echoes, and says in the reply's headers who it is and which
 * attempt it saw. Prints REGISTERED, STARTED with each request's text, LOST; if it
 * audits, RAN with the attempt, the text, and when it began and ended (nanoTime, one
 * clock for all processes on Linux) instead of STARTED; told DROPPED, prints how many
 * results nobody awaited, and FENCED, how many requests of an epoch that was over it
 * refused; told anything else, releases what it holds. SIGTERM makes it leave gracefully.
 */
final class WorkerProcess implements PirateListener, PirateHandler {

	/** The exit code of one killed by SIGKILL. */
	static final int DEAD = 128 + 9;

	private final String name;

	private final String behaviour;

	private final Duration delay;

	private final CompletableFuture<String> released = new CompletableFuture<>();

	private WorkerProcess(Arguments arguments) {
		this.name = arguments.text("name", "worker");
		this.behaviour = arguments.text("behaviour", "echo");
		this.delay = arguments.millis("delay", 0);
	}

	public static void main(String[] pairs) {
		Arguments arguments = new Arguments(pairs);
		WorkerProcess worker = new WorkerProcess(arguments);
		PirateContext context = new PirateContext(worker.name);
		WorkerSettings settings = settings(arguments);
		ExecutorService executor = Executors.newFixedThreadPool(settings.concurrency(), WorkerProcess::daemon);
		PirateWorkerContainer container = new PirateWorkerContainer(context,
				WorkerOptions.of(worker.name, settings.endpoints().toArray(String[]::new)).with(settings), worker,
				executor, worker);
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			container.close();
			context.close();
			Commands.say("CLOSED");
		}));
		container.start();
		Commands.follow((line) -> worker.obey(line, container));
	}

	private void obey(String line, PirateWorkerContainer container) {
		if (line.equals("DROPPED")) {
			Commands.say("DROPPED " + container.snapshot().dropped());
			return;
		}
		if (line.equals("FENCED")) {
			Commands.say("FENCED " + container.snapshot().fenced());
			return;
		}
		this.released.complete(line);
	}

	/** What every worker process is told: its service, its dialect and its numbers. */
	static WorkerSettings settings(Arguments arguments) {
		int concurrency = arguments.number("concurrency", 4);
		return new WorkerSettings(arguments.text("name", "worker"), new ServiceName(arguments.text("service", "")),
				WorkerDialect.valueOf(arguments.text("dialect", WorkerDialect.PARANOID.name())),
				List.of(arguments.text("endpoint", "").split(",")), arguments.heartbeat(),
				arguments.millis("reconnect", 100), arguments.millis("reconnect-max", 400), concurrency,
				arguments.number("capacity", 2 * concurrency), arguments.millis("handler-timeout", 30_000),
				arguments.millis("drain-timeout", 10_000));
	}

	static Thread daemon(Runnable task) {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		return thread;
	}

	@Override
	public CompletionStage<Reply> handle(Job job) {
		String text = job.request().body().text(0);
		if (this.behaviour.equals("audit")) {
			return audited(job, text);
		}
		Commands.say("STARTED " + text.substring(0, Math.min(text.length(), 40)));
		if (this.behaviour.equals("loop")) {
			loop();
		}
		if (this.behaviour.equals("die")) {
			Runtime.getRuntime().halt(DEAD);
		}
		Reply reply = Reply.ok(job.request().body(), null,
				Map.of("worker", this.name, "attempt", Integer.toString(job.attempt())));
		if (this.behaviour.equals("hold")) {
			return this.released.thenApply((line) -> reply);
		}
		if (this.delay.isZero()) {
			return CompletableFuture.completedFuture(reply);
		}
		return CompletableFuture.supplyAsync(() -> reply,
				CompletableFuture.delayedExecutor(this.delay.toMillis(), TimeUnit.MILLISECONDS));
	}

	private CompletionStage<Reply> audited(Job job, String text) {
		long begin = System.nanoTime();
		return CompletableFuture.supplyAsync(() -> {
			Commands.say("RAN " + job.attempt() + " " + text + " " + begin + " " + System.nanoTime());
			return Reply.ok(job.request().body(), null, Map.of());
		}, CompletableFuture.delayedExecutor(this.delay.toMillis(), TimeUnit.MILLISECONDS));
	}

	private static void loop() {
		while (true) {
			LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
		}
	}

	@Override
	public void queueJoined(ServiceName service, String endpoint) {
		Commands.say("REGISTERED " + endpoint);
	}

	@Override
	public void queueLost(ServiceName service, String endpoint, String reason) {
		Commands.say("LOST " + endpoint + " " + reason);
	}

	@Override
	public void handlerTimedOut(ServiceName service) {
		Commands.say("TIMED-OUT");
	}

}
