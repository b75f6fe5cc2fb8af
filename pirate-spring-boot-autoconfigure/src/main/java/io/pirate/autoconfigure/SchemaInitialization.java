package io.pirate.autoconfigure;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

/** When tables of ours are created and migrated by the application. */
public enum SchemaInitialization {

	/** In SQLite, which belongs to the application; not in a shared database. */
	EMBEDDED,
	/** In every database. */
	ALWAYS,
	/** Nowhere: somebody runs the scripts. */
	NEVER;

	boolean appliesTo(DataSource database) {
		return this == ALWAYS || (this == EMBEDDED && isSqlite(database));
	}

	private static boolean isSqlite(DataSource database) {
		try (Connection connection = database.getConnection()) {
			return connection.getMetaData().getDatabaseProductName().equalsIgnoreCase("sqlite");
		}
		catch (SQLException ex) {
			// whoever uses it next says so, and better
			return false;
		}
	}

}
