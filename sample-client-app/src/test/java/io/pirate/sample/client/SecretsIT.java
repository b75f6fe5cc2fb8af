package io.pirate.sample.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.pirate.CurveKeyPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The samples with keys, asked for everything they tell anybody: every actuator endpoint
 * with all values shown, thread dumps and logs, and nowhere a secret key.
 */
class SecretsIT {

	/** Megabytes of memory are its purpose. */
	private static final Set<String> LEFT_OUT = Set.of("heapdump");

	private static final Pattern LINK = Pattern.compile("\"href\":\"(http://[^\"{]+)\"");

	private static final List<String> EVERYTHING_SHOWN = List.of("--management.endpoints.web.exposure.include=*",
			"--management.endpoint.env.show-values=always", "--management.endpoint.configprops.show-values=always",
			"--management.endpoint.health.show-details=always", "--logging.level.io.pirate=debug");

	private static final CurveKeyPair QUEUE = harmless();

	private static final CurveKeyPair CLIENT = harmless();

	private static final CurveKeyPair WORKER = harmless();

	private final int frontend = SampleProcesses.freePort();

	private final int backend = SampleProcesses.freePort();

	private final int queueWeb = SampleProcesses.freePort();

	private final int workerWeb = SampleProcesses.freePort();

	private final int clientWeb = SampleProcesses.freePort();

	@TempDir
	Path directory;

	private SampleProcesses processes;

	@BeforeEach
	void startNothingYet() {
		this.processes = new SampleProcesses(this.directory);
	}

	@AfterEach
	void stopEverything() {
		this.processes.close();
	}

	@Test
	void nothingTellsASecret() throws Exception {
		startQueue();
		startWorker();
		startClient();
		String worker = "$.components.pirate.components.queue.details.workers[?(@.peer == 'answers')]";
		SampleProcesses.awaitHealth(this.queueWeb, 200, worker);
		SampleProcesses.awaitHealth(this.clientWeb, 200, "$.components.pirate.components.client.status");
		SampleProcesses.http(this.clientWeb).get().uri("/echo?text=ahoy").exchange().expectStatus().isOk();
		for (int port : List.of(this.queueWeb, this.workerWeb, this.clientWeb)) {
			Set<String> endpoints = endpoints(port);
			assertThat(endpoints).hasSizeGreaterThan(8)
				.anyMatch((each) -> each.endsWith("/env"))
				.anyMatch((each) -> each.endsWith("/configprops"))
				.anyMatch((each) -> each.endsWith("/threaddump"));
			for (String endpoint : endpoints) {
				assertNoSecret(endpoint, get(endpoint));
			}
		}
		for (String name : List.of("queue", "worker", "client")) {
			assertNoSecret(name + ".log", Files.readString(this.processes.log(name)));
		}
		String health = get("http://127.0.0.1:" + this.queueWeb + "/actuator/health");
		assertThat(health).contains("answers", "\"security\":\"curve\"")
			.doesNotContain(CLIENT.publicKey(), WORKER.publicKey());
	}

	/** Its secret comes from a file. */
	private void startQueue() throws IOException {
		Path key = Files.writeString(this.directory.resolve("queue.key"), QUEUE.secretKey());
		Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
		start("queue", "sample-worker-app", this.queueWeb, Map.of(), List.of("--spring.profiles.active=queue",
				"--pirate.queue.frontend=tcp://127.0.0.1:" + this.frontend,
				"--pirate.queue.backend=tcp://127.0.0.1:" + this.backend,
				"--pirate.security.curve.secret-key-location=file:" + key, "--pirate.security.peers[0].name=asks",
				"--pirate.security.peers[0].public-key=" + CLIENT.publicKey(),
				"--pirate.security.peers[1].name=answers",
				"--pirate.security.peers[1].public-key=" + WORKER.publicKey(), "--pirate.security.peers[1].serve=*"));
	}

	/** Its secret comes from the environment. */
	private void startWorker() throws IOException {
		start("worker", "sample-worker-app", this.workerWeb,
				Map.of("PIRATE_SECURITY_CURVE_SECRETKEY", WORKER.secretKey()),
				List.of("--spring.profiles.active=worker", "--pirate.worker.endpoints=tcp://127.0.0.1:" + this.backend,
						"--pirate.security.curve.server-public-key=" + QUEUE.publicKey()));
	}

	/** Its secret is on its command line, which nobody should do. */
	private void startClient() throws IOException {
		start("client", "sample-client-app", this.clientWeb, Map.of(),
				List.of("--pirate.client.endpoints=tcp://127.0.0.1:" + this.frontend,
						"--pirate.security.curve.secret-key=" + CLIENT.secretKey(),
						"--pirate.security.curve.server-public-key=" + QUEUE.publicKey()));
	}

	private void start(String name, String module, int port, Map<String, String> environment, List<String> arguments)
			throws IOException {
		List<String> all = new java.util.ArrayList<>(arguments);
		all.addAll(EVERYTHING_SHOWN);
		all.addAll(List.of("--server.port=" + port, "--pirate.security.curve.enabled=true"));
		this.processes.start(name, module, environment, all);
	}

	private static Set<String> endpoints(int port) throws Exception {
		Set<String> all = new TreeSet<>();
		Matcher links = LINK.matcher(get("http://127.0.0.1:" + port + "/actuator"));
		while (links.find()) {
			String link = links.group(1);
			if (!LEFT_OUT.contains(link.substring(link.lastIndexOf('/') + 1))) {
				all.add(link);
			}
		}
		return all;
	}

	private static String get(String uri) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(uri)).build(),
					HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
			.body();
	}

	private static void assertNoSecret(String where, String text) {
		for (CurveKeyPair pair : List.of(QUEUE, CLIENT, WORKER)) {
			String secret = pair.secretKey();
			assertThat(text.contains(secret) || text.contains(secret.substring(1, 30))).as(where).isFalse();
		}
	}

	/** Without what JSON would escape, or Spring would take for a placeholder. */
	private static CurveKeyPair harmless() {
		CurveKeyPair pair = CurveKeyPair.generate();
		while ((pair.publicKey() + pair.secretKey()).matches(".*[$<>&/#].*")) {
			pair = CurveKeyPair.generate();
		}
		return pair;
	}

}
