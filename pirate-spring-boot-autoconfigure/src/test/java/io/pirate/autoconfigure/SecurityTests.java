package io.pirate.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.pirate.AcceptedPeer;
import io.pirate.CurveKeyPair;
import io.pirate.NoReplyException;
import io.pirate.PirateException;
import io.pirate.RejectedException;
import io.pirate.autoconfigure.actuate.PirateEndpoint;
import io.pirate.autoconfigure.actuate.PirateHealth;
import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.spring.PirateTemplate;
import io.pirate.spring.PirateWorker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Applications with keys. */
class SecurityTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final CurveKeyPair QUEUE = KeyGenerator.pair();

	private static final CurveKeyPair SHOP = KeyGenerator.pair();

	private static final CurveKeyPair STRANGER = KeyGenerator.pair();

	private final ApplicationContextRunner queue = Runners.withQueue(Runners.watched()).withPropertyValues(keys(QUEUE));

	@Test
	void anApplicationThatHostsTheQueueNeedsItsOwnKeysOnly() {
		this.queue.withUserConfiguration(Echo.class).run((context) -> {
			assertThat(context.getBean(PirateTemplate.class).request("echo", "x", String.class)).isEqualTo("x");
			Health health = health(context);
			assertThat(health.getDetails()).containsEntry("security", "curve").doesNotContainKey("warning");
		});
	}

	@Test
	void otherApplicationsCallWhatTheyMayAndNothingElse() {
		this.queue.withUserConfiguration(Echo.class)
			.withPropertyValues(peer(0, "shop", SHOP.publicKey(), "echo"))
			.run((context) -> {
				client(context, SHOP).run((shop) -> {
					PirateTemplate pirate = shop.getBean(PirateTemplate.class);
					assertThat(pirate.request("echo", "x", String.class)).isEqualTo("x");
					assertThatExceptionOfType(RejectedException.class)
						.isThrownBy(() -> pirate.request("secret", "x", String.class));
				});
				client(context, STRANGER).withPropertyValues("pirate.client.request-timeout=300ms")
					.run((stranger) -> assertThatExceptionOfType(NoReplyException.class)
						.isThrownBy(() -> stranger.getBean(PirateTemplate.class).request("echo", "x", String.class)));
				PirateQueueLifecycle lifecycle = context.getBean(PirateQueueLifecycle.class);
				assertThat(lifecycle.queue().deniedConnections()).isPositive();
			});
	}

	@Test
	void aConnectionMayHaveKeysOfItsOwn() {
		this.queue.withUserConfiguration(Echo.class)
			.withPropertyValues(peer(0, "shop", SHOP.publicKey(), "echo"))
			.run((context) -> Runners.plain()
				.withPropertyValues(keys(STRANGER))
				.withPropertyValues("pirate.security.curve.server-public-key=" + STRANGER.publicKey(),
						"pirate.connections.far.client.endpoints=" + frontend(context),
						"pirate.connections.far.security.secret-key=" + SHOP.secretKey(),
						"pirate.connections.far.security.server-public-key=" + QUEUE.publicKey())
				.run((client) -> assertThat(
						client.getBean("farPirateTemplate", PirateTemplate.class).request("echo", "x", String.class))
					.isEqualTo("x")));
	}

	@Test
	void secretKeyComesFromAFileOfItsOwner(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("secret.key"), "# of the queue\n" + QUEUE.secretKey() + "\n");
		Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r-----"));
		Runners.withQueue(Runners.plain())
			.withUserConfiguration(Echo.class)
			.withPropertyValues("pirate.security.curve.enabled=true",
					"pirate.security.curve.secret-key-location=" + file,
					"pirate.security.curve.public-key=" + QUEUE.publicKey())
			.run((context) -> assertThat(context.getBean(PirateTemplate.class).request("echo", "x", String.class))
				.isEqualTo("x"));
	}

	@Test
	void peersAreReadAgainWhenTheirFileChanges(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("peers.yml"), peers("shop", STRANGER));
		this.queue.withUserConfiguration(Echo.class)
			.withPropertyValues("pirate.security.peers-location=file:" + file,
					"pirate.security.peers-refresh-interval=50ms", peer(0, "other", KeyGenerator.pair().publicKey())[0],
					peer(0, "other", KeyGenerator.pair().publicKey())[1])
			.run((context) -> {
				PiratePeers peers = context.getBean(PiratePeers.class);
				assertThat(peers.names()).containsExactly("other", "shop");
				client(context, SHOP).withPropertyValues("pirate.client.request-timeout=1s").run((shop) -> {
					Files.writeString(file, peers("late-shop", SHOP));
					await().atMost(SOON).until(() -> peers.names().contains("late-shop"));
					await().atMost(SOON)
						.ignoreExceptionsMatching((ex) -> ex instanceof PirateException)
						.until(() -> "x".equals(shop.getBean(PirateTemplate.class).request("echo", "x", String.class)));
					Files.writeString(file, "pirate.security.peers: [ { name: nobody } ]");
					assertThatExceptionOfType(InvalidPiratePropertyException.class).isThrownBy(peers::reload)
						.withMessageContaining("public-key");
					assertThat(peers.names()).contains("late-shop");
					Files.writeString(file, peers("last", SHOP));
					PirateEndpoint endpoint = new PirateEndpoint(null, null, null,
							new io.pirate.autoconfigure.actuate.KnownServices(List.of()), peers::reload);
					assertThat(endpoint.operate("reload-peers")).isEqualTo(Map.of("peers", 2));
					assertThat(peers.names()).containsExactly("last", "other");
				});
			});
	}

	@Test
	void healthIsDownWhileNobodyCanBeAuthenticated() {
		this.queue.withUserConfiguration(Echo.class).run((context) -> {
			assertThat(context.getBean(PirateTemplate.class).request("echo", "x", String.class)).isEqualTo("x");
			await().atMost(SOON).until(() -> health(context).getStatus().getCode().equals("UP"));
			List<Health> seen = new ArrayList<>();
			await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> {
				// whoever takes its place is killed, too
				killAuthenticator();
				Health health = health(context);
				seen.add(health);
				return health.getStatus().getCode().equals("DOWN");
			});
			assertThat(String.valueOf(seen.get(seen.size() - 1).getDetails().get("reason"))).contains("authenticated");
			await().atMost(SOON).until(() -> health(context).getStatus().getCode().equals("UP"));
			assertThat(context.getBean(PirateTemplate.class).request("echo", "again", String.class)).isEqualTo("again");
		});
	}

	@Test
	void addressesThatOthersCanReachNeedKeysOrLeave() {
		ApplicationContextRunner open = Runners.watched()
			.withPropertyValues("pirate.queue.enabled=true", "pirate.queue.frontend=tcp://*:*",
					"pirate.queue.backend=tcp://127.0.0.1:*");
		assertRefused(open, "pirate.queue.frontend");
		open.withPropertyValues(keys(QUEUE)).run((context) -> assertThat(context).hasNotFailed());
		open.withPropertyValues("pirate.security.allow-insecure-bind=true")
			.run((context) -> assertThat(health(context).getDetails()).containsEntry("security", "none")
				.containsKey("warning"));
		assertRefused(Runners.plain()
			.withUserConfiguration(Echo.class)
			.withPropertyValues("pirate.worker.bind=tcp://0.0.0.0:*"), "pirate.worker.bind");
		assertRefused(
				Runners.plain()
					.withPropertyValues("pirate.queue.enabled=true", "pirate.binary-star.enabled=true",
							"pirate.binary-star.bind=tcp://*:1", "pirate.binary-star.peer=tcp://127.0.0.1:2"),
				"pirate.binary-star.bind");
	}

	private static void assertRefused(ApplicationContextRunner runner, String property) {
		runner.run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = FailureAnalysisTests.analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains(property, "can be reached from other machines");
			assertThat(analysis.getAction()).contains("generate-keys", "allow-insecure-bind=true");
		});
	}

	@Test
	void secretKeysAreHiddenFromTheActuator() {
		this.queue.withConfiguration(AutoConfigurations.of(PirateSanitizingAutoConfiguration.class))
			.withPropertyValues("pirate.connections.far.security.secret-key=" + SHOP.secretKey(),
					"pirate.connections.far.security.server-public-key=" + QUEUE.publicKey())
			.run((context) -> {
				SanitizingFunction function = context.getBean(SanitizingFunction.class);
				assertThat(shown(function, "PIRATE_SECURITY_CURVE_SECRETKEY", "x")).isEqualTo("******");
				assertThat(shown(function, "pirate.connections.far.security.secretKey", "x")).isEqualTo("******");
				assertThat(shown(function, "sun.java.command", "app --key=" + QUEUE.secretKey())).isEqualTo("******");
				assertThat(shown(function, "args", "--key=" + SHOP.secretKey())).isEqualTo("******");
				assertThat(shown(function, "pirate.security.curve.public-key", QUEUE.publicKey()))
					.isEqualTo(QUEUE.publicKey());
			});
	}

	@Test
	void secretKeysAreHiddenAlsoIfNobodyUsesThem() {
		Runners.plain()
			.withConfiguration(AutoConfigurations.of(PirateSanitizingAutoConfiguration.class))
			.withPropertyValues("pirate.security.curve.enabled=false",
					"pirate.security.curve.secret-key=" + QUEUE.secretKey(),
					"pirate.connections.far.security.enabled=false",
					"pirate.connections.far.security.secret-key=" + SHOP.secretKey(),
					"pirate.connections.further.security.secret-key-location=" + STRANGER.secretKey())
			.run((context) -> {
				SanitizingFunction function = context.getBean(SanitizingFunction.class);
				assertThat(shown(function, "args", "--key=" + QUEUE.secretKey())).isEqualTo("******");
				assertThat(shown(function, "args", "--key=" + SHOP.secretKey())).isEqualTo("******");
				assertThat(shown(function, "args", "--key=" + STRANGER.secretKey())).isEqualTo("******");
				assertThat(shown(function, "args", "--blank=")).isEqualTo("--blank=");
			});
	}

	private static @Nullable Object shown(SanitizingFunction function, String key, String value) {
		return function.apply(new SanitizableData(null, key, value)).getValue();
	}

	@Test
	void nothingThatPrintsItselfShowsAKey() {
		this.queue.withPropertyValues(peer(0, "shop", SHOP.publicKey(), "echo")).run((context) -> {
			String all = context.getBean(SecurityProperties.class) + " " + context.getBean(PirateProperties.class)
					+ context.getBean(PirateQueueLifecycle.class).options();
			assertThat(all).contains("enabled=true").doesNotContain(QUEUE.secretKey(), SHOP.publicKey());
			AcceptedPeer shown = new AcceptedPeer("shop", List.of(SHOP.publicKey()), List.of(), List.of());
			assertThat(shown.toString()).doesNotContain(SHOP.publicKey());
		});
	}

	private static void killAuthenticator() {
		Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("pirate-queue-zap"))
			.forEach(Thread::interrupt);
	}

	private static Health health(AssertableApplicationContext context) {
		HealthIndicator queue = (HealthIndicator) context.getBean(PirateHealth.class).getContributor("queue");
		assertThat(queue).isNotNull();
		return java.util.Objects.requireNonNull(queue.health(true));
	}

	private static ApplicationContextRunner client(AssertableApplicationContext queue, CurveKeyPair keys) {
		return Runners.plain()
			.withPropertyValues(keys(keys))
			.withPropertyValues("pirate.client.endpoints=" + frontend(queue),
					"pirate.security.curve.server-public-key=" + QUEUE.publicKey());
	}

	private static String frontend(AssertableApplicationContext queue) {
		return queue.getBean(PirateQueueLifecycle.class).queue().frontend();
	}

	private static String[] keys(CurveKeyPair pair) {
		return new String[] { "pirate.security.curve.enabled=true",
				"pirate.security.curve.public-key=" + pair.publicKey(),
				"pirate.security.curve.secret-key=" + pair.secretKey() };
	}

	private static String[] peer(int index, String name, String key, String... call) {
		String prefix = "pirate.security.peers[" + index + "].";
		List<String> values = new ArrayList<>(List.of(prefix + "name=" + name, prefix + "public-key=" + key));
		for (int i = 0; i < call.length; i++) {
			values.add(prefix + "call[" + i + "]=" + call[i]);
		}
		return values.toArray(new String[0]);
	}

	private static String peers(String name, CurveKeyPair pair) {
		return "pirate.security.peers:\n- name: " + name + "\n  public-key: \"" + pair.publicKey() + "\"\n";
	}

	@Configuration(value = "echo", proxyBeanMethods = false)
	static class Echo {

		@PirateWorker("echo")
		String echo(String text) {
			return text;
		}

	}

}
