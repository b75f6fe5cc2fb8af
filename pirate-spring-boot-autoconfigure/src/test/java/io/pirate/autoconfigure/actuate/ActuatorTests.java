package io.pirate.autoconfigure.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.pirate.spring.PirateOperations;
import io.pirate.spring.PirateWorker;
import io.pirate.spring.PirateWorkerRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** What is read over HTTP of an application that asks, answers and hosts the queue. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.application.name=orders-app", "pirate.queue.enabled=true",
				"pirate.queue.frontend=tcp://127.0.0.1:*", "pirate.queue.backend=tcp://127.0.0.1:*",
				"pirate.queue.heartbeat-interval=200ms", "pirate.worker.heartbeat-interval=200ms",
				"management.endpoints.web.exposure.include=*", "management.endpoint.health.show-details=always",
				"management.endpoint.health.probes.enabled=true", "management.prometheus.metrics.export.enabled=true" })
class ActuatorTests {

	private static final String QUEUE = "/components/pirate/components/queue";

	private static final String WORKERS = "/components/pirate/components/workers";

	private static final String CLIENT = "/components/pirate/components/client";

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private PirateOperations pirate;

	@Autowired
	private PirateWorkerRegistry registry;

	@Test
	void healthShowsQueueWorkersAndClient() throws Exception {
		assertThat(this.pirate.request("x", String.class)).isEqualTo("x");
		JsonNode health = await("/actuator/health", 200);
		assertThat(health.at("/status").asString()).isEqualTo("UP");
		assertThat(health.at("/components/pirate/status").asString()).isEqualTo("UP");
		JsonNode worker = health.at(QUEUE + "/details/workers/0");
		assertThat(worker.propertyNames()).containsExactly("name", "service", "heardMs", "expiresInMs", "inHand",
				"capacity");
		assertThat(worker.at("/name").asString()).isEqualTo("orders-app");
		assertThat(worker.at("/service").asString()).isEqualTo("(anonymous)");
		assertThat(worker.at("/capacity").asInt()).isEqualTo(32);
		assertThat(worker.at("/expiresInMs").asInt()).isBetween(1, 600);
		assertThat(health.at(QUEUE + "/details/expiredWorkers").isArray()).isTrue();
		JsonNode service = health.at(QUEUE + "/details/services").get("(anonymous)");
		assertThat(service.propertyNames()).containsExactly("workers", "waiting", "inHand", "oldestWaitingMs");
		assertThat(service.at("/workers").asInt()).isEqualTo(1);
		JsonNode link = health.at(WORKERS + "/details/workers/0/queues/0");
		assertThat(link.at("/registered").asBoolean()).isTrue();
		assertThat(link.at("/endpoint").asString()).startsWith("tcp://127.0.0.1:");
		assertThat(link.has("heardMs")).isTrue();
		assertThat(link.has("livenessLeft")).isTrue();
		assertThat(health.at(CLIENT + "/status").asString()).isEqualTo("UP");
		assertThat(health.at(CLIENT + "/details/connections/default/endpoints/0/connected").asBoolean()).isTrue();
	}

	@Test
	void belowMinWorkersTheAnswerIs503AndLivenessStaysUp() throws Exception {
		await("/actuator/health", 200);
		String id = this.registry.ids().iterator().next();
		CountDownLatch stopped = new CountDownLatch(1);
		this.registry.stop(id, stopped::countDown);
		assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
		JsonNode health = await("/actuator/health", 503);
		assertThat(health.at(QUEUE + "/status").asString()).isEqualTo("OUT_OF_SERVICE");
		assertThat(health.at(QUEUE + "/details/reason").asString()).isEqualTo("0 live workers, 1 needed");
		JsonNode liveness = await("/actuator/health/liveness", 200);
		assertThat(liveness.at("/status").asString()).isEqualTo("UP");
		assertThat(liveness.at("/components/pirate").isMissingNode()).isTrue();
		this.registry.start(id);
		await("/actuator/health", 200);
	}

	@Test
	void prometheusShowsEveryMeter() throws Exception {
		assertThat(this.pirate.request("x", String.class)).isEqualTo("x");
		String scrape = get("/actuator/prometheus").body();
		assertThat(scrape).contains("pirate_client_requests_seconds_count{")
			.contains("outcome=\"success\"")
			.contains("service=\"(anonymous)\"")
			.contains("pirate_client_retries_total")
			.contains("pirate_client_late_replies_total")
			.contains("pirate_client_in_flight")
			.contains("pirate_worker_requests_seconds_count{")
			.contains("pirate_worker_in_hand")
			.contains("pirate_worker_reconnects_total")
			.contains("pirate_worker_duplicates_total")
			.contains("pirate_worker_fenced_total")
			.contains("pirate_queue_workers{service=\"(anonymous)\",state=\"ready\"}")
			.contains("pirate_queue_waiting{")
			.contains("pirate_queue_in_flight{")
			.contains("pirate_queue_dispatch_seconds_count{service=\"(anonymous)\"}")
			.contains("pirate_queue_redeliveries_total")
			.contains("pirate_queue_rejected_total{reason=\"busy\"}")
			.contains("pirate_queue_dropped_total{reason=\"unknown-lease\"}")
			.contains("pirate_queue_expired_workers_total");
	}

	@Test
	void theEndpointShowsServicesWorkersAndDeadLetters() throws Exception {
		await("/actuator/health", 200);
		JsonNode state = await("/actuator/pirate", 200);
		assertThat(state.at("/workers/0/name").asString()).isEqualTo("orders-app");
		assertThat(state.at("/services").get("(anonymous)").at("/workers").asInt()).isEqualTo(1);
		assertThat(state.at("/deadLetters").isArray()).isTrue();
		assertThat(state.at("/local").get(this.registry.ids().iterator().next()).asBoolean()).isTrue();
	}

	@Test
	void whatChangesSomethingIsOffUnlessItIsAllowed() throws Exception {
		URI uri = URI.create("http://127.0.0.1:" + this.port + "/actuator/pirate/requeue/" + "0".repeat(32));
		HttpRequest post = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build();
		assertThat(this.http.send(post, HttpResponse.BodyHandlers.ofString()).statusCode()).isIn(404, 405);
	}

	private JsonNode await(String path, int status) {
		HttpResponse<String> answer = Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.until(() -> get(path), (response) -> response.statusCode() == status);
		return JsonMapper.shared().readTree(answer.body());
	}

	@Test
	void nothingCanBeChangedUnlessThatIsAllowed() throws Exception {
		URI uri = URI.create("http://127.0.0.1:" + this.port + "/actuator/pirate/take-over");
		HttpRequest post = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build();
		assertThat(this.http.send(post, HttpResponse.BodyHandlers.ofString()).statusCode()).isIn(404, 405);
		assertThat(get("/actuator/pirate").statusCode()).isEqualTo(200);
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		URI uri = URI.create("http://127.0.0.1:" + this.port + path);
		return this.http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@PirateWorker
		String answer(String text) {
			return text;
		}

	}

}
