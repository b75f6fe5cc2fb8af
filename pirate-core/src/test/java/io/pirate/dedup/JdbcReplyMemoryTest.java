package io.pirate.dedup;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Kept replies in both databases. */
class JdbcReplyMemoryTest {

	private static final Duration LEASE = Duration.ofSeconds(1);

	private static final Duration KEEP = Duration.ofHours(1);

	private static final KeptReply REPLY = new KeptReply("f".repeat(64),
			Reply.ok(Frames.ofText("done"), "text/plain", Map.of()));

	private static EmbeddedPostgres postgres;

	@TempDir
	private static Path directory;

	private static final AtomicInteger calls = new AtomicInteger();

	enum Database {

		SQLITE, POSTGRESQL

	}

	@BeforeAll
	static void start() throws IOException {
		postgres = EmbeddedPostgres.start();
	}

	@AfterAll
	static void stop() throws IOException {
		postgres.close();
	}

	private static DataSource source(Database database) {
		if (database == Database.POSTGRESQL) {
			return postgres.getPostgresDatabase();
		}
		SQLiteConfig config = new SQLiteConfig();
		config.setBusyTimeout(10_000);
		config.setJournalMode(SQLiteConfig.JournalMode.WAL);
		SQLiteDataSource source = new SQLiteDataSource(config);
		source.setUrl("jdbc:sqlite:" + directory.resolve("replies.db"));
		return source;
	}

	/** An owner may have kept the replies of millions, and runs a few calls. */
	@ParameterizedTest
	@EnumSource(Database.class)
	void leasesAreFoundWithoutTheRepliesThatAreKept(Database database) throws SQLException {
		try (JdbcReplyMemory memory = memory(database);
				Connection connection = source(database).getConnection();
				Statement sql = connection.createStatement()) {
			assertThat(memory).isNotNull();
			boolean sqlite = database == Database.SQLITE;
			if (!sqlite) {
				// of a table that is nearly empty it would read everything
				sql.execute("set enable_seqscan = off");
			}
			String renew = ReplyTable.of(database.name()).renew().replaceFirst("\\?", "1").replace("?", "'me'");
			StringBuilder plan = new StringBuilder();
			try (ResultSet rows = sql.executeQuery((sqlite ? "explain query plan " : "explain ") + renew)) {
				while (rows.next()) {
					plan.append(rows.getString(sqlite ? 4 : 1)).append('\n');
				}
			}
			assertThat(plan.toString()).contains("pirate_kept_reply_running");
		}
	}

	private static JdbcReplyMemory memory(Database database) {
		return new JdbcReplyMemory(source(database), KEEP, LEASE, true);
	}

	private static CallKey fresh() {
		return new CallKey(new ServiceName("orders"), "key " + calls.incrementAndGet());
	}

	@ParameterizedTest
	@EnumSource
	void aReplyIsKeptForEveryProcess(Database database) {
		CallKey call = fresh();
		try (JdbcReplyMemory one = memory(database); JdbcReplyMemory other = memory(database)) {
			assertThat(one.claim(call)).isEqualTo(Claim.Granted.INSTANCE);
			assertThat(other.claim(call)).isEqualTo(Claim.Running.INSTANCE);
			assertThat(other.claim(new CallKey(new ServiceName("other"), call.key())))
				.isEqualTo(Claim.Granted.INSTANCE);
			one.keep(call, REPLY);
			assertThat(other.claim(call)).isEqualTo(new Claim.Known(REPLY));
		}
		try (JdbcReplyMemory later = memory(database)) {
			assertThat(later.claim(call)).isEqualTo(new Claim.Known(REPLY));
		}
	}

	@ParameterizedTest
	@EnumSource
	void whatFailedMayBeTriedAgain(Database database) {
		CallKey call = fresh();
		try (JdbcReplyMemory one = memory(database); JdbcReplyMemory other = memory(database)) {
			one.claim(call);
			one.release(call);
			assertThat(other.claim(call)).isEqualTo(Claim.Granted.INSTANCE);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aCallOfADeadProcessIsTakenOverAndOneOfALivingIsNot(Database database) {
		CallKey call = fresh();
		CallKey lasting = fresh();
		JdbcReplyMemory dead = memory(database);
		try (JdbcReplyMemory living = memory(database)) {
			dead.claim(call);
			living.claim(lasting);
			dead.close();
			try (JdbcReplyMemory other = memory(database)) {
				await().until(() -> other.claim(call), Claim.Granted.INSTANCE::equals);
				assertThat(other.claim(lasting)).as("older than its lease, but renewed")
					.isEqualTo(Claim.Running.INSTANCE);
				dead.keep(call, REPLY);
				assertThat(living.claim(call)).as("what the dead says no more counts")
					.isEqualTo(Claim.Running.INSTANCE);
				other.keep(call, REPLY);
				assertThat(living.claim(call)).isEqualTo(new Claim.Known(REPLY));
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void aReplyIsForgottenAfterItsTime(Database database) {
		CallKey call = fresh();
		try (JdbcReplyMemory memory = new JdbcReplyMemory(source(database), Duration.ofMillis(1), LEASE, true)) {
			memory.claim(call);
			memory.keep(call, REPLY);
			await().until(() -> memory.claim(call), Claim.Granted.INSTANCE::equals);
		}
	}

	@ParameterizedTest
	@EnumSource
	void ofManyWhoClaimAtOnceOneMayRun(Database database) throws Exception {
		CallKey call = fresh();
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try (JdbcReplyMemory one = memory(database); JdbcReplyMemory other = memory(database)) {
			int granted = 0;
			for (Future<Claim> claim : threads.invokeAll(IntStream.range(0, 40)
				.mapToObj((i) -> (Callable<Claim>) () -> ((i % 2 == 0) ? one : other).claim(call))
				.toList())) {
				granted += (claim.get() == Claim.Granted.INSTANCE) ? 1 : 0;
			}
			assertThat(granted).isEqualTo(1);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@ParameterizedTest
	@EnumSource
	void withoutItsTableItSaysSo(Database database) throws SQLException {
		try (Connection connection = source(database).getConnection(); Statement sql = connection.createStatement()) {
			sql.execute("drop table if exists pirate_kept_reply");
		}
		assertThatExceptionOfType(DeduplicationException.class)
			.isThrownBy(() -> new JdbcReplyMemory(source(database), KEEP, LEASE, false))
			.withMessageContaining("pirate_kept_reply");
		try (JdbcReplyMemory memory = memory(database)) {
			assertThat(memory.claim(fresh())).isEqualTo(Claim.Granted.INSTANCE);
		}
	}

}
