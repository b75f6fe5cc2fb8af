package io.pirate.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import io.pirate.dedup.CallKey;
import io.pirate.dedup.Claim;
import io.pirate.dedup.JdbcReplyMemory;
import io.pirate.spring.PirateOperations;
import io.pirate.wire.ServiceName;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What docs/titanic.md tells to run by hand is what the application needs. */
class SchemaByHandTests {

	private static final Pattern SCRIPT = Pattern.compile("unzip -p \\S+ (\\S+) >");

	private static final Pattern COMMAND = Pattern.compile("psql -c \"([^\"]+)\"");

	private static final Pattern BLOCK = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

	@Test
	void theDocumentedCommandsMakeTheTables() throws Exception {
		String guide = Files.readString(Path.of("../docs/titanic.md"));
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
			DataSource database = postgres.getPostgresDatabase();
			run(database, script(first(SCRIPT, guide)));
			List<String> commands = COMMAND.matcher(guide).results().map((command) -> command.group(1)).toList();
			assertThat(commands).hasSize(2);
			for (String command : commands) {
				run(database, command);
			}
			run(database, first(BLOCK, guide));
			Runners.withQueue(Runners.plain())
				.withBean(DataSource.class, () -> database)
				.withPropertyValues("pirate.titanic.enabled=true", "pirate.titanic.store=jdbc",
						"pirate.titanic.initialize-schema=never")
				.run((context) -> assertThat(
						context.getBean(PirateOperations.class).to("orders").body("x").submit().id())
					.hasSize(32));
			try (JdbcReplyMemory memory = new JdbcReplyMemory(database, Duration.ofHours(1), Duration.ofSeconds(10),
					false)) {
				assertThat(memory.claim(new CallKey(new ServiceName("orders"), "k"))).isEqualTo(Claim.Granted.INSTANCE);
			}
		}
	}

	private static String script(String name) throws IOException {
		try (InputStream script = JdbcReplyMemory.class.getClassLoader().getResourceAsStream(name)) {
			assertThat(script).as(name).isNotNull();
			return new String(script.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static String first(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		assertThat(matcher.find()).as(pattern.pattern()).isTrue();
		return matcher.group(1);
	}

	private static void run(DataSource database, String sql) throws SQLException {
		try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
