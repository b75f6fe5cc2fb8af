import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Two queues of which one serves: it is killed, started again, and given the work back. */
final class Pair {

	private static final int CALLS = 300;

	private static final Duration ECHO_DELAY = Duration.ofMillis(50);

	private static final String[] ROLES = { "primary", "backup" };

	private final Processes processes = new Processes("pirate-pair");

	private final int[] frontends = { Processes.freePort(), Processes.freePort() };

	private final int[] backends = { Processes.freePort(), Processes.freePort() };

	private final int[] links = { Processes.freePort(), Processes.freePort() };

	private final int[] webs = { Processes.freePort(), Processes.freePort() };

	Pair() throws IOException {
	}

	boolean run() throws Exception {
		System.out.println("Starting two queues, a worker and a client, each a process of its own ...");
		Process primary = queue(0);
		queue(1);
		this.processes.worker("worker", Processes.addresses(this.backends), ECHO_DELAY);
		this.processes.await("a primary that serves", () -> state(0).equals("active") && state(1).equals("passive"));
		this.processes.await("a worker at both", () -> workers(0) == 1 && workers(1) == 1);
		this.processes.client(Processes.addresses(this.frontends), "--pirate.client.request-timeout=1500ms",
				"--pirate.client.retries=10");
		show("Before");

		List<Future<Long>> calls = this.processes.send(CALLS);
		this.processes.await("a quarter of the replies", () -> this.processes.answered() >= CALLS / 4);
		primary.destroyForcibly();
		System.out.printf("kill -9 primary (pid %d) after %d replies.%n%n", primary.pid(), this.processes.answered());
		boolean all = this.processes.report(calls);
		this.processes.await("a backup that serves", () -> state(1).equals("active"));
		show("After");

		System.out.println("\nStarting the primary again, and giving it the work back ...");
		queue(0);
		this.processes.await("a primary that stands by", () -> state(0).equals("passive") && workers(0) == 1);
		show("Back");
		this.processes.post(this.webs[0], "/actuator/pirate/take-over");
		this.processes.await("a primary that serves", () -> state(0).equals("active") && state(1).equals("passive"));
		show("Given back");
		boolean last = this.processes.report(this.processes.send(1));
		return this.processes.conclude(all && last);
	}

	private Process queue(int queue) throws IOException {
		return this.processes.start(ROLES[queue], "sample-worker-app", "--spring.profiles.active=queue," + ROLES[queue],
				"--server.port=" + this.webs[queue],
				"--pirate.queue.frontend=" + Processes.address(this.frontends[queue]),
				"--pirate.queue.backend=" + Processes.address(this.backends[queue]),
				"--pirate.binary-star.bind=" + Processes.address(this.links[queue]),
				"--pirate.binary-star.peer=" + Processes.address(this.links[1 - queue]),
				"--management.endpoint.pirate.access=unrestricted");
	}

	private void show(String when) throws Exception {
		System.out.println(when + ":");
		for (int i = 0; i < ROLES.length; i++) {
			try {
				String star = star(i);
				System.out.printf("  %-8s %-8s serving %-6s epoch %s%n", ROLES[i], Processes.value(star, "state"),
						Processes.value(star, "serving"), Processes.value(star, "epoch"));
			}
			catch (IOException ex) {
				System.out.printf("  %-8s gone%n", ROLES[i]);
			}
		}
	}

	private String state(int queue) throws Exception {
		return Processes.value(star(queue), "state");
	}

	private String star(int queue) throws Exception {
		Matcher star = Pattern.compile("\"binaryStar\":(\\{[^}]*})").matcher(view(queue));
		return star.find() ? star.group(1) : "";
	}

	private int workers(int queue) throws Exception {
		return (int) Pattern.compile("\"heardMs\"").matcher(view(queue)).results().count();
	}

	private String view(int queue) throws Exception {
		return this.processes.get(this.webs[queue], "/actuator/pirate").body();
	}

}
