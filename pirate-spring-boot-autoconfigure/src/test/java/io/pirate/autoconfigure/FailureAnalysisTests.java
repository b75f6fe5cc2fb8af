package io.pirate.autoconfigure;

import java.util.List;
import java.util.ArrayList;
import java.net.InetAddress;
import java.net.ServerSocket;

import io.pirate.spring.PirateWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.integration.support.locks.LockRegistry;
import org.springframework.integration.support.locks.PassThruLockRegistry;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/** What somebody reads whose application did not start. */
class FailureAnalysisTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					pirate.client.endpoints=ipc://the-queue    | JeroMQ has no ipc transport           | tcp://127.0.0.1:<port>
					pirate.client.endpoints=5555               | is not an address                     | tcp://<host>:<port>
					pirate.client.endpoints=tcp://a:99999      | port 99999 does not exist             | 1 to 65535
					pirate.client.endpoints=tcp://*:5555       | names no host and port                | tcp://<host>:<port>
					pirate.client.endpoints=                   | names nobody to connect to            | at least one endpoint
					pirate.client.request-timeout=0s           | must be at least 1ms                  | 500ms, 1s or 2m
					pirate.client.retries=-1                   | must be at least 0                    | Set it to 0 or more
					pirate.client.max-in-flight=0              | must be at least 1                    | Set it to 1 or more
					pirate.client.max-message-size=0B          | must be at least 1B                   | 1MB
					pirate.client.failover-delay=-1s           | must not be negative                  | 0s
					pirate.connections.b.client.failover-delay=-1s | must not be negative              | 0s
					pirate.discovery.refresh-interval=0s       | must be at least 1ms                  | 500ms
					pirate.client.default-service=a\tb         | must not contain control characters   | UTF-8
					pirate.client.no-worker-timeout=-1s        | must not be negative                  | 0s
					pirate.client.services.x.request-timeout=-1s | must be at least 1ms                | 500ms
					pirate.client.services.x.no-worker-timeout=-1s | must not be negative              | 0s
					pirate.client.services.x.retries=-1        | must be at least 0                    | Set it to 0 or more
					pirate.binary-star.enabled=true            | there is no embedded queue            | pirate.queue.enabled=true
					pirate.connections.b.client.endpoints=udp://x | is not an address                  | tcp://<host>:<port>
					""")
	void aBadClientValueIsNamedWithItsRemedy(String property, String reason, String remedy) {
		String name = property.substring(0, property.indexOf('='));
		FailureAnalysis analysis = analyze(Runners.plain().withPropertyValues(property));
		assertThat(analysis.getDescription()).contains(name).contains(reason);
		assertThat(analysis.getAction()).contains(remedy);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					pirate.worker.capacity=3                   | must be at least the concurrency, which is 16 | Raise the capacity to 16
					pirate.worker.concurrency=0                | must be at least 1                            | Set it to 1 or more
					pirate.worker.bind=ipc://x                 | JeroMQ has no ipc transport                   | tcp://
					pirate.worker.reconnect-interval-max=10ms  | must not be shorter than reconnect-interval   | Raise it
					pirate.worker.handler-timeout=0s           | must be at least 1ms                          | 500ms
					pirate.worker.drain-timeout=-1s            | must not be negative                          | 0s
					pirate.worker.public-endpoint=tcp://a:1    | belongs to a worker that is bound             | pirate.worker.bind
					pirate.worker.liveness=0                   | must be at least 1                            | Set it to 1 or more
					""")
	void aBadWorkerValueIsNamedWithItsRemedy(String property, String reason, String remedy) {
		String name = property.substring(0, property.indexOf('='));
		FailureAnalysis analysis = analyze(
				Runners.plain().withUserConfiguration(OneWorker.class).withPropertyValues(property));
		assertThat(analysis.getDescription()).contains(name).contains(reason);
		assertThat(analysis.getAction()).contains(remedy);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			pirate.queue.frontend=ipc://x       | JeroMQ has no ipc transport | tcp://127.0.0.1:<port>
			pirate.queue.backend=tcp://a:0      | port 0 does not exist       | * for any free one
			pirate.queue.heartbeat-interval=0s  | must be at least 1ms        | 500ms
			pirate.queue.max-deliveries=0       | must be at least 1          | Set it to 1 or more
			pirate.queue.min-workers=-1         | must be at least 0          | Set it to 0 or more
			pirate.queue.services.x.min-workers=-1 | must be at least 0       | Set it to 0 or more
			pirate.queue.max-message-size=3GB   | must be less than 2GB       | 1MB
			""")
	void aBadQueueValueIsNamedWithItsRemedy(String property, String reason, String remedy) {
		String name = property.substring(0, property.indexOf('='));
		FailureAnalysis analysis = analyze(Runners.plain().withPropertyValues("pirate.queue.enabled=true", property));
		assertThat(analysis.getDescription()).contains(name).contains(reason);
		assertThat(analysis.getAction()).contains(remedy);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					bind=tcp://a:1,peer=                       | peer               | is not an address          | tcp://<host>:<port>
					peer=tcp://a:1                             | bind               | is needed by a pair        | arbiter=lock-registry
					bind=tcp://127.0.0.1:1                     | peer               | is needed by a pair        | arbiter=lock-registry
					bind=tcp://127.0.0.1:1,peer=tcp://*:2      | peer               | names no host              | tcp://<host>:<port>
					bind=tcp://127.0.0.1:1,peer=tcp://127.0.0.1:1 | peer            | is this queue's own        | the other queue
					bind=ipc://x,peer=tcp://a:1                | bind               | JeroMQ has no ipc          | tcp://127.0.0.1
					bind=tcp://127.0.0.1:1,peer=tcp://a:1,liveness=0 | liveness     | must be at least 1         | Set it to 1
					bind=tcp://127.0.0.1:1,peer=tcp://a:1,heartbeat-interval=0s | heartbeat-interval | at least 1ms | 500ms
					bind=tcp://127.0.0.1:1,peer=tcp://a:1,failback-after=0s | failback-after | must be at least 1ms | 500ms
					arbiter=lock-registry,bind=tcp://127.0.0.1:1 | bind             | means nothing              | Remove
					arbiter=lock-registry,failback-after=1s    | failback-after     | means nothing              | Remove
					arbiter=lock-registry,lock-ttl=50ms        | lock-ttl           | at least 100ms             | 10s
					arbiter=lock-registry,lock-key=            | lock-key           | is no name                 | only the two queues
					arbiter=lock-registry                      | arbiter            | one bean of type LockRegistry | JdbcLockRegistry
					""")
	void aBadValueOfAPairIsNamedWithItsRemedy(String properties, String name, String reason, String remedy) {
		List<String> values = new ArrayList<>(List.of("pirate.queue.enabled=true", "pirate.binary-star.enabled=true",
				"pirate.queue.frontend=tcp://127.0.0.1:*", "pirate.queue.backend=tcp://127.0.0.1:*"));
		for (String property : properties.split(",")) {
			values.add("pirate.binary-star." + property);
		}
		FailureAnalysis analysis = analyze(Runners.plain()
			.withConfiguration(AutoConfigurations.of(PirateBinaryStarAutoConfiguration.class))
			.withPropertyValues(values.toArray(String[]::new)));
		assertThat(analysis.getDescription()).contains("pirate.binary-star." + name).contains(reason);
		assertThat(analysis.getAction()).contains(remedy);
	}

	@Test
	void aLockRegistryHasToRenewItsLocks() {
		FailureAnalysis analysis = analyze(Runners.plain()
			.withConfiguration(AutoConfigurations.of(PirateBinaryStarAutoConfiguration.class))
			.withBean(LockRegistry.class, PassThruLockRegistry::new)
			.withPropertyValues("pirate.queue.enabled=true", "pirate.binary-star.enabled=true",
					"pirate.queue.frontend=tcp://127.0.0.1:*", "pirate.queue.backend=tcp://127.0.0.1:*",
					"pirate.binary-star.arbiter=lock-registry"));
		assertThat(analysis.getDescription()).contains("needs a registry that renews its locks")
			.contains("PassThruLockRegistry");
	}

	@Test
	void freelanceNeedsTheSharedLane() {
		FailureAnalysis analysis = analyze(
				Runners.plain().withPropertyValues("pirate.client.protocol=freelance", "pirate.client.lane=exclusive"));
		assertThat(analysis.getDescription()).contains("pirate.client.lane").contains("cannot carry Freelance");
		assertThat(analysis.getAction()).contains("auto or mdp01");
	}

	@Test
	void whatIsNoDurationIsBootsBusiness() {
		FailureAnalysis analysis = analyze(Runners.plain().withPropertyValues("pirate.client.request-timeout=soon"));
		assertThat(analysis.getDescription()).contains("pirate.client.request-timeout").contains("soon");
	}

	@Test
	void twoMethodsForOneServiceAreNamedBoth() {
		FailureAnalysis analysis = analyze(Runners.plain().withUserConfiguration(TwoWorkers.class));
		assertThat(analysis.getDescription()).contains("TwoWorkers.one")
			.contains("TwoWorkers.two")
			.contains("(anonymous)")
			.contains("the default connection");
		assertThat(analysis.getAction()).contains("Keep one of them");
	}

	@Test
	void aSimplePirateCannotNameItsService() {
		FailureAnalysis analysis = analyze(Runners.plain()
			.withUserConfiguration(NamedWorker.class)
			.withPropertyValues("the.service=orders", "pirate.worker.protocol=simple"));
		assertThat(analysis.getDescription()).contains("'orders'")
			.contains("NamedWorker.place")
			.contains("pirate.worker.protocol=simple");
		assertThat(analysis.getAction()).contains("auto or mdp01").contains("remove the service's name");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			mmi.service   | a name of the queue itself          | does not begin with 'mmi.'
			a\tb          | must not contain control characters | Correct the attribute 'service'
			""")
	void aNameThatNoServiceCanHaveIsNamedWithItsRemedy(String name, String reason, String remedy) {
		FailureAnalysis analysis = analyze(
				Runners.plain().withUserConfiguration(NamedWorker.class).withPropertyValues("the.service=" + name));
		assertThat(analysis.getDescription()).contains(reason).contains("NamedWorker.place");
		assertThat(analysis.getAction()).contains(remedy);
	}

	@Test
	void twoMethodsCannotBindOneAddress() {
		FailureAnalysis analysis = analyze(Runners.plain()
			.withUserConfiguration(NamedWorker.class, OneWorker.class)
			.withPropertyValues("the.service=orders", "pirate.worker.bind=tcp://127.0.0.1:5999"));
		assertThat(analysis.getDescription()).contains("tcp://127.0.0.1:5999")
			.contains("NamedWorker.place")
			.contains("OneWorker.answer");
		assertThat(analysis.getAction()).contains("another address");
	}

	@Test
	void anAttributeThatIsNoNumberIsNamed() {
		FailureAnalysis analysis = analyze(
				Runners.plain().withUserConfiguration(ManyWorkers.class).withPropertyValues("how.many=several"));
		assertThat(analysis.getDescription()).contains("concurrency = \"several\"").contains("ManyWorkers.answer");
	}

	@Test
	void aMissingErrorHandlerIsNamed() {
		FailureAnalysis analysis = analyze(Runners.plain().withUserConfiguration(Unrescued.class));
		assertThat(analysis.getDescription()).contains("nobody").contains("Unrescued.answer");
		assertThat(analysis.getAction()).contains("io.pirate.spring.PirateErrorHandler");
	}

	@Test
	void anUnknownConnectionIsNamed() {
		FailureAnalysis analysis = analyze(Runners.plain().withUserConfiguration(Elsewhere.class));
		assertThat(analysis.getDescription()).contains("there is no connection 'elsewhere'");
	}

	@Test
	void aPortInUseIsNamedWithItsProperty() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			String endpoint = "tcp://127.0.0.1:" + taken.getLocalPort();
			FailureAnalysis analysis = analyze(
					Runners.withQueue(Runners.plain()).withPropertyValues("pirate.queue.frontend=" + endpoint),
					"pirate.queue.frontend", endpoint);
			assertThat(analysis.getDescription()).contains("pirate.queue.frontend").contains(endpoint);
			assertThat(analysis.getAction()).contains("port " + taken.getLocalPort())
				.contains("set pirate.queue.frontend to another address");
		}
	}

	static FailureAnalysis analyze(ApplicationContextRunner runner, String... environment) {
		FailureAnalysis[] analysis = new FailureAnalysis[1];
		runner.run((context) -> {
			assertThat(context).hasFailed();
			analysis[0] = analyze(context.getStartupFailure(), environment);
		});
		assertThat(analysis[0]).isNotNull();
		return analysis[0];
	}

	static FailureAnalysis analyze(Throwable failure, String... values) {
		MockEnvironment environment = new MockEnvironment();
		for (int i = 0; i < values.length; i += 2) {
			environment.setProperty(values[i], values[i + 1]);
		}
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class,
					ArgumentResolver.of(Environment.class, environment)
						.and(BeanFactory.class, new DefaultListableBeanFactory()))
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter((analysis) -> analysis != null)
			.findFirst()
			.orElseThrow(() -> new AssertionError("nobody explains this", failure));
	}

	@Configuration(proxyBeanMethods = false)
	static class OneWorker {

		@PirateWorker
		String answer(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoWorkers {

		@PirateWorker
		String one(String text) {
			return text;
		}

		@PirateWorker
		String two(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NamedWorker {

		@PirateWorker("${the.service}")
		String place(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ManyWorkers {

		@PirateWorker(concurrency = "${how.many}")
		String answer(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Unrescued {

		@PirateWorker(errorHandler = "nobody")
		String answer(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Elsewhere {

		@Bean
		Object handlers() {
			return new Object() {
				@PirateWorker(connection = "elsewhere")
				public String answer(String text) {
					return text;
				}
			};
		}

	}

}
