package io.pirate.sample.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The executable jars of both samples, as separate processes, by HTTP alone. */
class SamplesIT {

	private static final Duration PATIENCE = SampleProcesses.PATIENCE;

	private static final String QUEUE = "$.components.pirate.components.queue.details";

	private static final String EXPIRED = QUEUE + ".expiredWorkers";

	private static final int MANY = 5_000_000;

	private static final String OUR_WAKEUP = "$.components.pirate.components.jeromq.details[?(@.wakeup == 'installed')]";

	private final int frontend = SampleProcesses.freePort();

	private final int backend = SampleProcesses.freePort();

	private final int queueWeb = SampleProcesses.freePort();

	private final int clientWeb = SampleProcesses.freePort();

	@TempDir
	Path logs;

	private SampleProcesses processes;

	@BeforeEach
	void startNothingYet() {
		this.processes = new SampleProcesses(this.logs);
	}

	@AfterEach
	void stopEverything() {
		this.processes.close();
	}

	@Test
	void aWorkerDiesAndTheQueueDiesAndHttpTellsWhatItMeans() throws IOException {
		Process queue = startQueue();
		Process worker = startWorker("worker-1");
		startWorker("worker-2");
		startClient();
		SampleProcesses.awaitHealth(this.queueWeb, 200, worker("worker-1", "(anonymous)"));
		SampleProcesses.awaitHealth(this.queueWeb, 200, worker("worker-2", "(anonymous)"));
		SampleProcesses.awaitHealth(this.clientWeb, 200, "$.components.pirate.components.client.status");
		SampleProcesses.awaitHealth(this.queueWeb, 200, OUR_WAKEUP);
		SampleProcesses.awaitHealth(this.clientWeb, 200, OUR_WAKEUP);
		echoes();
		ordersComeBack();

		worker.destroyForcibly();
		SampleProcesses.awaitHealth(this.queueWeb, 200, EXPIRED + "[?(@.name == 'worker-1')]");
		echoes();

		queue.destroyForcibly();
		SampleProcesses.http(this.clientWeb)
			.get()
			.uri("/echo?text=x")
			.exchange()
			.expectStatus()
			.isEqualTo(504)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void servicesFallAndRiseWithoutEachOther() throws Exception {
		startQueue();
		startWorker("nameless", "--sample.services.enabled=false");
		Process named = startWorker("named", "--sample.anonymous.enabled=false");
		startClient("--pirate.client.services.orders.no-worker-timeout=0");
		SampleProcesses.awaitHealth(this.queueWeb, 200, worker("nameless", "(anonymous)"));
		SampleProcesses.awaitHealth(this.queueWeb, 200, worker("named", "rows"));
		SampleProcesses.awaitHealth(this.clientWeb, 200, "$.components.pirate.components.client.status");
		SampleProcesses.http(this.clientWeb).get().uri("/echo?service=echo&text=ahoy").exchange().expectStatus().isOk();
		awaitOrderStatus(200);
		assertThat(rows(1000)).hasSize(1000).startsWith("{\"number\":1,\"text\":\"row 1\"}");

		try (BufferedReader reply = read(MANY)) {
			assertThat(reply.readLine()).contains("\"number\":1,");
			named.destroyForcibly();
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> reply.lines().count());
		}
		SampleProcesses.awaitHealth(this.queueWeb, 200, EXPIRED + "[?(@.name == 'named' && @.service == 'rows')]");
		awaitOrderStatus(503);
		echoes();

		startWorker("named-again", "--sample.anonymous.enabled=false");
		awaitOrderStatus(200);
		assertThat(rows(3)).hasSize(3);
	}

	@Test
	void aTicketOutlivesEverything() throws IOException {
		String[] titanic = { "--spring.profiles.active=queue,titanic",
				"--pirate.titanic.directory=" + this.logs.resolve("titanic") };
		Process queue = startQueue(titanic);
		startClient();
		SampleProcesses.awaitHealth(this.queueWeb, 200, "$.components.pirate.components.titanic.details.accepting");
		SampleProcesses.awaitHealth(this.clientWeb, 200, "$.components.pirate.components.client.status");
		String ticket = SampleProcesses.http(this.clientWeb)
			.post()
			.uri("/tickets")
			.contentType(MediaType.APPLICATION_JSON)
			.body("{\"item\":\"rum\",\"quantity\":3}")
			.exchange()
			.expectStatus()
			.isAccepted()
			.expectBody()
			.returnResult()
			.getResponseHeaders()
			.getFirst("Location");
		queue.destroyForcibly();
		queue.onExit().join();
		startQueue(titanic);
		startWorker("worker");
		Awaitility.await()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(200))
			.untilAsserted(() -> SampleProcesses.http(this.clientWeb)
				.get()
				.uri(ticket)
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.status")
				.isEqualTo("accepted"));
		SampleProcesses.http(this.clientWeb).delete().uri(ticket).exchange().expectStatus().isNoContent();
		SampleProcesses.http(this.clientWeb).get().uri(ticket).exchange().expectStatus().isNotFound();
	}

	private void awaitOrderStatus(int status) {
		Awaitility.await()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(200))
			.untilAsserted(() -> SampleProcesses.http(this.clientWeb)
				.post()
				.uri("/orders")
				.contentType(MediaType.APPLICATION_JSON)
				.body("{\"item\":\"rum\",\"quantity\":3}")
				.exchange()
				.expectStatus()
				.isEqualTo(status));
	}

	private List<String> rows(int count) throws IOException, InterruptedException {
		try (BufferedReader reply = read(count)) {
			return reply.lines().toList();
		}
	}

	private BufferedReader read(int count) throws IOException, InterruptedException {
		URI uri = URI.create("http://127.0.0.1:" + this.clientWeb + "/rows?n=" + count);
		InputStream body = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream())
			.body();
		return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
	}

	private static String worker(String name, String service) {
		return QUEUE + ".workers[?(@.name == '" + name + "' && @.service == '" + service + "')]";
	}

	private void echoes() {
		SampleProcesses.http(this.clientWeb)
			.get()
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
		SampleProcesses.http(this.clientWeb)
			.post()
			.uri("/order")
			.contentType(MediaType.APPLICATION_JSON)
			.body(order)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.json(order);
	}

	private Process startQueue(String... arguments) throws IOException {
		List<String> all = new ArrayList<>(List.of("--spring.profiles.active=queue", "--server.port=" + this.queueWeb,
				"--pirate.queue.frontend=tcp://127.0.0.1:" + this.frontend,
				"--pirate.queue.backend=tcp://127.0.0.1:" + this.backend));
		all.addAll(List.of(arguments));
		return start("queue", "sample-worker-app", all.toArray(String[]::new));
	}

	private Process startWorker(String name, String... arguments) throws IOException {
		List<String> all = new ArrayList<>(List.of("--spring.profiles.active=worker",
				"--pirate.worker.endpoints=tcp://127.0.0.1:" + this.backend));
		all.addAll(List.of(arguments));
		return start(name, "sample-worker-app", all.toArray(String[]::new));
	}

	private void startClient(String... arguments) throws IOException {
		List<String> all = new ArrayList<>(
				List.of("--server.port=" + this.clientWeb, "--pirate.client.endpoints=tcp://127.0.0.1:" + this.frontend,
						"--pirate.client.request-timeout=1s", "--pirate.client.retries=3"));
		all.addAll(List.of(arguments));
		start("client", "sample-client-app", all.toArray(String[]::new));
	}

	private Process start(String name, String module, String... arguments) throws IOException {
		return this.processes.start(name, module, Map.of(), List.of(arguments));
	}

}
