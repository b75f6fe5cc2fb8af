package io.pirate.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.pirate.RemoteFailureException;
import io.pirate.dedup.ReplyMemory;
import io.pirate.spring.PirateOperations;
import io.pirate.spring.PirateWorker;
import io.pirate.spring.PirateWorkerDefinitionException;
import io.pirate.spring.PirateWorkerRegistry;
import io.pirate.spring.RequestSpec;
import io.pirate.spring.dedup.CaffeineReplyMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.Header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Workers that run a call once, in all the places where replies can be kept. */
class DeduplicationTests {

	@TempDir
	private Path directory;

	private final ApplicationContextRunner runner = Runners.withQueue(Runners.plain())
		.withUserConfiguration(Counting.class)
		.withBean(ConcurrentMapCacheManager.class, () -> new ConcurrentMapCacheManager("replies"))
		.withBean(DataSource.class, this::database)
		.withBean("own", ReplyMemory.class, () -> new CaffeineReplyMemory(Duration.ofMinutes(1), 1000));

	private DataSource database() {
		SQLiteConfig config = new SQLiteConfig();
		config.setBusyTimeout(10_000);
		SQLiteDataSource source = new SQLiteDataSource(config);
		source.setUrl("jdbc:sqlite:" + this.directory.resolve("replies.db"));
		return source;
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "store", "cache:replies", "own" })
	void aCallRunsOnce(String store) {
		this.runner.withPropertyValues("test.deduplicate=" + store).run((context) -> {
			PirateOperations pirate = context.getBean(PirateOperations.class);
			RequestSpec call = pirate.to("counting").idempotencyKey("k").body("x");
			assertThat(call.retrieve(Receipt.class)).isEqualTo(new Receipt("x", 1));
			assertThat(call.retrieve(Receipt.class)).isEqualTo(new Receipt("x", 1));
			assertThat(pirate.to("counting").idempotencyKey("other").body("x").retrieve(Receipt.class))
				.isEqualTo(new Receipt("x", 2));
			assertThat(pirate.request("counting", "x", Receipt.class)).as("without a key")
				.isEqualTo(new Receipt("x", 3));
			assertThatExceptionOfType(RemoteFailureException.class)
				.isThrownBy(() -> pirate.to("counting").idempotencyKey("k").body("y").retrieve(Receipt.class))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo("mismatch"));
			RequestSpec failing = pirate.to("counting").idempotencyKey("f").body("fail");
			assertThatExceptionOfType(RemoteFailureException.class).isThrownBy(() -> failing.retrieve(Receipt.class))
				.withMessageContaining("4");
			assertThatExceptionOfType(RemoteFailureException.class).isThrownBy(() -> failing.retrieve(Receipt.class))
				.withMessageContaining("5");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "store" })
	void whoComesMeanwhileWaitsForTheFirst(String store) {
		this.runner.withPropertyValues("test.deduplicate=" + store).run((context) -> {
			PirateOperations pirate = context.getBean(PirateOperations.class);
			RequestSpec call = pirate.to("counting").idempotencyKey("k").body("x");
			List<CompletableFuture<Receipt>> calls = IntStream.range(0, 20)
				.mapToObj((i) -> call.retrieveAsync(Receipt.class))
				.toList();
			assertThat(calls.stream().map(CompletableFuture::join)).hasSize(20).containsOnly(new Receipt("x", 1));
		});
	}

	@ParameterizedTest
	@CsvSource({ "store, 1", "memory, 2" })
	void onlyTheDatabaseOutlivesTheApplication(String store, int runs) {
		AtomicInteger shared = new AtomicInteger();
		for (int i = 0; i < 2; i++) {
			this.runner.withPropertyValues("test.deduplicate=" + store).run((context) -> {
				PirateOperations pirate = context.getBean(PirateOperations.class);
				assertThat(pirate.to("counting").idempotencyKey("k").body("x").retrieve(Receipt.class))
					.isEqualTo(new Receipt("x", 1));
				shared.addAndGet(context.getBean(Counting.class).runs.get());
			});
		}
		assertThat(shared).hasValue(runs);
	}

	@Test
	void workersThatShareADatabaseRunACallOnceBetweenThem() {
		ApplicationContextRunner shared = this.runner.withPropertyValues("test.deduplicate=store");
		shared.run((one) -> shared.run((other) -> {
			for (int i = 0; i < 20; i++) {
				String key = "k" + i;
				List<CompletableFuture<Receipt>> calls = Stream.of(one, other)
					.map((context) -> context.getBean(PirateOperations.class)
						.to("counting")
						.idempotencyKey(key)
						.body("x")
						.retrieveAsync(Receipt.class))
					.toList();
				assertThat(calls.get(0).join()).isEqualTo(calls.get(1).join());
			}
			assertThat(one.getBean(Counting.class).runs.get() + other.getBean(Counting.class).runs.get()).isEqualTo(20);
			assertThat(one.getBean(PirateWorkerRegistry.class).duplicates()
					+ other.getBean(PirateWorkerRegistry.class).duplicates())
				.isEqualTo(20);
		}));
	}

	@Test
	void everyCallMayHaveAKey() {
		this.runner
			.withPropertyValues("test.deduplicate=memory", "pirate.client.idempotency-keys=true",
					"pirate.connections.other.client.idempotency-keys=false")
			.run((context) -> {
				PirateOperations pirate = context.getBean(PirateOperations.class);
				Stream<String> keys = Stream.generate(() -> pirate.request("key", "x", String.class)).limit(3);
				assertThat(keys).doesNotContain("none").doesNotHaveDuplicates();
				assertThat(pirate.requestAsync("key", "x", String.class).join()).isNotEqualTo("none");
				assertThat(pirate.to("key").idempotencyKey("own").body("x").retrieve(String.class)).isEqualTo("own");
				PirateOperations other = context.getBean("otherPirateTemplate", PirateOperations.class);
				assertThat(other.request("key", "x", String.class)).isEqualTo("none");
			});
		this.runner.withPropertyValues("test.deduplicate=").run((context) -> {
			PirateOperations pirate = context.getBean(PirateOperations.class);
			assertThat(pirate.request("key", "x", String.class)).isEqualTo("none");
			RequestSpec call = pirate.to("counting").idempotencyKey("k").body("x");
			assertThat(call.retrieve(Receipt.class)).isNotEqualTo(call.retrieve(Receipt.class));
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			memory       | needs Caffeine        | caffeine
			store        | exactly one DataSource | spring.datasource
			cache:absent | names no cache         | spring.cache.cache-names=absent
			nothing      | there is no such bean  | declare the bean
			""")
	void aPlaceThatIsNotThereStopsTheStart(String store, String problem, String remedy) {
		Runners.withQueue(Runners.plain())
			.withUserConfiguration(Counting.class)
			.withBean(ConcurrentMapCacheManager.class, () -> new ConcurrentMapCacheManager("replies"))
			.withClassLoader(new FilteredClassLoader("com.github.benmanes.caffeine"))
			.withPropertyValues("test.deduplicate=" + store)
			.run((context) -> assertWrong(context.getStartupFailure(), problem, remedy));
	}

	@Test
	void aTableThatIsNotThereStopsTheStart() {
		this.runner.withPropertyValues("test.deduplicate=store", "pirate.deduplication.initialize-schema=never")
			.run((context) -> assertWrong(context.getStartupFailure(), "pirate_kept_reply",
					"initialize-schema=always"));
	}

	@Test
	void withoutCachesItSaysSo() {
		Runners.withQueue(Runners.plain())
			.withUserConfiguration(Counting.class)
			.withPropertyValues("test.deduplicate=cache:replies")
			.run((context) -> assertWrong(context.getStartupFailure(), "there is no CacheManager", "@EnableCaching"));
	}

	@Test
	void partsAreNotKept() {
		Runners.withQueue(Runners.plain())
			.withUserConfiguration(Parts.class)
			.run((context) -> assertWrong(context.getStartupFailure(), "a reply in parts is not kept", "one reply"));
	}

	@Test
	void theIoThreadDoesNotWaitForADatabase() {
		this.runner.withPropertyValues("test.deduplicate=memory")
			.withUserConfiguration(OnIoThread.class)
			.run((context) -> assertWrong(context.getStartupFailure(), "the I/O thread cannot wait",
					"Remove ioThread"));
	}

	@ParameterizedTest
	@CsvSource({ "keep=0s", "max-memory=0B", "lease=999ms" })
	void wrongValuesStopTheStart(String property) {
		this.runner.withPropertyValues("pirate.deduplication." + property)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidPiratePropertyException.class)
				.hasMessageContaining("pirate.deduplication." + property.substring(0, property.indexOf('='))));
	}

	private static void assertWrong(Throwable failure, String problem, String remedy) {
		assertThat(failure).isNotNull();
		assertThat(failure).satisfiesAnyOf((ex) -> assertWrongNow(ex, problem, remedy),
				(ex) -> assertWrongNow(ex.getCause(), problem, remedy));
	}

	private static void assertWrongNow(Throwable failure, String problem, String remedy) {
		assertThat(failure).isInstanceOf(PirateWorkerDefinitionException.class).hasMessageContaining(problem);
		assertThat(((PirateWorkerDefinitionException) failure).remedy()).containsIgnoringCase(remedy);
	}

	record Receipt(String text, int run) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Counting {

		final AtomicInteger runs = new AtomicInteger();

		@PirateWorker(service = "counting", deduplicate = "${test.deduplicate}")
		Receipt count(String text) {
			int run = this.runs.incrementAndGet();
			if (text.equals("fail")) {
				throw new IllegalStateException("run " + run);
			}
			return new Receipt(text, run);
		}

		@PirateWorker("key")
		String key(@Header(name = "idempotency-key", defaultValue = "none") String key) {
			return key;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnIoThread {

		@PirateWorker(service = "quick", deduplicate = "store", ioThread = "true")
		String quick(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Parts {

		@PirateWorker(service = "parts", deduplicate = "memory")
		Stream<String> parts(String text) {
			return Stream.of(text);
		}

	}

}
