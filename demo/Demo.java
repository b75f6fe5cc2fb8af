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
 * Starts a queue, two workers and a client, each a process of its own, sends calls through them, kills one worker with
 * requests in its hands, and says what became of the calls. With the argument {@code two-queues} it starts two queues and
 * four workers, kills one queue and freezes the other. Needs the jars of the samples and nothing else.
 */
public final class Demo {

	private static final int CALLS = 200;

	private static final int AT_ONCE = 20;

	private static final Duration ECHO_DELAY = Duration.ofMillis(250);

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final List<Process> PROCESSES = new ArrayList<>();

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

	private final Path logs = Files.createTempDirectory("pirate-demo");

	private final int frontend = freePort();

	private final int backend = freePort();

	private final int queueWeb = freePort();

	private final int clientWeb = freePort();

	private Demo() throws IOException {
	}

	public static void main(String[] args) throws Exception {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> PROCESSES.forEach(Process::destroyForcibly)));
		Demo demo = new Demo();
		System.exit((List.of(args).contains("two-queues") ? demo.runTwoQueues() : demo.run()) ? 0 : 1);
	}

	private boolean run() throws Exception {
		System.out.println("Starting a queue, two workers and a client, each a process of its own ...");
		String queueEndpoint = "--pirate.worker.endpoints=tcp://127.0.0.1:" + this.backend;
		String delay = "--sample.echo-delay=" + ECHO_DELAY.toMillis() + "ms";
		String oneService = "--sample.services.enabled=false";
		start("queue", jar("sample-worker-app"), "--spring.profiles.active=queue", "--server.port=" + this.queueWeb,
				"--pirate.queue.frontend=tcp://127.0.0.1:" + this.frontend,
				"--pirate.queue.backend=tcp://127.0.0.1:" + this.backend);
		Process victim = start("worker-1", jar("sample-worker-app"), "--spring.profiles.active=worker", queueEndpoint,
				delay, oneService);
		start("worker-2", jar("sample-worker-app"), "--spring.profiles.active=worker", queueEndpoint, delay,
				oneService);
		start("client", jar("sample-client-app"), "--server.port=" + this.clientWeb,
				"--pirate.client.endpoints=tcp://127.0.0.1:" + this.frontend);
		await("two workers in the queue's health", () -> workers().size() == 2);
		await("a connected client", () -> get(this.clientWeb, "/actuator/health").statusCode() == 200);
		showHealth("before");

		System.out.printf("%nSending %d calls over HTTP, %d at a time; a worker takes %d ms for each.%n", CALLS, AT_ONCE,
				ECHO_DELAY.toMillis());
		AtomicInteger answered = new AtomicInteger();
		ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE);
		List<Future<Long>> calls = send(callers, answered);
		await("a quarter of the replies", () -> answered.get() >= CALLS / 4);
		await("requests in the hands of worker-1", () -> inHand("worker-1") > 0);
		victim.destroyForcibly();
		System.out.printf("kill -9 worker-1 (pid %d) after %d replies, with requests in its hands.%n%n", victim.pid(),
				answered.get());

		boolean allAnswered = report(calls, answered);
		callers.shutdown();
		System.out.printf("  %-38s %6.0f%n", "redelivered by the queue",
				metric(this.queueWeb, "pirate_queue_redeliveries_total"));
		System.out.println();
		await("worker-1 among the expired workers", () -> section("expiredWorkers").contains("worker-1"));
		showHealth("after");
		System.out.println(allAnswered ? "\nNo call failed." : "\nCalls failed; logs are in " + this.logs);
		return allAnswered;
	}

	private boolean runTwoQueues() throws Exception {
		System.out.println("Starting two queues, four workers and a client, each a process of its own ...");
		int[] fronts = { this.frontend, freePort() };
		int[] backs = { this.backend, freePort() };
		int[] webs = { this.queueWeb, freePort() };
		Process[] queues = new Process[2];
		for (int i = 0; i < queues.length; i++) {
			queues[i] = startQueue(i, fronts, backs, webs);
		}
		for (int i = 1; i <= 4; i++) {
			start("worker-" + i, jar("sample-worker-app"), "--spring.profiles.active=worker",
					"--pirate.worker.endpoints=" + both(backs), "--sample.services.enabled=false",
					"--sample.echo-delay=" + ECHO_DELAY.toMillis() + "ms");
		}
		start("client", jar("sample-client-app"), "--server.port=" + this.clientWeb,
				"--pirate.client.endpoints=" + both(fronts));
		for (int web : webs) {
			await("four workers in each queue's health", () -> objects(section(web, "workers")).size() == 4);
		}
		await("a connected client", () -> get(this.clientWeb, "/actuator/health").statusCode() == 200);
		System.out.printf("%nSending twice %d calls over HTTP, %d at a time.%n", CALLS, AT_ONCE);
		AtomicInteger answered = new AtomicInteger();
		ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE);
		List<Future<Long>> calls = send(callers, answered);
		await("a quarter of the replies", () -> answered.get() >= CALLS / 4);
		queues[0].destroyForcibly();
		System.out.printf("kill -9 queue-1 (pid %d) after %d replies, and starting it again.%n", queues[0].pid(),
				answered.get());
		startQueue(0, fronts, backs, webs);
		await("four workers at queue-1 again", () -> objects(section(webs[0], "workers")).size() == 4);
		calls.addAll(send(callers, answered));
		await("more replies", () -> answered.get() >= CALLS + CALLS / 4);
		System.out.printf("SIGSTOP queue-2 (pid %d) after %d replies.%n%n", queues[1].pid(), answered.get());
		new ProcessBuilder("kill", "-STOP", Long.toString(queues[1].pid())).start().waitFor();
		boolean allAnswered = report(calls, answered);
		callers.shutdown();
		System.out.println(allAnswered ? "\nNo call failed." : "\nCalls failed; logs are in " + this.logs);
		return allAnswered;
	}

	private Process startQueue(int number, int[] fronts, int[] backs, int[] webs) throws IOException {
		return start("queue-" + (number + 1), jar("sample-worker-app"), "--spring.profiles.active=queue",
				"--server.port=" + webs[number], "--pirate.queue.frontend=tcp://127.0.0.1:" + fronts[number],
				"--pirate.queue.backend=tcp://127.0.0.1:" + backs[number]);
	}

	private static String both(int[] ports) {
		return "tcp://127.0.0.1:" + ports[0] + ",tcp://127.0.0.1:" + ports[1];
	}

	private List<Future<Long>> send(ExecutorService callers, AtomicInteger answered) {
		List<Future<Long>> calls = new ArrayList<>();
		for (int i = 0; i < CALLS; i++) {
			String text = "call-" + i;
			calls.add(callers.submit(() -> call(text, answered)));
		}
		return calls;
	}

	/** Whether all were answered. */
	private boolean report(List<Future<Long>> calls, AtomicInteger answered) throws Exception {
		long longest = 0;
		int failed = 0;
		for (Future<Long> call : calls) {
			long millis = call.get();
			failed += (millis < 0) ? 1 : 0;
			longest = Math.max(longest, millis);
		}
		System.out.printf("  %-38s %6d%n", "calls answered", answered.get());
		System.out.printf("  %-38s %6d%n", "calls failed", failed);
		System.out.printf("  %-38s %6d%n", "longest call, ms", longest);
		System.out.printf("  %-38s %6.0f%n", "repeated by the client",
				metric(this.clientWeb, "pirate_client_retries_total"));
		return failed == 0 && answered.get() == calls.size();
	}

	/** One call: its milliseconds, or -1 if it failed. */
	private long call(String text, AtomicInteger answered) {
		long start = System.nanoTime();
		try {
			HttpResponse<String> response = get(this.clientWeb, "/echo?text=" + text);
			if (response.statusCode() == 200 && response.body().equals(text)) {
				answered.incrementAndGet();
				return (System.nanoTime() - start) / 1_000_000;
			}
			System.out.println(text + " failed: " + response.statusCode() + " " + response.body());
		}
		catch (IOException | InterruptedException ex) {
			System.out.println(text + " failed: " + ex);
		}
		return -1;
	}

	private void showHealth(String when) throws Exception {
		HttpResponse<String> health = get(this.queueWeb, "/actuator/health");
		System.out.printf("Health of the queue %s: HTTP %d%n", when, health.statusCode());
		System.out.printf("  %-10s %14s %14s %10s%n", "worker", "heard ms ago", "expires in ms", "in hand");
		for (String worker : workers()) {
			System.out.printf("  %-10s %14s %14s %10s%n", value(worker, "name"), value(worker, "heardMs"),
					value(worker, "expiresInMs"), value(worker, "inHand") + "/" + value(worker, "capacity"));
		}
		for (String worker : objects(section("expiredWorkers"))) {
			System.out.printf("  %-10s expired; %s requests taken out of its hands%n", value(worker, "name"),
					value(worker, "redelivered"));
		}
	}

	private List<String> workers() throws Exception {
		return objects(section("workers"));
	}

	private int inHand(String name) throws Exception {
		for (String worker : workers()) {
			if (name.equals(value(worker, "name"))) {
				return Integer.parseInt(value(worker, "inHand"));
			}
		}
		return 0;
	}

	/** The text of an array in the details of the queue's health. */
	private String section(String name) throws Exception {
		return section(this.queueWeb, name);
	}

	private String section(int port, String name) throws Exception {
		Matcher array = Pattern.compile('"' + name + "\":(\\[[^\\]]*])")
			.matcher(get(port, "/actuator/health").body());
		return array.find() ? array.group(1) : "";
	}

	private static List<String> objects(String array) {
		return Pattern.compile("\\{[^{}]*}").matcher(array).results().map((found) -> found.group()).toList();
	}

	private static String value(String object, String key) {
		Matcher value = Pattern.compile('"' + key + "\":\"?([^\",}]*)").matcher(object);
		return value.find() ? value.group(1) : "";
	}

	/** The sum of a Prometheus counter over its tags. */
	private double metric(int port, String name) throws Exception {
		return get(port, "/actuator/prometheus").body()
			.lines()
			.filter((line) -> line.startsWith(name))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

	private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
			.timeout(Duration.ofSeconds(30))
			.build();
		return this.http.send(request, HttpResponse.BodyHandlers.ofString());
	}

	private Process start(String name, Path jar, String... arguments) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		List<String> command = new ArrayList<>(List.of(java, "-Xmx192m", "-XX:TieredStopAtLevel=1", "-jar",
				jar.toString(), "--spring.application.name=" + name));
		command.addAll(List.of(arguments));
		Path log = this.logs.resolve(name + ".log");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
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

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
