package io.pirate.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** PostgreSQL: several instances take rows from one table, passing over locked ones. */
final class PostgresDialect implements Dialect {

	/** Any number, the same for everybody. */
	private static final long SCHEMA_LOCK = 0x7469_7461_6e69_63L;

	/** Serialization failure, deadlock, lock not available. */
	private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "55P03");

	/** I/O error, damaged data, damaged index. */
	private static final Set<String> FATAL = Set.of("58030", "XX001", "XX002");

	private static final String CONNECTION_CLASS = "08";

	/** The server is shutting down, starting up, or was killed. */
	private static final String OPERATOR_CLASS = "57P0";

	@Override
	public String name() {
		return "postgresql";
	}

	@Override
	public boolean isShared() {
		return true;
	}

	@Override
	public String now() {
		return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
	}

	/**
	 * Two statements at once: the order of the parameters is that of the text, so the
	 * owner comes first in a part of its own.
	 */
	@Override
	public String claim(String claimable) {
		return "WITH mine AS (SELECT CAST(? AS BIGINT) AS number), taken AS MATERIALIZED (SELECT sequence AS taken_sequence"
				+ " FROM pirate_titanic_request WHERE state = 0 AND service = ? AND " + claimable
				+ " ORDER BY sequence LIMIT ? FOR UPDATE SKIP LOCKED)"
				+ " UPDATE pirate_titanic_request SET owner = mine.number FROM taken, mine WHERE sequence = taken_sequence"
				+ " RETURNING id, deliveries, sequence, request";
	}

	@Override
	public String leaseEnd(long leaseMillis) {
		return now() + " + " + leaseMillis;
	}

	@Override
	public void prepareWriter(Connection connection) throws SQLException {
		connection.setAutoCommit(false);
		connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
		try (Statement statement = connection.createStatement()) {
			statement.execute("SET synchronous_commit = on");
		}
		connection.commit();
	}

	@Override
	public void prepareReader(Connection connection) throws SQLException {
		connection.setAutoCommit(true);
	}

	@Override
	public void lockSchema(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("SELECT pg_advisory_xact_lock(" + SCHEMA_LOCK + ")");
		}
	}

	@Override
	public void buryOthers(Connection connection) {
		// their leases tell
	}

	@Override
	public void compact(Connection connection) {
		// autovacuum does
	}

	@Override
	public StoreTrouble troubleOf(SQLException failure) {
		String state = String.valueOf(failure.getSQLState());
		if (CONFLICTS.contains(state)) {
			return StoreTrouble.CONFLICT;
		}
		if (FATAL.contains(state)) {
			return StoreTrouble.FATAL;
		}
		return (state.startsWith(CONNECTION_CLASS) || state.startsWith(OPERATOR_CLASS)) ? StoreTrouble.DISCONNECTED
				: StoreTrouble.REFUSED;
	}

}
