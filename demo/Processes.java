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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The processes of a demonstration, their logs, and what is asked of them over HTTP. They end with this one. */
final class Processes {

	private static final int AT_ONCE = 20;

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final List<Process> STARTED = new ArrayList<>();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> STARTED.forEach(Process::destroyForcibly)));
	}

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

	private final ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE, (task) -> {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		return thread;
	});

	private final AtomicInteger answered = new AtomicInteger();

	private final Path logs;

	private final int clientWeb = freePort();

	Processes(String name) throws IOException {
		this.logs = Files.createTempDirectory(name);
	}

	Process worker(String name, String endpoints, Duration delay) throws IOException {
		return start(name, "sample-worker-app", "--spring.profiles.active=worker",
				"--pirate.worker.endpoints=" + endpoints, "--sample.services.enabled=false",
				"--sample.echo-delay=" + delay.toMillis() + "ms");
	}

	void client(String endpoints, String... arguments) throws Exception {
		List<String> all = new ArrayList<>(
				List.of("--server.port=" + this.clientWeb, "--pirate.client.endpoints=" + endpoints));
		all.addAll(List.of(arguments));
		start("client", "sample-client-app", all.toArray(String[]::new));
		await("a connected client", () -> get(this.clientWeb, "/actuator/health").statusCode() == 200);
	}

	Process start(String name, String sample, String... arguments) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		List<String> command = new ArrayList<>(List.of(java, "-Xmx192m", "-XX:TieredStopAtLevel=1",
				"-Djava.io.tmpdir=" + this.logs, "-jar", jar(sample).toString(), "--spring.application.name=" + name));
		command.addAll(List.of(arguments));
		Path log = this.logs.resolve(name + ".log");
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
			.start();
		STARTED.add(process);
		return process;
	}

	void await(String what, Callable<Boolean> condition) throws Exception {
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

	List<Future<Long>> send(int calls) {
		System.out.printf("%nSending %d calls over HTTP, %d at a time.%n", calls, AT_ONCE);
		List<Future<Long>> sent = new ArrayList<>();
		for (int i = 0; i < calls; i++) {
			String text = "call-" + i;
			sent.add(this.callers.submit(() -> call(text)));
		}
		return sent;
	}

	int answered() {
		return this.answered.get();
	}

	/** One call: its milliseconds, or -1 if it failed. */
	private long call(String text) {
		long start = System.nanoTime();
		try {
			HttpResponse<String> response = get(this.clientWeb, "/echo?text=" + text);
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

	/** Waits for all calls and says what became of them: whether none failed. */
	boolean report(List<Future<Long>> calls) throws Exception {
		long longest = 0;
		int failed = 0;
		for (Future<Long> call : calls) {
			long millis = result(call);
			failed += (millis < 0) ? 1 : 0;
			longest = Math.max(longest, millis);
		}
		System.out.printf("  %-38s %6d%n", "calls answered", calls.size() - failed);
		System.out.printf("  %-38s %6d%n", "calls failed", failed);
		System.out.printf("  %-38s %6d%n", "longest call, ms", longest);
		System.out.printf("  %-38s %6.0f%n", "repeated by the client",
				metric(this.clientWeb, "pirate_client_retries_total"));
		return failed == 0;
	}

	private static long result(Future<Long> call) throws InterruptedException {
		try {
			return call.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
	}

	/** The last line of a demonstration. */
	boolean conclude(boolean all) {
		System.out.println(all ? "\nNo call failed." : "\nCalls failed; logs are in " + this.logs);
		return all;
	}

	HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
		return this.http.send(request(port, path).build(), HttpResponse.BodyHandlers.ofString());
	}

	HttpResponse<String> post(int port, String path) throws IOException, InterruptedException {
		return this.http.send(request(port, path).POST(HttpRequest.BodyPublishers.noBody()).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	private static HttpRequest.Builder request(int port, String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(30));
	}

	/** The sum of a Prometheus counter over its tags. */
	double metric(int port, String name) throws IOException, InterruptedException {
		return get(port, "/actuator/prometheus").body()
			.lines()
			.filter((line) -> line.startsWith(name))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

	/** What a flat JSON object says of a key. */
	static String value(String object, String key) {
		Matcher value = Pattern.compile('"' + key + "\":\"?([^\",}]*)").matcher(object);
		return value.find() ? value.group(1) : "";
	}

	static String address(int port) {
		return "tcp://127.0.0.1:" + port;
	}

	static String addresses(int[] ports) {
		return address(ports[0]) + "," + address(ports[1]);
	}

	static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private static Path jar(String module) throws IOException {
		try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(module, "target"), module + "-*.jar")) {
			return jars.iterator().next();
		}
	}

}
