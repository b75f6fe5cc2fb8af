package io.pirate.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import javax.sql.DataSource;

import io.pirate.TitanicOptions;
import io.pirate.TitanicStoreException;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.TitanicSettings;
import io.pirate.spring.PirateTitanicLifecycle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TitanicPropertiesTests {

	private static final ObjectProvider<DataSource> NONE = new StaticListableBeanFactory()
		.getBeanProvider(DataSource.class);

	@TempDir
	private Path directory;

	private static TitanicMapper mapper(Map<String, String> properties) {
		return new TitanicMapper(new Binder(new MapConfigurationPropertySource(properties))
			.bindOrCreate("pirate.titanic", Bindable.of(TitanicProperties.class)));
	}

	private static TitanicOptions options(Map<String, String> properties) {
		return mapper(properties).options("titanic", new DrainLimit(Duration.ofSeconds(30)));
	}

	@Test
	void theDefaultsAreTheDocumentedOnes() {
		assertThat(options(Map.of())).isEqualTo(TitanicOptions.DEFAULT);
		assertThat(mapper(Map.of()).titanic().enabled()).isFalse();
		assertThat(mapper(Map.of()).storage(NONE).directory()).isEqualTo(Path.of("./titanic"));
		assertThat(mapper(Map.of()).storage(NONE).createSchema()).isTrue();
	}

	@Test
	void everyPropertyArrives() {
		assertThat(options(Map.ofEntries(Map.entry("pirate.titanic.name", "ship"),
				Map.entry("pirate.titanic.parallelism", "2"), Map.entry("pirate.titanic.backoff", "1s"),
				Map.entry("pirate.titanic.backoff-max", "2s"), Map.entry("pirate.titanic.max-deliveries", "9"),
				Map.entry("pirate.titanic.request-max-age", "1d"), Map.entry("pirate.titanic.reply-max-age", "2d"),
				Map.entry("pirate.titanic.max-requests", "10000000000"), Map.entry("pirate.titanic.max-bytes", "1GB"),
				Map.entry("pirate.titanic.patience", "5m"), Map.entry("pirate.titanic.lease", "3s"),
				Map.entry("pirate.titanic.heartbeat-interval", "2s"), Map.entry("pirate.titanic.liveness", "4"),
				Map.entry("pirate.titanic.max-message-size", "2KB"), Map.entry("pirate.titanic.drain-timeout", "1s"))))
			.isEqualTo(new TitanicOptions("ship",
					new TitanicSettings(2, Duration.ofSeconds(1), Duration.ofSeconds(2), 9, Duration.ofDays(1),
							Duration.ofDays(2), 10_000_000_000L, 1024L * 1024 * 1024),
					Duration.ofMinutes(5), Duration.ofSeconds(3), new HeartbeatPolicy(Duration.ofSeconds(2), 4), 2048,
					Duration.ofSeconds(1)));
		assertThat(mapper(Map.of("pirate.titanic.initialize-schema", "never")).storage(NONE).createSchema()).isFalse();
	}

	@Test
	void aSharedDatabaseIsTouchedOnlyIfThatIsWanted() {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		DataSource database = new PGSimpleDataSource();
		beans.addBean("dataSource", database);
		ObjectProvider<DataSource> found = beans.getBeanProvider(DataSource.class);
		assertThat(mapper(Map.of("pirate.titanic.store", "jdbc")).storage(found).createSchema()).isFalse();
		assertThat(mapper(Map.of("pirate.titanic.store", "jdbc", "pirate.titanic.initialize-schema", "always"))
			.storage(found)
			.createSchema()).isTrue();
		assertThat(mapper(Map.of("pirate.titanic.store", "jdbc")).storage(found).dataSource()).isSameAs(database);
		assertThatExceptionOfType(InvalidPiratePropertyException.class)
			.isThrownBy(() -> mapper(Map.of("pirate.titanic.store", "jdbc")).storage(NONE))
			.satisfies((ex) -> assertThat(ex.problem()).contains("DataSource"))
			.satisfies((ex) -> assertThat(ex.remedy()).contains("spring.datasource"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			name=a b              | must be 1 to 64                  | another name
			parallelism=0         | must be at least 1               | 1 or more
			backoff=0s            | must be at least 1ms             | 500ms
			backoff-max=1ms       | must not be shorter than backoff | Raise it to at least 100ms
			max-deliveries=0      | must be at least 1               | 1 or more
			request-max-age=0s    | must be at least 1ms             | 500ms
			reply-max-age=-1s     | must be at least 1ms             | 500ms
			max-requests=0        | must be at least 1               | 1 or more
			max-bytes=0B          | must be at least 1B              | 1MB
			patience=0s           | must be at least 1ms             | 500ms
			lease=10ms            | must be at least 1s              | 10s
			heartbeat-interval=0s | must be at least 1ms             | 500ms
			liveness=0            | must be at least 1               | 1 or more
			max-message-size=3GB  | must be less than 2GB            | 1MB
			drain-timeout=-1s     | must not be negative             | 0s
			""")
	void aBadValueIsNamedWithItsRemedy(String property, String problem, String remedy) {
		int equals = property.indexOf('=');
		String name = "pirate.titanic." + property.substring(0, equals);
		assertThatExceptionOfType(InvalidPiratePropertyException.class)
			.isThrownBy(() -> options(Map.of(name, property.substring(equals + 1))))
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo(name))
			.satisfies((ex) -> assertThat(ex.problem()).contains(problem))
			.satisfies((ex) -> assertThat(ex.remedy()).contains(remedy));
	}

	@Test
	void withoutTheDriverTheStartSaysWhatToAdd() {
		Runners.plain()
			.withPropertyValues("pirate.titanic.enabled=true")
			.withClassLoader(new FilteredClassLoader("org.sqlite"))
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidPiratePropertyException.class,
						(ex) -> assertThat(ex.remedy()).contains("org.xerial:sqlite-jdbc")));
	}

	@Test
	void withoutAQueueNothingCanBeExecuted() {
		Runners.plain()
			.withPropertyValues("pirate.titanic.enabled=true", "pirate.titanic.directory=" + this.directory,
					"pirate.client.protocol=freelance")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidPiratePropertyException.class,
						(ex) -> assertThat(ex.property()).isEqualTo("pirate.client.protocol")));
	}

	@Test
	void aDirectoryHasOneOwner() {
		var titanic = Runners.withQueue(Runners.plain())
			.withPropertyValues("pirate.titanic.enabled=true", "pirate.titanic.directory=" + this.directory);
		titanic.run((context) -> {
			assertThat(context).hasSingleBean(PirateTitanicLifecycle.class);
			titanic.run((second) -> {
				FailureAnalysis analysis = FailureAnalysisTests.analyze(second.getStartupFailure());
				assertThat(second.getStartupFailure()).rootCause().isInstanceOf(Throwable.class);
				assertThat(analysis.getDescription()).contains("is in use").contains(this.directory.toString());
				assertThat(analysis.getAction()).contains("pirate.titanic.directory");
			});
		});
	}

	@Test
	void theExceptionOfTheStoreIsAnalyzed() {
		FailureAnalysis analysis = FailureAnalysisTests
			.analyze(new TitanicStoreException("it sank", new IllegalStateException("ice")));
		assertThat(analysis.getDescription()).contains("it sank");
	}

}
