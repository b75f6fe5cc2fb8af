package io.pirate.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables and their version: one script for each version and dialect, applied in
 * order, each in a transaction of its own. Whoever runs a script by hand adds its number
 * to {@code pirate_titanic_schema}.
 */
final class Schema {

	/** The version this code works with. */
	static final int LATEST = 1;

	private static final String VERSIONS = "CREATE TABLE IF NOT EXISTS pirate_titanic_schema"
			+ " (version INTEGER NOT NULL PRIMARY KEY, applied_ms BIGINT NOT NULL)";

	private final Dialect dialect;

	private final boolean create;

	Schema(Dialect dialect, boolean create) {
		this.dialect = dialect;
		this.create = create;
	}

	/**
	 * Brings the tables up to date, or says what is to be done.
	 * @param connection without autocommit
	 */
	void prepare(Connection connection) throws SQLException {
		if (!this.create) {
			requireLatest(versionOf(connection));
			return;
		}
		this.dialect.lockSchema(connection);
		try (Statement statement = connection.createStatement()) {
			statement.execute(VERSIONS);
		}
		int version = readVersion(connection);
		while (version < LATEST) {
			version++;
			apply(connection, version);
		}
		connection.commit();
		requireLatest(version);
	}

	private int versionOf(Connection connection) throws SQLException {
		try {
			int version = readVersion(connection);
			connection.commit();
			return version;
		}
		catch (SQLException ex) {
			// no such table: then there is no schema either
			connection.rollback();
			if (this.dialect.troubleOf(ex) == StoreTrouble.REFUSED) {
				return 0;
			}
			throw ex;
		}
	}

	private static int readVersion(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT MAX(version) FROM pirate_titanic_schema")) {
			return rows.next() ? rows.getInt(1) : 0;
		}
	}

	private void requireLatest(int version) {
		if (version < LATEST) {
			throw new StoreException(StoreTrouble.REFUSED, "the schema of the Titanic has version " + version
					+ ", version " + LATEST + " is needed: let it be created, or run " + scripts(version + 1), null);
		}
		if (version > LATEST) {
			throw new StoreException(StoreTrouble.REFUSED, "the schema of the Titanic has version " + version
					+ ", which is newer than this application's version " + LATEST + ": use the newer application",
					null);
		}
	}

	private String scripts(int from) {
		List<String> names = new ArrayList<>();
		for (int version = from; version <= LATEST; version++) {
			names.add("io/pirate/store/" + scriptName(version));
		}
		return String.join(", ", names) + " of pirate-core, and add its number to pirate_titanic_schema";
	}

	private void apply(Connection connection, int version) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statementsOf(version)) {
				statement.execute(sql);
			}
		}
		String sql = "INSERT INTO pirate_titanic_schema (version, applied_ms) VALUES (?, " + this.dialect.now() + ")";
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setInt(1, version);
			statement.executeUpdate();
		}
	}

	private List<String> statementsOf(int version) {
		List<String> statements = new ArrayList<>();
		String script = read(scriptName(version)).replaceAll("(?m)^--.*$", "");
		for (String statement : script.split(";\\s*(\\r?\\n|$)")) {
			if (!statement.isBlank()) {
				statements.add(statement.strip());
			}
		}
		return statements;
	}

	private String scriptName(int version) {
		return "schema-" + this.dialect.name() + "-" + version + ".sql";
	}

	private static String read(String name) {
		try (InputStream in = Schema.class.getResourceAsStream(name)) {
			if (in == null) {
				throw new IllegalStateException("no resource " + name);
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
