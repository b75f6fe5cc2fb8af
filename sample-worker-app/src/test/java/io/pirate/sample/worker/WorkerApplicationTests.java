package io.pirate.sample.worker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.pirate.RemoteFailureException;
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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
	void theEchoWithANameReturnsTheBodyUnchanged() {
		byte[] body = { 0, 1, -1, -128 };
		assertThat(this.pirate.request("echo", body, byte[].class)).isEqualTo(body);
		assertThat(this.pirate.request("echo", "grüße ☠", String.class)).isEqualTo("grüße ☠");
	}

	@Test
	void ordersAreJsonAndJudged() {
		assertThat(this.pirate.request("orders", new Order("rum", 3), Receipt.class))
			.isEqualTo(new Receipt("rum", 3, "accepted"));
		assertThatExceptionOfType(RemoteFailureException.class)
			.isThrownBy(() -> this.pirate.request("orders", new Order("", 3), Receipt.class))
			.withMessageContaining("item must not be blank")
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("bad-request"));
	}

	@Test
	void rowsComeOneByOne() {
		try (Stream<Row> rows = this.pirate.to("rows").body(300).stream(Row.class)) {
			assertThat(rows.map(Row::number).toList()).isEqualTo(IntStream.rangeClosed(1, 300).boxed().toList());
		}
		try (Stream<Row> rows = this.pirate.to("rows").body(Integer.MAX_VALUE).stream(Row.class)) {
			assertThat(rows.limit(2).toList()).containsExactly(new Row(1, "row 1"), new Row(2, "row 2"));
		}
	}

	@Test
	void healthListsTheWorkersOfEveryService() {
		String services = "$.components.pirate.components.queue.details.services";
		Awaitility.await()
			.untilAsserted(() -> http().get()
				.uri("/actuator/health")
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.components.pirate.components.queue.details.workers[3].name")
				.isEqualTo("sample-worker")
				.jsonPath("$.components.pirate.components.queue.details.workers[3].expiresInMs")
				.isNumber()
				.jsonPath("$.components.pirate.components.queue.details.workers[4]")
				.doesNotExist()
				.jsonPath(services + ".echo.workers")
				.isEqualTo(1)
				.jsonPath(services + ".rows.waiting")
				.isEqualTo(0));
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
