import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A queue and two workers, of which one is killed with requests in its hands. */
final class OneQueue {

	static final int CALLS = 200;

	static final Duration ECHO_DELAY = Duration.ofMillis(250);

	private final Processes processes = new Processes("pirate-demo");

	private final int frontend = Processes.freePort();

	private final int backend = Processes.freePort();

	private final int web = Processes.freePort();

	OneQueue() throws IOException {
	}

	boolean run() throws Exception {
		System.out.println("Starting a queue, two workers and a client, each a process of its own ...");
		this.processes.start("queue", "sample-worker-app", "--spring.profiles.active=queue", "--server.port=" + this.web,
				"--pirate.queue.frontend=" + Processes.address(this.frontend),
				"--pirate.queue.backend=" + Processes.address(this.backend));
		Process victim = this.processes.worker("worker-1", Processes.address(this.backend), ECHO_DELAY);
		this.processes.worker("worker-2", Processes.address(this.backend), ECHO_DELAY);
		this.processes.client(Processes.address(this.frontend));
		this.processes.await("two workers in the queue's health", () -> workers().size() == 2);
		showHealth("before");

		List<Future<Long>> calls = this.processes.send(CALLS);
		this.processes.await("a quarter of the replies", () -> this.processes.answered() >= CALLS / 4);
		this.processes.await("requests in the hands of worker-1", () -> inHand("worker-1") > 0);
		victim.destroyForcibly();
		System.out.printf("kill -9 worker-1 (pid %d) after %d replies, with requests in its hands.%n%n", victim.pid(),
				this.processes.answered());

		boolean all = this.processes.report(calls);
		System.out.printf("  %-38s %6.0f%n%n", "redelivered by the queue",
				this.processes.metric(this.web, "pirate_queue_redeliveries_total"));
		this.processes.await("worker-1 among the expired workers",
				() -> section(this.processes, this.web, "expiredWorkers").contains("worker-1"));
		showHealth("after");
		return this.processes.conclude(all);
	}

	private void showHealth(String when) throws Exception {
		HttpResponse<String> health = this.processes.get(this.web, "/actuator/health");
		System.out.printf("Health of the queue %s: HTTP %d%n", when, health.statusCode());
		System.out.printf("  %-10s %14s %14s %10s%n", "worker", "heard ms ago", "expires in ms", "in hand");
		for (String worker : workers()) {
			System.out.printf("  %-10s %14s %14s %10s%n", Processes.value(worker, "name"),
					Processes.value(worker, "heardMs"), Processes.value(worker, "expiresInMs"),
					Processes.value(worker, "inHand") + "/" + Processes.value(worker, "capacity"));
		}
		for (String worker : objects(section(this.processes, this.web, "expiredWorkers"))) {
			System.out.printf("  %-10s expired; %s requests taken out of its hands%n", Processes.value(worker, "name"),
					Processes.value(worker, "redelivered"));
		}
	}

	private List<String> workers() throws Exception {
		return workers(this.processes, this.web);
	}

	private int inHand(String name) throws Exception {
		for (String worker : workers()) {
			if (name.equals(Processes.value(worker, "name"))) {
				return Integer.parseInt(Processes.value(worker, "inHand"));
			}
		}
		return 0;
	}

	/** What a queue's health tells of its workers. */
	static List<String> workers(Processes processes, int web) throws Exception {
		return objects(section(processes, web, "workers"));
	}

	/** The text of an array in the details of a queue's health. */
	private static String section(Processes processes, int web, String name) throws Exception {
		Matcher array = Pattern.compile('"' + name + "\":(\\[[^\\]]*])")
			.matcher(processes.get(web, "/actuator/health").body());
		return array.find() ? array.group(1) : "";
	}

	private static List<String> objects(String array) {
		return Pattern.compile("\\{[^{}]*}").matcher(array).results().map((found) -> found.group()).toList();
	}

}
