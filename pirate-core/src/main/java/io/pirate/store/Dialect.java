package io.pirate.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Where SQLite and PostgreSQL differ. */
sealed interface Dialect permits SqliteDialect, PostgresDialect {

	/** What its scripts are called. */
	String name();

	/** Whether several processes may use the tables at once. */
	boolean isShared();

	/** Milliseconds since 1970 by the database's clock, as an expression. */
	String now();

	/**
	 * The statement that takes waiting requests: owner, service and number of rows in,
	 * id, deliveries, sequence and request out.
	 * @param claimable the condition under which a row may be taken
	 */
	String claim(String claimable);

	/** The database's clock plus so many milliseconds: the end of a lease. */
	String leaseEnd(long leaseMillis);

	void prepareWriter(Connection connection) throws SQLException;

	void prepareReader(Connection connection) throws SQLException;

	/** Lets nobody else change the schema until the transaction ends. */
	void lockSchema(Connection connection) throws SQLException;

	/** Declares those dead that cannot be alive. */
	void buryOthers(Connection connection) throws SQLException;

	/** Gives space back. Outside of a transaction. */
	void compact(Connection connection) throws SQLException;

	StoreTrouble troubleOf(SQLException failure);

	default StoreException exception(String what, SQLException failure) {
		String message = String.valueOf(failure.getMessage()).replaceAll("\\p{Cntrl}+", " ");
		return new StoreException(troubleOf(failure), what + ": " + message, failure);
	}

}
