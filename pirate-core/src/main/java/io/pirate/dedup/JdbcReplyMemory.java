package io.pirate.dedup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps replies in a table of a database, PostgreSQL or SQLite, that all workers of a
 * service share. A call that a worker has claimed belongs to it for a short lease, which
 * it renews while the handler runs; when its process dies, another takes over after that.
 * Safe for use by many threads, each with a connection of its own while it asks.
 */
public final class JdbcReplyMemory implements ReplyMemory, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(JdbcReplyMemory.class);

	private static final long PURGE_SECONDS = 60;

	private final DataSource database;

	private final long keepMillis;

	private final long leaseMillis;

	private final ReplyTable table;

	private final String owner = UUID.randomUUID().toString();

	private final AtomicInteger running = new AtomicInteger();

	private final ScheduledThreadPoolExecutor caretaker;

	/**
	 * A memory in a database.
	 * @param database connections, with autocommit as their default
	 * @param keep how long replies are kept
	 * @param lease how long a call of a dead process is left alone, at least 1 s
	 * @param createTable whether to create the table {@code pirate_kept_reply} if it is
	 * missing
	 * @throws DeduplicationException if the database cannot be used
	 */
	public JdbcReplyMemory(DataSource database, Duration keep, Duration lease, boolean createTable) {
		if (keep.toMillis() < 1 || lease.toMillis() < 1000) {
			throw new IllegalArgumentException(
					"keep must be at least 1 ms and lease at least 1 s: " + keep + ", " + lease);
		}
		this.database = database;
		this.keepMillis = keep.toMillis();
		this.leaseMillis = lease.toMillis();
		this.table = open(database, createTable);
		this.caretaker = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "pirate-deduplication");
			thread.setDaemon(true);
			return thread;
		});
		ScheduledFuture<?> renewing = this.caretaker.scheduleWithFixedDelay(this::renew, this.leaseMillis / 4,
				this.leaseMillis / 4, TimeUnit.MILLISECONDS);
		ScheduledFuture<?> purging = this.caretaker.scheduleWithFixedDelay(this::purge, PURGE_SECONDS, PURGE_SECONDS,
				TimeUnit.SECONDS);
		logger.debug("Renewing {} and purging {}", renewing, purging);
	}

	@Override
	public Claim claim(CallKey call) {
		return ask("claim a call", (connection) -> {
			if (update(connection, this.table.insert(), call.service().text(), call.key(), this.owner, this.leaseMillis,
					this.keepMillis) == 1) {
				this.running.incrementAndGet();
				return Claim.Granted.INSTANCE;
			}
			KeptReply kept = find(connection, call);
			if (kept != null) {
				return new Claim.Known(kept);
			}
			if (update(connection, this.table.takeOver(), this.owner, this.leaseMillis, this.keepMillis,
					call.service().text(), call.key()) == 1) {
				this.running.incrementAndGet();
				return Claim.Granted.INSTANCE;
			}
			return Claim.Running.INSTANCE;
		});
	}

	@Override
	public void keep(CallKey call, KeptReply reply) {
		this.running.decrementAndGet();
		int kept = ask("keep a reply", (connection) -> update(connection, this.table.keep(), reply.encode(),
				this.keepMillis, call.service().text(), call.key(), this.owner));
		if (kept == 0) {
			logger.warn("A reply of '{}' is not kept: another worker has taken the call over, because this one could "
					+ "not renew its lease of {} ms", call.service(), this.leaseMillis);
		}
	}

	@Override
	public void release(CallKey call) {
		this.running.decrementAndGet();
		int released = ask("release a call", (connection) -> update(connection, this.table.release(),
				call.service().text(), call.key(), this.owner));
		logger.debug("Released {} calls of '{}'", released, call.service());
	}

	/** Ends its thread. Claims that are open are left to their lease. */
	@Override
	public void close() {
		this.caretaker.shutdownNow();
	}

	private void renew() {
		if (this.running.get() > 0) {
			tend("renew leases", this.table.renew(), this.leaseMillis, this.owner);
		}
	}

	private void purge() {
		tend("purge old replies", this.table.purge());
	}

	/** What fails is tried again next time. */
	private void tend(String what, String sql, Object... values) {
		try {
			int rows = ask(what, (connection) -> update(connection, sql, values));
			logger.debug("Could {}: {}", what, rows);
		}
		catch (RuntimeException ex) {
			logger.warn("Could not {}", what, ex);
		}
	}

	private @Nullable KeptReply find(Connection connection, CallKey call) throws SQLException {
		try (PreparedStatement query = connection.prepareStatement(this.table.find())) {
			query.setString(1, call.service().text());
			query.setString(2, call.key());
			try (ResultSet rows = query.executeQuery()) {
				return rows.next() ? KeptReply.decode(rows.getBytes(1)) : null;
			}
		}
	}

	private static int update(Connection connection, String sql, Object... values) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < values.length; i++) {
				statement.setObject(i + 1, values[i]);
			}
			return statement.executeUpdate();
		}
	}

	private <T> T ask(String what, Question<T> question) {
		try (Connection connection = this.database.getConnection()) {
			return question.ask(connection);
		}
		catch (SQLException ex) {
			throw new DeduplicationException("Could not " + what + " in " + ReplyTable.NAME + ": " + ex.getMessage(),
					ex);
		}
	}

	private static ReplyTable open(DataSource database, boolean createTable) {
		try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
			ReplyTable table = ReplyTable.of(connection.getMetaData().getDatabaseProductName());
			if (createTable) {
				for (String sql : table.create()) {
					statement.execute(sql);
				}
			}
			statement.executeQuery("select count(*) from " + ReplyTable.NAME + " where service = ''").close();
			return table;
		}
		catch (SQLException ex) {
			throw new DeduplicationException("The table " + ReplyTable.NAME + " cannot be used: " + ex.getMessage(),
					ex);
		}
		catch (IllegalArgumentException ex) {
			throw new DeduplicationException(String.valueOf(ex.getMessage()), ex);
		}
	}

	@FunctionalInterface
	private interface Question<T> {

		T ask(Connection connection) throws SQLException;

	}

}
