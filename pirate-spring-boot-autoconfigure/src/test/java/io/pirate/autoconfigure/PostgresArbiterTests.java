package io.pirate.autoconfigure;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import io.pirate.PirateListener;
import io.pirate.machine.StarSnapshot;
import io.pirate.spring.PirateOperations;
import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.spring.PirateWorker;
import io.pirate.wire.StarRole;
import io.pirate.wire.StarState;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.jdbc.lock.DefaultLockRepository;
import org.springframework.integration.jdbc.lock.JdbcLockRegistry;
import org.springframework.integration.jdbc.lock.LockRepository;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two queues with a lock in a real PostgreSQL as their arbiter, a worker and a client
 * that list both.
 */
@Timeout(120)
class PostgresArbiterTests {

	private static final Duration TTL = Duration.ofSeconds(3);

	private static EmbeddedPostgres postgres;

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	/** What happened where, in order, over both queues. */
	private static final List<String> history = new CopyOnWriteArrayList<>();

	private ConfigurableApplicationContext primary;

	private ConfigurableApplicationContext backup;

	private PirateOperations pirate;

	@BeforeAll
	static void startDatabase() throws IOException, SQLException {
		postgres = EmbeddedPostgres.start();
		try (Connection connection = postgres.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(
					"""
							CREATE TABLE INT_LOCK (LOCK_KEY CHAR(36) NOT NULL, REGION VARCHAR(100) NOT NULL, CLIENT_ID CHAR(36),
							CREATED_DATE TIMESTAMP NOT NULL, EXPIRED_AFTER TIMESTAMP NOT NULL, PRIMARY KEY (LOCK_KEY, REGION))""");
		}
	}

	@AfterAll
	static void stopDatabase() throws IOException {
		postgres.close();
	}

	@BeforeEach
	void startAll() {
		history.clear();
		this.primary = queue("primary");
		awaitServing(this.primary);
		this.backup = queue("backup");
		start(WorkerApplication.class, "pirate.worker.heartbeat-interval=200ms",
				"pirate.worker.endpoints=" + endpoints(false));
		this.pirate = start(ClientApplication.class, "pirate.client.endpoints=" + endpoints(true),
				"pirate.client.request-timeout=1s", "pirate.client.retries=20")
			.getBean(PirateOperations.class);
		Awaitility.await()
			.until(() -> lifecycle(this.primary).snapshot().orElseThrow().workers().size() == 1
					&& lifecycle(this.backup).snapshot().orElseThrow().workers().size() == 1);
	}

	@AfterEach
	void stopAll() {
		for (int i = this.contexts.size() - 1; i >= 0; i--) {
			this.contexts.get(i).close();
		}
	}

	@Test
	void whoHoldsTheLockServesAndTheOtherOneFollowsWhenItLeaves() {
		assertThat(star(this.backup).serving()).isFalse();
		assertAnswered(ask(20));
		long first = star(this.primary).epoch();
		List<CompletableFuture<String>> pending = ask(20);
		this.primary.close();
		awaitServing(this.backup);
		pending.addAll(ask(20));
		assertAnswered(pending);
		assertThat(star(this.backup).epoch()).isOdd().isGreaterThan(first);
		assertThat(history.subList(0, 3)).containsExactly("PRIMARY ACTIVE", "PRIMARY PASSIVE", "BACKUP ACTIVE");
	}

	/** Between a change and its commit, so that the database keeps the row locked. */
	@Test
	void whoIsCutOffFromTheDatabaseStopsBeforeTheOtherOneBeginsAlthoughClientsReachBoth() {
		assertAnswered(ask(20));
		Cable database = this.primary.getBean(Cable.class);
		database.cutNext();
		Awaitility.await().until(database::isCut);
		List<CompletableFuture<String>> pending = new ArrayList<>();
		Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50)).until(() -> {
			pending.addAll(ask(2));
			StarSnapshot one = star(this.primary);
			StarSnapshot other = star(this.backup);
			assertThat(one.serving() && other.serving()).isFalse();
			return other.serving();
		});
		assertThat(star(this.primary).state()).isEqualTo(StarState.PASSIVE);
		assertThat(history).containsExactly("PRIMARY ACTIVE", "PRIMARY PASSIVE", "BACKUP ACTIVE");
		pending.addAll(ask(20));
		assertAnswered(pending);
		database.mend();
		this.backup.close();
		awaitServing(this.primary);
		assertAnswered(ask(20));
		assertThat(star(this.primary).epoch()).isEven();
	}

	private List<CompletableFuture<String>> ask(int count) {
		List<CompletableFuture<String>> calls = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			calls.add(this.pirate.requestAsync("call " + i, String.class));
		}
		return calls;
	}

	private static void assertAnswered(List<CompletableFuture<String>> calls) {
		calls.forEach((call) -> assertThat(call.join()).startsWith("call "));
	}

	private static void awaitServing(ConfigurableApplicationContext queue) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> star(queue).serving());
	}

	private static StarSnapshot star(ConfigurableApplicationContext queue) {
		return lifecycle(queue).star().orElseThrow();
	}

	private static PirateQueueLifecycle lifecycle(ConfigurableApplicationContext queue) {
		return queue.getBean(PirateQueueLifecycle.class);
	}

	private String endpoints(boolean front) {
		List<String> both = new ArrayList<>();
		for (ConfigurableApplicationContext each : List.of(this.primary, this.backup)) {
			both.add(front ? lifecycle(each).queue().frontend() : lifecycle(each).queue().backend());
		}
		return String.join(",", both);
	}

	private ConfigurableApplicationContext queue(String role) {
		return start(QueueApplication.class, "pirate.queue.enabled=true", "pirate.queue.frontend=tcp://127.0.0.1:*",
				"pirate.queue.backend=tcp://127.0.0.1:*", "pirate.queue.heartbeat-interval=200ms",
				"pirate.queue.drain-timeout=2s", "pirate.binary-star.enabled=true",
				"pirate.binary-star.arbiter=lock-registry", "pirate.binary-star.role=" + role,
				"pirate.binary-star.lock-ttl=" + TTL.toMillis() + "ms");
	}

	private ConfigurableApplicationContext start(Class<?> application, String... properties) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.properties(properties)
			.run("--spring.main.banner-mode=off");
		this.contexts.add(context);
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ JacksonAutoConfiguration.class, PirateAutoConfiguration.class,
			PirateQueueAutoConfiguration.class, PirateBinaryStarAutoConfiguration.class })
	static class QueueApplication {

		@Bean
		Cable cable() {
			return new Cable(postgres.getPort());
		}

		/**
		 * Without timeouts of their own a driver waits for ever for a database that has
		 * vanished, and a database for the end of a transaction whose driver has.
		 */
		@Bean
		DataSource dataSource(Cable cable) {
			PGSimpleDataSource dataSource = new PGSimpleDataSource();
			dataSource.setServerNames(new String[] { "127.0.0.1" });
			dataSource.setPortNumbers(new int[] { cable.port() });
			dataSource.setDatabaseName("postgres");
			dataSource.setUser("postgres");
			dataSource.setConnectTimeout(1);
			dataSource.setSocketTimeout(1);
			dataSource.setOptions("-c idle_in_transaction_session_timeout=1s");
			return dataSource;
		}

		@Bean
		PlatformTransactionManager transactions(DataSource dataSource, Cable cable) {
			return new JdbcTransactionManager(dataSource) {

				@Override
				protected void doCommit(DefaultTransactionStatus status) {
					cable.passes();
					super.doCommit(status);
				}

			};
		}

		@Bean
		DefaultLockRepository lockRepository(DataSource dataSource) {
			return new DefaultLockRepository(dataSource);
		}

		@Bean
		JdbcLockRegistry lockRegistry(LockRepository repository) {
			return new JdbcLockRegistry(repository);
		}

		@Bean
		PirateListener watch() {
			return new PirateListener() {

				@Override
				public void starChanged(StarRole role, StarState state, long epoch, String reason) {
					history.add(role + " " + state);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ JacksonAutoConfiguration.class, PirateAutoConfiguration.class,
			PirateWorkerAutoConfiguration.class })
	static class WorkerApplication {

		@PirateWorker
		String echo(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ JacksonAutoConfiguration.class, PirateAutoConfiguration.class,
			PirateClientAutoConfiguration.class })
	static class ClientApplication {

	}

}
