package io.pirate.benchmarks.neighbours;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.pirate.JeromqWakeup;
import io.pirate.PirateContext;
import io.pirate.PirateListener;
import io.pirate.PirateQueue;
import io.pirate.PirateWorkerContainer;
import io.pirate.QueueOptions;
import io.pirate.WorkerOptions;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;

/** What the processes do until their standard input ends. */
final class Roles {

	static final ServiceName HEALTHY = new ServiceName("healthy");

	private static final String ANY_PORT = "tcp://127.0.0.1:*";

	private Roles() {
	}

	static void play(String part, List<String> arguments) throws Exception {
		JeromqWakeup.state();
		switch (part) {
			case "queue" -> queue();
			case "workers" -> workers(arguments.get(0));
			case "client" -> new Healthy(arguments.get(0)).play();
			case "bad" -> new Bad(Integer.parseInt(arguments.get(0)), arguments.subList(1, arguments.size())).play();
			default -> throw new IllegalArgumentException("no such part: " + part);
		}
	}

	private static void queue() throws IOException {
		PirateQueue queue = new PirateQueue(QueueOptions.of(ANY_PORT, ANY_PORT), PirateListener.NONE);
		queue.start();
		follow("READY " + queue.frontend() + " " + queue.backend(), (line) -> "");
	}

	private static void workers(String endpoint) throws IOException {
		int count = 2;
		PirateContext context = new PirateContext("healthy");
		for (int i = 0; i < count; i++) {
			new PirateWorkerContainer(context, WorkerOptions.of("healthy" + i, HEALTHY, endpoint),
					(job) -> CompletableFuture
						.completedFuture(Reply.ok(job.request().body(), null, job.request().headers())),
					Runnable::run, PirateListener.NONE)
				.start();
		}
		follow("READY " + count, (line) -> "");
	}

	/** Announces, answers each line, and ends the process with its input. */
	static void follow(String announcement, Answers answers) throws IOException {
		say(announcement);
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			say("ANSWER " + answers.to(line));
		}
		Runtime.getRuntime().halt(0);
	}

	private static void say(String line) {
		System.out.println(line);
		System.out.flush();
	}

	/** What is said to a line. */
	@FunctionalInterface
	interface Answers {

		String to(String line);

	}

}
