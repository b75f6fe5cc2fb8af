package io.pirate.process;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

import javax.sql.DataSource;

import io.pirate.DeduplicatingHandler;
import io.pirate.PirateContext;
import io.pirate.PirateHandler;
import io.pirate.PirateListener;
import io.pirate.PirateWorkerContainer;
import io.pirate.WorkerOptions;
import io.pirate.dedup.JdbcReplyMemory;
import io.pirate.machine.WorkerSettings;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * A worker as a process that runs each call once, with its replies in a database that it
 * shares. Each run leaves a row there, as its effect, and replies with the row's number.
 * Prints REGISTERED.
 */
final class OnceProcess implements PirateListener {

	/** So that another worker can take over what this one leaves. */
	static final Duration LEASE = Duration.ofSeconds(3);

	private static final int BUSY_MILLIS = 30_000;

	private OnceProcess() {
	}

	public static void main(String[] pairs) {
		Arguments arguments = new Arguments(pairs);
		DataSource database = database(Path.of(arguments.text("file", "")));
		String name = arguments.text("name", "");
		PirateHandler effect = (job) -> CompletableFuture.completedFuture(Reply
			.ok(Frames.ofText(Long.toString(run(database, job.request().body().text(0), name))), null, Map.of()));
		WorkerSettings settings = WorkerProcess.settings(arguments);
		PirateWorkerContainer container = new PirateWorkerContainer(new PirateContext(name),
				WorkerOptions.of(name, settings.endpoints().toArray(String[]::new)).with(settings),
				new DeduplicatingHandler(effect, new JdbcReplyMemory(database, Duration.ofHours(1), LEASE, false)),
				Executors.newFixedThreadPool(settings.concurrency(), WorkerProcess::daemon), new OnceProcess());
		container.start();
		Commands.follow((line) -> {
		});
	}

	/** Creates what the processes share. */
	static DataSource prepare(Path file) throws SQLException {
		DataSource database = database(file);
		new JdbcReplyMemory(database, Duration.ofHours(1), LEASE, true).close();
		try (Connection connection = database.getConnection(); var statement = connection.createStatement()) {
			statement.execute("PRAGMA journal_mode = WAL");
			statement.execute("CREATE TABLE effect (number INTEGER PRIMARY KEY AUTOINCREMENT, call_text TEXT NOT NULL,"
					+ " worker TEXT NOT NULL)");
		}
		return database;
	}

	private static DataSource database(Path file) {
		SQLiteConfig config = new SQLiteConfig();
		config.setBusyTimeout(BUSY_MILLIS);
		config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
		SQLiteDataSource database = new SQLiteDataSource(config);
		database.setUrl("jdbc:sqlite:" + file);
		return database;
	}

	private static long run(DataSource database, String call, String name) {
		String sql = "INSERT INTO effect (call_text, worker) VALUES (?, ?) RETURNING number";
		try (Connection connection = database.getConnection();
				PreparedStatement insert = connection.prepareStatement(sql)) {
			insert.setString(1, call);
			insert.setString(2, name);
			try (ResultSet rows = insert.executeQuery()) {
				rows.next();
				return rows.getLong(1);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void queueJoined(ServiceName service, String endpoint) {
		Commands.say("REGISTERED");
	}

}
