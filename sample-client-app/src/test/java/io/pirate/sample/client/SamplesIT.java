package io.pirate.sample.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The executable jars of both samples, as separate processes, by HTTP alone. */
class SamplesIT {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final String WORKERS = "$.components.pirate.components.queue.details.workers";

	private static final String EXPIRED = "$.components.pirate.components.queue.details.expiredWorkers";

	private static final String OUR_WAKEUP = "$.components.pirate.components.jeromq.details[?(@.wakeup == 'installed')]";

	private final List<Process> processes = new ArrayList<>();

	private final int frontend = freePort();

	private final int backend = freePort();

	private final int queueWeb = freePort();

	private final int clientWeb = freePort();

	@TempDir
	Path logs;

	@AfterEach
	void stopEverything() {
		this.processes.forEach(Process::destroyForcibly);
		this.processes.forEach((process) -> process.onExit().join());
	}

	@Test
	void aWorkerDiesAndTheQueueDiesAndHttpTellsWhatItMeans() throws IOException {
		Process queue = startQueue();
		Process worker = startWorker("worker-1");
		startWorker("worker-2");
		startClient();
		awaitHealth(this.queueWeb, 200, WORKERS + "[1].name");
		awaitHealth(this.clientWeb, 200, "$.components.pirate.components.client.status");
		awaitHealth(this.queueWeb, 200, OUR_WAKEUP);
		awaitHealth(this.clientWeb, 200, OUR_WAKEUP);
		echoes();
		ordersComeBack();

		worker.destroyForcibly();
		awaitHealth(this.queueWeb, 200, EXPIRED + "[?(@.name == 'worker-1')]");
		echoes();

		queue.destroyForcibly();
		http(this.clientWeb).get()
			.uri("/echo?text=x")
			.exchange()
			.expectStatus()
			.isEqualTo(504)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	private void echoes() {
		http(this.clientWeb).get()
			.uri("/echo?text={text}", "grüße ☠")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentType("text/plain;charset=UTF-8")
			.expectBody(String.class)
			.isEqualTo("grüße ☠");
	}

	private void ordersComeBack() {
		String order = """
				{"item":"rum","quantity":3}""";
		http(this.clientWeb).post()
			.uri("/order")
			.contentType(MediaType.APPLICATION_JSON)
			.body(order)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.json(order);
	}

	private void awaitHealth(int port, int status, String path) {
		Awaitility.await()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(200))
			.ignoreExceptions()
			.untilAsserted(() -> http(port).get()
				.uri("/actuator/health")
				.exchange()
				.expectStatus()
				.isEqualTo(status)
				.expectBody()
				.jsonPath(path)
				.isNotEmpty());
	}

	private Process startQueue() throws IOException {
		return start("queue", "sample-worker-app", "--spring.profiles.active=queue", "--server.port=" + this.queueWeb,
				"--pirate.queue.frontend=tcp://127.0.0.1:" + this.frontend,
				"--pirate.queue.backend=tcp://127.0.0.1:" + this.backend);
	}

	private Process startWorker(String name) throws IOException {
		return start(name, "sample-worker-app", "--spring.profiles.active=worker",
				"--pirate.worker.endpoints=tcp://127.0.0.1:" + this.backend);
	}

	private void startClient() throws IOException {
		start("client", "sample-client-app", "--server.port=" + this.clientWeb,
				"--pirate.client.endpoints=tcp://127.0.0.1:" + this.frontend, "--pirate.client.request-timeout=1s",
				"--pirate.client.retries=3");
	}

	private Process start(String name, String module, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx192m",
				"-XX:TieredStopAtLevel=1", "-jar", jar(module).toString(), "--spring.application.name=" + name));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.logs.resolve(name + ".log").toFile())
			.start();
		this.processes.add(process);
		return process;
	}

	private static Path jar(String module) throws IOException {
		Path target = Path.of("..", module, "target");
		try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, module + "-*.jar")) {
			return jars.iterator().next();
		}
	}

	private static RestTestClient http(int port) {
		return RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
