package io.pirate.store;

import java.sql.ResultSet;
import java.sql.SQLException;

/** This process as one of those that use the tables. */
final class JdbcInstance {

	private final String name;

	private final long leaseMillis;

	private final Dialect dialect;

	private long number;

	private boolean distrusted;

	/** The connection cannot be used any more, not even to undo something. */
	private boolean broken;

	JdbcInstance(String name, long leaseMillis, Dialect dialect) {
		this.name = name;
		this.leaseMillis = leaseMillis;
		this.dialect = dialect;
	}

	long number() {
		return this.number;
	}

	boolean isBroken() {
		return this.broken;
	}

	/** The disk cannot be trusted any more: not even a good-bye is written. */
	void distrust() {
		this.distrusted = true;
	}

	void repaired() {
		this.broken = false;
	}

	/** Begins a lease under a number that nobody has had. */
	void join(SqlStatements statements) throws SQLException {
		String sql = "INSERT INTO pirate_titanic_instance (name, lease_ms) VALUES (?, "
				+ this.dialect.leaseEnd(this.leaseMillis) + ") RETURNING number";
		try (ResultSet rows = statements.of(sql, this.name).executeQuery()) {
			rows.next();
			this.number = rows.getLong(1);
		}
	}

	/**
	 * False if it had run out: others may have taken everything, so it is a new one now.
	 */
	boolean renew(SqlStatements statements) throws SQLException {
		String sql = "UPDATE pirate_titanic_instance SET lease_ms = " + this.dialect.leaseEnd(this.leaseMillis)
				+ " WHERE number = ? AND lease_ms > " + this.dialect.now();
		if (statements.of(sql, this.number).executeUpdate() > 0) {
			return true;
		}
		join(statements);
		return false;
	}

	/** Ends the lease: what it has taken is anybody's at once. */
	void leave(SqlStatements statements) throws SQLException {
		if (this.distrusted) {
			return;
		}
		statements.of("UPDATE pirate_titanic_instance SET lease_ms = 0 WHERE number = ?", this.number).executeUpdate();
		statements.connection().commit();
	}

	/** Dead ones that have nothing. */
	void forgetDead(SqlStatements statements) throws SQLException {
		statements.of("DELETE FROM pirate_titanic_instance WHERE lease_ms <= " + this.dialect.now()
				+ " AND number NOT IN (SELECT owner FROM pirate_titanic_request WHERE state = 0 AND owner IS NOT NULL)")
			.executeUpdate();
	}

	/** Takes back what was not committed; a connection that cannot is given up. */
	void undo(SqlStatements statements) {
		try {
			for (var statement : statements.all()) {
				statement.clearBatch();
			}
			statements.connection().rollback();
		}
		catch (SQLException ex) {
			this.broken = true;
		}
	}

}
