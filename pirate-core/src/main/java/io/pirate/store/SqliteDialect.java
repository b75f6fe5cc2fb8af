package io.pirate.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * SQLite: a write-ahead log that is fsynced at every commit. The file belongs to one
 * process, so leases never run out, and end with the process.
 */
final class SqliteDialect implements Dialect {

	/** In pages of 4 KiB: a longer log before it is copied into the file. */
	private static final int CHECKPOINT_PAGES = 4000;

	/** Free pages that are worth giving back, and how many at a time. */
	private static final int MANY_FREE_PAGES = 2000;

	private static final int PRIMARY_CODE = 0xff;

	private static final int IO_ERROR = 10;

	private static final int CORRUPT = 11;

	private static final int CANNOT_OPEN = 14;

	private static final int NOT_A_DATABASE = 26;

	private static final int INTERNAL = 2;

	private static final int READ_ONLY = 8;

	@Override
	public String name() {
		return "sqlite";
	}

	@Override
	public boolean isShared() {
		return false;
	}

	@Override
	public String now() {
		return "CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)";
	}

	@Override
	public String claim(String claimable) {
		return "UPDATE pirate_titanic_request SET owner = ? WHERE sequence IN (SELECT sequence FROM pirate_titanic_request"
				+ " WHERE state = 0 AND service = ? AND " + claimable + " ORDER BY sequence LIMIT ?)"
				+ " RETURNING id, deliveries, sequence, request";
	}

	@Override
	public String leaseEnd(long leaseMillis) {
		return Long.toString(Long.MAX_VALUE);
	}

	@Override
	public void prepareWriter(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
			statement.execute("PRAGMA journal_mode = WAL");
			statement.execute("PRAGMA synchronous = FULL");
			statement.execute("PRAGMA busy_timeout = 10000");
			statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
		}
		connection.setAutoCommit(false);
	}

	@Override
	public void prepareReader(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("PRAGMA busy_timeout = 10000");
			statement.execute("PRAGMA query_only = ON");
		}
	}

	@Override
	public void lockSchema(Connection connection) {
		// the directory is locked
	}

	@Override
	public void buryOthers(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.executeUpdate("UPDATE pirate_titanic_instance SET lease_ms = 0");
		}
	}

	@Override
	public void compact(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			long free = count(statement, "PRAGMA freelist_count");
			if (free > MANY_FREE_PAGES && free > count(statement, "PRAGMA page_count") / 4) {
				// an update, because that is run to its end: it has a row for each page
				statement.executeUpdate("PRAGMA incremental_vacuum(" + MANY_FREE_PAGES + ")");
				connection.commit();
			}
		}
	}

	private static long count(Statement statement, String pragma) throws SQLException {
		try (ResultSet rows = statement.executeQuery(pragma)) {
			return rows.next() ? rows.getLong(1) : 0;
		}
	}

	/** After a failed fsync nobody knows which pages are on the disk. */
	@Override
	public StoreTrouble troubleOf(SQLException failure) {
		return switch (failure.getErrorCode() & PRIMARY_CODE) {
			case IO_ERROR, CORRUPT, CANNOT_OPEN, NOT_A_DATABASE, INTERNAL, READ_ONLY -> StoreTrouble.FATAL;
			default -> StoreTrouble.REFUSED;
		};
	}

}
