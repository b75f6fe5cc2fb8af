package io.pirate.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.pirate.ClientOptions;
import io.pirate.Lane;
import io.pirate.QueueOptions;
import io.pirate.SocketLimits;
import io.pirate.WorkerOptions;
import io.pirate.machine.ClientProtocol;
import io.pirate.machine.FreelancePolicy;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.PeerLimits;
import io.pirate.machine.RetryPolicy;
import io.pirate.spring.Patience;
import io.pirate.spring.PirateWorkerDefinition;
import io.pirate.spring.PirateWorkerDefinitionException;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PiratePropertiesTests {

	@Test
	void theDefaultsAreTheDocumentedOnes() {
		PirateOptions options = options(Map.of());
		assertThat(options.client("")).isEqualTo(ClientOptions.of("tcp://127.0.0.1:5555"));
		assertThat(options.worker(definition(""))).isEqualTo(WorkerOptions.of("test-app", "tcp://127.0.0.1:5556"));
		assertThat(options.queue()).isEqualTo(QueueOptions.of("tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556"));
	}

	@Test
	void everyClientPropertyArrives() {
		ClientOptions client = options(Map.ofEntries(Map.entry("pirate.client.endpoints", "tcp://a:1,tcp://b:2"),
				Map.entry("pirate.client.lane", "exclusive"), Map.entry("pirate.client.request-timeout", "300ms"),
				Map.entry("pirate.client.retries", "0"), Map.entry("pirate.client.max-in-flight", "7"),
				Map.entry("pirate.client.max-message-size", "2KB"), Map.entry("pirate.client.heartbeat-interval", "2s"),
				Map.entry("pirate.client.liveness", "5"), Map.entry("pirate.client.protocol", "mdp01"),
				Map.entry("pirate.client.no-worker-timeout", "0"), Map.entry("pirate.client.compact", "false"),
				Map.entry("pirate.client.failover-delay", "400ms"),
				Map.entry("pirate.client.services[a.b].request-timeout", "1s")))
			.client("");
		assertThat(client).isEqualTo(new ClientOptions(List.of("tcp://a:1", "tcp://b:2"), Lane.EXCLUSIVE,
				new RetryPolicy(Duration.ofMillis(300), 0, false, Duration.ZERO),
				new HeartbeatPolicy(Duration.ofSeconds(2), 5), 7, 2048)
			.with(ClientProtocol.MDP01)
			.withCompact(false)
			.withFailoverDelay(Duration.ofMillis(400)));
	}

	@Test
	void aConnectionChoosesServersAndWaitsForLostOnesItsOwnWay() {
		PirateOptions options = options(
				Map.of("pirate.client.protocol", "freelance", "pirate.client.freelance.strategy", "failover",
						"pirate.client.failover-delay", "1s", "pirate.connections.billing.client.freelance.order",
						"load", "pirate.connections.mail.client.freelance.strategy", "shotgun",
						"pirate.connections.mail.client.failover-delay", "0s"));
		assertThat(options.client("").freelance())
			.isEqualTo(new FreelancePolicy(FreelancePolicy.Strategy.FAILOVER, false));
		assertThat(options.client("billing").freelance())
			.isEqualTo(new FreelancePolicy(FreelancePolicy.Strategy.FAILOVER, true));
		assertThat(options.client("billing").failoverDelay()).isEqualTo(Duration.ofSeconds(1));
		assertThat(options.client("mail").freelance())
			.isEqualTo(new FreelancePolicy(FreelancePolicy.Strategy.SHOTGUN, false));
		assertThat(options.client("mail").failoverDelay()).isZero();
	}

	@Test
	void freelanceArrives() {
		ClientOptions client = options(Map.of("pirate.client.protocol", "freelance")).client("");
		assertThat(client.protocol()).isEqualTo(ClientProtocol.FREELANCE);
		assertThat(client.freelance()).isEqualTo(FreelancePolicy.DEFAULT);
		client = options(Map.of("pirate.client.protocol", "freelance", "pirate.client.freelance.strategy", "shotgun",
				"pirate.client.freelance.order", "load"))
			.client("");
		assertThat(client.freelance()).isEqualTo(new FreelancePolicy(FreelancePolicy.Strategy.SHOTGUN, true));
		WorkerOptions worker = options(Map.of("pirate.worker.bind", "tcp://127.0.0.1:5557",
				"pirate.worker.public-endpoint", "tcp://orders.example.org:5557"))
			.worker(definition(""));
		assertThat(worker.publicEndpoint()).isEqualTo("tcp://orders.example.org:5557");
	}

	@Test
	void everyServicesPatienceArrivesAndConnectionsInheritIt() {
		PirateOptions options = options(Map.ofEntries(Map.entry("pirate.client.default-service", "orders"),
				Map.entry("pirate.client.services[a.b].request-timeout", "1s"),
				Map.entry("pirate.client.services[a.b].retries", "0"),
				Map.entry("pirate.client.services[a.b].no-worker-timeout", "2s"),
				Map.entry("pirate.connections.billing.client.no-worker-timeout", "3s"),
				Map.entry("pirate.connections.billing.client.services[a.b].retries", "7"),
				Map.entry("pirate.connections.billing.client.services.own.retries", "8")));
		ServiceName dotted = new ServiceName("a.b");
		assertThat(options.clientMapper("").defaultService()).isEqualTo(new ServiceName("orders"));
		assertThat(options.clientMapper("").services())
			.containsExactly(Map.entry(dotted, new Patience(Duration.ofSeconds(1), 0, Duration.ofSeconds(2))));
		assertThat(options.client("").retry().noWorkerTimeout()).isNull();
		ClientMapper billing = options.clientMapper("billing");
		assertThat(billing.defaultService()).isEqualTo(new ServiceName("orders"));
		assertThat(billing.services())
			.containsEntry(dotted, new Patience(Duration.ofSeconds(1), 7, Duration.ofSeconds(2)))
			.containsEntry(new ServiceName("own"), new Patience(null, 8, null));
		assertThat(options.client("billing").retry().noWorkerTimeout()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void theProtocolOfAWorkerDependsOnItsServicesName() {
		ServiceName orders = new ServiceName("orders");
		PirateWorkerDefinition named = PirateWorkerDefinition.of("orders", orders, (job) -> null);
		assertThat(options(Map.of()).worker(named).settings().dialect()).isEqualTo(WorkerDialect.MAJORDOMO_02);
		PirateOptions old = options(Map.of("pirate.worker.protocol", "mdp01"));
		assertThat(old.worker(named).settings().dialect()).isEqualTo(WorkerDialect.MAJORDOMO_01);
		assertThat(old.worker(named).settings().service()).isEqualTo(orders);
		assertThat(old.worker(definition("")).settings().dialect()).isEqualTo(WorkerDialect.PARANOID);
		PirateOptions simple = options(Map.of("pirate.worker.protocol", "simple"));
		assertThatExceptionOfType(PirateWorkerDefinitionException.class).isThrownBy(() -> simple.worker(named));
	}

	@Test
	void everyWorkerPropertyArrives() {
		WorkerOptions worker = options(Map.ofEntries(Map.entry("pirate.worker.endpoints", "tcp://a:1"),
				Map.entry("pirate.worker.protocol", "simple"), Map.entry("pirate.worker.max-waiting", "9"),
				Map.entry("pirate.worker.max-message-size", "3KB"), Map.entry("pirate.worker.heartbeat-interval", "2s"),
				Map.entry("pirate.worker.liveness", "4"), Map.entry("pirate.worker.reconnect-interval", "500ms"),
				Map.entry("pirate.worker.reconnect-interval-max", "4s"), Map.entry("pirate.worker.concurrency", "2"),
				Map.entry("pirate.worker.capacity", "6"), Map.entry("pirate.worker.handler-timeout", "7s"),
				Map.entry("pirate.worker.drain-timeout", "8s"), Map.entry("pirate.worker.compact", "false")))
			.worker(definition(""));
		assertThat(worker.settings().dialect()).isEqualTo(WorkerDialect.SIMPLE);
		assertThat(worker.settings().endpoints()).containsExactly("tcp://a:1");
		assertThat(worker.settings().heartbeat()).isEqualTo(new HeartbeatPolicy(Duration.ofSeconds(2), 4));
		assertThat(worker.settings().reconnectInterval()).isEqualTo(Duration.ofMillis(500));
		assertThat(worker.settings().reconnectIntervalMax()).isEqualTo(Duration.ofSeconds(4));
		assertThat(worker.settings().concurrency()).isEqualTo(2);
		assertThat(worker.settings().capacity()).isEqualTo(6);
		assertThat(worker.settings().handlerTimeout()).isEqualTo(Duration.ofSeconds(7));
		assertThat(worker.settings().drainTimeout()).isEqualTo(Duration.ofSeconds(8));
		assertThat(worker.settings().compact()).isFalse();
		assertThat(worker.maxWaiting()).isEqualTo(9);
		assertThat(worker.maxMessageSize()).isEqualTo(3072);
	}

	@Test
	void everyQueuePropertyArrives() {
		QueueOptions queue = options(Map.ofEntries(Map.entry("pirate.queue.frontend", "tcp://*:7001"),
				Map.entry("pirate.security.allow-insecure-bind", "true"),
				Map.entry("pirate.queue.backend", "tcp://127.0.0.1:*"),
				Map.entry("pirate.queue.heartbeat-interval", "2s"), Map.entry("pirate.queue.liveness", "4"),
				Map.entry("pirate.queue.max-waiting", "11"), Map.entry("pirate.queue.max-waiting-bytes", "12KB"),
				Map.entry("pirate.queue.max-capacity", "13"), Map.entry("pirate.queue.max-services", "14"),
				Map.entry("pirate.queue.max-message-size", "15KB"), Map.entry("pirate.queue.request-ttl", "16s"),
				Map.entry("pirate.queue.max-deliveries", "17"), Map.entry("pirate.queue.reply-cache", "18s"),
				Map.entry("pirate.queue.dead-letters", "19"), Map.entry("pirate.queue.compact", "false"),
				Map.entry("pirate.queue.max-workers", "21"), Map.entry("pirate.queue.reply-cache-bytes", "22KB"),
				Map.entry("pirate.queue.max-heartbeat-interval", "23s"),
				Map.entry("pirate.queue.max-waiting-reply-bytes", "24KB"),
				Map.entry("pirate.queue.max-call-frame", "25KB"), Map.entry("pirate.queue.drain-timeout", "20s")))
			.queue();
		assertThat(queue.frontend()).isEqualTo("tcp://*:7001");
		assertThat(queue.backend()).isEqualTo("tcp://127.0.0.1:*");
		assertThat(queue.maxMessageSize()).isEqualTo(15 * 1024);
		assertThat(queue.drainTimeout()).isEqualTo(Duration.ofSeconds(20));
		assertThat(queue.settings().heartbeat()).isEqualTo(new HeartbeatPolicy(Duration.ofSeconds(2), 4));
		assertThat(queue.settings().maxWaiting()).isEqualTo(11);
		assertThat(queue.settings().maxWaitingBytes()).isEqualTo(12 * 1024);
		assertThat(queue.settings().maxCapacity()).isEqualTo(13);
		assertThat(queue.settings().maxServices()).isEqualTo(14);
		assertThat(queue.settings().requestTtl()).isEqualTo(Duration.ofSeconds(16));
		assertThat(queue.settings().maxDeliveries()).isEqualTo(17);
		assertThat(queue.settings().replyCache()).isEqualTo(Duration.ofSeconds(18));
		assertThat(queue.settings().deadLetters()).isEqualTo(19);
		assertThat(queue.settings().compact()).isFalse();
		assertThat(queue.settings().maxWorkers()).isEqualTo(21);
		assertThat(queue.settings().replyCacheBytes()).isEqualTo(22 * 1024);
		assertThat(queue.settings().peers()).isEqualTo(new PeerLimits(Duration.ofSeconds(23), 24 * 1024, 25 * 1024));
	}

	@Test
	void everyLimitArrivesAtEveryRole() {
		PirateOptions options = options(
				Map.of("pirate.limits.max-message-frames", "100", "pirate.limits.max-message-bytes", "2MB",
						"pirate.limits.max-pending-bytes", "3MB", "pirate.limits.max-connections", "4",
						"pirate.limits.max-handshakes-per-second", "5", "pirate.limits.handshake-timeout", "6s"));
		SocketLimits limits = new SocketLimits(100, 2L * 1024 * 1024, 3L * 1024 * 1024, 4, 5, Duration.ofSeconds(6));
		assertThat(options.client("").limits()).isEqualTo(limits);
		assertThat(options.worker(definition("")).limits()).isEqualTo(limits);
		assertThat(options.queue().limits()).isEqualTo(limits);
		TitanicProperties titanic = new Binder(new MapConfigurationPropertySource(Map.of()))
			.bindOrCreate("pirate.titanic", Bindable.of(TitanicProperties.class));
		assertThat(options.titanic(titanic).limits()).isEqualTo(limits);
		assertThat(options(Map.of()).titanic(titanic).limits()).isEqualTo(SocketLimits.DEFAULT);
	}

	@Test
	void aNamedConnectionInheritsWhatItLeavesUnset() {
		PirateOptions options = options(Map.of("pirate.client.retries", "9", "pirate.client.request-timeout", "1s",
				"pirate.worker.concurrency", "3", "pirate.connections.billing.client.endpoints", "tcp://billing:1",
				"pirate.connections.billing.client.request-timeout", "5s",
				"pirate.connections.billing.worker.endpoints", "tcp://billing:2"));
		assertThat(options.client("billing").endpoints()).containsExactly("tcp://billing:1");
		assertThat(options.client("billing").retry()).isEqualTo(new RetryPolicy(Duration.ofSeconds(5), 9, false));
		assertThat(options.worker(definition("billing")).settings().endpoints()).containsExactly("tcp://billing:2");
		assertThat(options.worker(definition("billing")).settings().concurrency()).isEqualTo(3);
		assertThat(options.client("").retry().timeout()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void anUnknownConnectionIsNamed() {
		assertThatExceptionOfType(InvalidPiratePropertyException.class).isThrownBy(() -> options(Map.of()).client("x"))
			.withMessageContaining("there is no connection 'x'");
	}

	@Test
	void theAnnotationWinsOverTheConnection() {
		PirateWorkerDefinition definition = new PirateWorkerDefinition("id", "", ServiceName.ANONYMOUS, 50, null,
				Duration.ofSeconds(3), true, (job) -> null, null, "Here.method");
		WorkerOptions worker = options(Map.of("pirate.worker.concurrency", "2")).worker(definition);
		assertThat(worker.settings().concurrency()).isEqualTo(50);
		assertThat(worker.settings().capacity()).isEqualTo(50);
		assertThat(worker.settings().handlerTimeout()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void aBoundWorkerNeedsNoQueue() {
		WorkerOptions worker = options(Map.of("pirate.worker.bind", "tcp://127.0.0.1:*")).worker(definition(""));
		assertThat(worker.bind()).isEqualTo("tcp://127.0.0.1:*");
	}

	@Test
	void drainingEndsBeforeTheShutdownPhaseDoes() {
		PirateOptions options = options(Map.of("pirate.worker.drain-timeout", "60s"));
		assertThat(options.worker(definition("")).settings().drainTimeout()).isEqualTo(Duration.ofSeconds(29));
	}

	@Test
	void aWorkersNameIsMadeOfTheApplicationsName() {
		assertThat(WorkerName.of("my app/ö").text()).isEqualTo("my-app--");
		assertThat(WorkerName.of("x".repeat(80)).text()).hasSize(64);
		assertThat(WorkerName.of(null).text()).isEqualTo("application");
	}

	@Test
	void everyPropertyIsDescribed() throws IOException {
		Map<String, String> descriptions = new TreeMap<>();
		try (InputStream in = PirateProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			for (JsonNode property : JsonMapper.shared().readTree(in).get("properties")) {
				descriptions.put(property.get("name").asString(), property.path("description").asString(""));
			}
		}
		assertThat(descriptions).containsKeys("pirate.client.endpoints", "pirate.worker.capacity",
				"pirate.queue.max-waiting-bytes", "pirate.connections", "pirate.jeromq.fast-wakeup",
				"pirate.jeromq.fast-curve", "pirate.client.no-worker-timeout", "pirate.client.services",
				"pirate.queue.compact", "pirate.queue.services", "pirate.queue.max-workers",
				"pirate.limits.max-message-frames", "pirate.limits.max-connections", "pirate.limits.handshake-timeout",
				"pirate.binary-star.role", "pirate.binary-star.lock-ttl", "pirate.security.curve.secret-key-location",
				"pirate.security.peers", "pirate.security.allow-insecure-bind", "pirate.security.generate-keys");
		assertThat(descriptions).allSatisfy((name, description) -> assertThat(description).as(name).endsWith("."));
	}

	private static PirateWorkerDefinition definition(String connection) {
		return new PirateWorkerDefinition("id", connection, ServiceName.ANONYMOUS, null, null, null, true,
				(job) -> null, null, "Here.method");
	}

	private static PirateOptions options(Map<String, String> values) {
		PirateProperties properties = new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("pirate",
				Bindable.of(PirateProperties.class));
		return new PirateOptions(properties, () -> new PropertiesConnectionDetails(properties, null),
				EndpointsCheck.plain(properties), WorkerName.of("test-app"), new DrainLimit(Duration.ofSeconds(30)),
				security(properties, values), List.of());
	}

	private static PirateSecurity security(PirateProperties properties, Map<String, String> values) {
		SecurityProperties stated = new Binder(new MapConfigurationPropertySource(values))
			.bindOrCreate("pirate.security", Bindable.of(SecurityProperties.class));
		return new PirateSecurity(properties, stated, new DefaultResourceLoader());
	}

}
