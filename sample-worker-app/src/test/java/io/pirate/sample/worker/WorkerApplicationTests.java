package io.pirate.sample.worker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.pirate.spring.PirateOperations;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Queue, worker and client in one process, over real sockets. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "pirate.queue.frontend=tcp://127.0.0.1:*",
		"pirate.queue.backend=tcp://127.0.0.1:*", "sample.echo-delay=50ms" })
class WorkerApplicationTests {

	private static final ParameterizedTypeReference<List<byte[]>> FRAMES = new ParameterizedTypeReference<>() {
	};

	@Autowired
	private PirateOperations pirate;

	@LocalServerPort
	private int port;

	@Test
	void echoesEveryFrameByteForByte() {
		List<byte[]> body = List.of("grüße ☠".getBytes(StandardCharsets.UTF_8), new byte[0],
				new byte[] { 0, 1, -1, -128 });
		assertThat(this.pirate.request(body, FRAMES)).containsExactlyElementsOf(body);
	}

	@Test
	void takesItsTimeForAnEcho() {
		long start = System.nanoTime();
		this.pirate.request("x", String.class);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
	}

	@Test
	void healthListsTheWorker() {
		Awaitility.await().untilAsserted(() -> http().get().uri("/actuator/health").exchange().expectStatus().isOk());
		http().get()
			.uri("/actuator/health")
			.exchange()
			.expectBody()
			.jsonPath("$.components.pirate.components.queue.details.workers[0].name")
			.isEqualTo("sample-worker")
			.jsonPath("$.components.pirate.components.queue.details.workers[0].inHand")
			.isEqualTo(0)
			.jsonPath("$.components.pirate.components.queue.details.workers[0].expiresInMs")
			.isNumber()
			.jsonPath("$.components.pirate.components.queue.details.workers[1]")
			.doesNotExist();
	}

	@Test
	void prometheusShowsTheMetrics() {
		this.pirate.request("x", String.class);
		http().get()
			.uri("/actuator/prometheus")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.value((metrics) -> assertThat(metrics).contains("pirate_queue_workers", "pirate_worker_requests_seconds",
					"pirate_client_requests_seconds"));
	}

	private RestTestClient http() {
		return RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + this.port).build();
	}

}
