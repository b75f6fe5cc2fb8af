import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts two queues of which one serves, a worker and a client that list both, each a process of its own, kills the
 * queue that serves while calls are made, starts it again, and gives it the work back. Needs the jars of the samples
 * and nothing else.
 */
public final class PairDemo {

	private static final int CALLS = 300;

	private static final int AT_ONCE = 20;

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final List<Process> PROCESSES = new ArrayList<>();

	private static final String[] ROLES = { "primary", "backup" };

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

	private final Path logs = Files.createTempDirectory("pirate-pair");

	/** Of each queue: front end, back end, link, web. */
	private final int[][] ports = { freePorts(), freePorts() };

	private final int clientWeb = freePorts()[0];

	private final AtomicInteger answered = new AtomicInteger();

	private PairDemo() throws IOException {
	}

	public static void main(String[] args) throws Exception {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> PROCESSES.forEach(Process::destroyForcibly)));
		System.exit(new PairDemo().run() ? 0 : 1);
	}

	private boolean run() throws Exception {
		System.out.println("Starting two queues, a worker and a client, each a process of its own ...");
		Process primary = queue(0);
		queue(1);
		start("worker", jar("sample-worker-app"), "--spring.profiles.active=worker", "--sample.echo-delay=50ms",
				"--pirate.worker.endpoints=" + both(1), "--sample.services.enabled=false");
		start("client", jar("sample-client-app"), "--server.port=" + this.clientWeb,
				"--pirate.client.endpoints=" + both(0), "--pirate.client.request-timeout=1500ms",
				"--pirate.client.retries=10");
		await("a primary that serves", () -> state(0).equals("active") && state(1).equals("passive"));
		await("a worker at both", () -> workers(0) == 1 && workers(1) == 1);
		await("a connected client", () -> send(this.clientWeb, "/actuator/health", false).statusCode() == 200);
		show("Before");

		System.out.printf("%nSending %d calls over HTTP, %d at a time; the worker takes 50 ms for each.%n", CALLS,
				AT_ONCE);
		ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE);
		List<Future<Long>> calls = new ArrayList<>();
		for (int i = 0; i < CALLS; i++) {
			String text = "call-" + i;
			calls.add(callers.submit(() -> call(text)));
		}
		await("a quarter of the replies", () -> this.answered.get() >= CALLS / 4);
		primary.destroyForcibly();
		System.out.printf("kill -9 primary (pid %d) after %d replies.%n%n", primary.pid(), this.answered.get());
		long longest = longest(calls);
		System.out.printf("  %-38s %6d%n", "calls answered", this.answered.get());
		System.out.printf("  %-38s %6d%n", "longest call, ms", longest);
		await("a backup that serves", () -> state(1).equals("active"));
		show("After");

		System.out.println("\nStarting the primary again, and giving it the work back ...");
		queue(0);
		await("a primary that stands by", () -> state(0).equals("passive") && workers(0) == 1);
		show("Back");
		send(this.ports[0][3], "/actuator/pirate/take-over", true);
		await("a primary that serves", () -> state(0).equals("active") && state(1).equals("passive"));
		show("Given back");
		boolean last = call("the last one") >= 0;
		callers.shutdown();
		boolean all = last && this.answered.get() == CALLS + 1;
		System.out.println(all ? "\nNo call failed." : "\nCalls failed; logs are in " + this.logs);
		return all;
	}

	private Process queue(int queue) throws IOException {
		int[] mine = this.ports[queue];
		return start(ROLES[queue], jar("sample-worker-app"), "--spring.profiles.active=queue," + ROLES[queue],
				"--server.port=" + mine[3], "--pirate.queue.frontend=" + address(mine[0]),
				"--pirate.queue.backend=" + address(mine[1]), "--pirate.binary-star.bind=" + address(mine[2]),
				"--pirate.binary-star.peer=" + address(this.ports[1 - queue][2]),
				"--management.endpoint.pirate.access=unrestricted");
	}

	private String both(int port) {
		return address(this.ports[0][port]) + "," + address(this.ports[1][port]);
	}

	private static String address(int port) {
		return "tcp://127.0.0.1:" + port;
	}

	/** One call: its milliseconds, or -1 if it failed. */
	private long call(String text) {
		long start = System.nanoTime();
		try {
			HttpResponse<String> response = send(this.clientWeb, "/echo?text=" + text.replace(' ', '+'), false);
			if (response.statusCode() == 200 && response.body().equals(text)) {
				this.answered.incrementAndGet();
				return (System.nanoTime() - start) / 1_000_000;
			}
			System.out.println(text + " failed: " + response.statusCode() + " " + response.body());
		}
		catch (IOException | InterruptedException ex) {
			System.out.println(text + " failed: " + ex);
		}
		return -1;
	}

	private static long longest(List<Future<Long>> calls) throws Exception {
		long longest = 0;
		for (Future<Long> call : calls) {
			longest = Math.max(longest, call.get());
		}
		return longest;
	}

	private void show(String when) throws Exception {
		System.out.println(when + ":");
		for (int i = 0; i < ROLES.length; i++) {
			try {
				String star = star(i);
				System.out.printf("  %-8s %-8s serving %-6s epoch %s%n", ROLES[i], value(star, "state"),
						value(star, "serving"), value(star, "epoch"));
			}
			catch (IOException ex) {
				System.out.printf("  %-8s gone%n", ROLES[i]);
			}
		}
	}

	private String state(int queue) throws Exception {
		return value(star(queue), "state");
	}

	private String star(int queue) throws Exception {
		Matcher star = Pattern.compile("\"binaryStar\":(\\{[^}]*})")
			.matcher(send(this.ports[queue][3], "/actuator/pirate", false).body());
		return star.find() ? star.group(1) : "";
	}

	private int workers(int queue) throws Exception {
		return (int) Pattern.compile("\"heardMs\"")
			.matcher(send(this.ports[queue][3], "/actuator/pirate", false).body())
			.results()
			.count();
	}

	private static String value(String object, String key) {
		Matcher value = Pattern.compile('"' + key + "\":\"?([^\",}]*)").matcher(object);
		return value.find() ? value.group(1) : "";
	}

	private HttpResponse<String> send(int port, String path, boolean post) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
			.timeout(Duration.ofSeconds(30));
		if (post) {
			request.POST(HttpRequest.BodyPublishers.noBody());
		}
		return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private Process start(String name, Path jar, String... arguments) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		List<String> command = new ArrayList<>(List.of(java, "-Xmx192m", "-XX:TieredStopAtLevel=1", "-jar",
				jar.toString(), "--spring.application.name=" + name));
		command.addAll(List.of(arguments));
		Path log = this.logs.resolve(name + ".log");
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
			.start();
		PROCESSES.add(process);
		return process;
	}

	private void await(String what, Callable<Boolean> condition) throws Exception {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!holds(condition)) {
			if (System.nanoTime() - deadline > 0) {
				throw new IllegalStateException("Waited in vain for " + what + "; logs are in " + this.logs);
			}
			Thread.sleep(100);
		}
	}

	/** A process that is not up yet refuses connections: that is a no. */
	private static boolean holds(Callable<Boolean> condition) throws Exception {
		try {
			return condition.call();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static Path jar(String module) throws IOException {
		try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(module, "target"), module + "-*.jar")) {
			return jars.iterator().next();
		}
	}

	private static int[] freePorts() throws IOException {
		int[] free = new int[4];
		List<ServerSocket> sockets = new ArrayList<>();
		for (int i = 0; i < free.length; i++) {
			sockets.add(new ServerSocket(0));
			free[i] = sockets.get(i).getLocalPort();
		}
		for (ServerSocket socket : sockets) {
			socket.close();
		}
		return free;
	}

}
