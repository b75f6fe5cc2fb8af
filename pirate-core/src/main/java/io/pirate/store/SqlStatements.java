package io.pirate.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The statements of one connection, each prepared once. */
final class SqlStatements {

	private final Connection connection;

	private final Map<String, PreparedStatement> prepared = new HashMap<>();

	SqlStatements(Connection connection) {
		this.connection = connection;
	}

	Connection connection() {
		return this.connection;
	}

	PreparedStatement of(String sql) throws SQLException {
		PreparedStatement statement = this.prepared.get(sql);
		if (statement == null) {
			statement = this.connection.prepareStatement(sql);
			this.prepared.put(sql, statement);
		}
		return statement;
	}

	Collection<PreparedStatement> all() {
		return this.prepared.values();
	}

	/** With its parameters: texts, numbers, bytes or nothing. */
	PreparedStatement of(String sql, Object... parameters) throws SQLException {
		PreparedStatement statement = of(sql);
		for (int i = 0; i < parameters.length; i++) {
			Object value = parameters[i];
			if (value instanceof byte[] bytes) {
				statement.setBytes(i + 1, bytes);
			}
			else if (value instanceof String text) {
				statement.setString(i + 1, text);
			}
			else if (value instanceof Integer number) {
				statement.setInt(i + 1, number);
			}
			else {
				statement.setLong(i + 1, (Long) value);
			}
		}
		return statement;
	}

	/** Never throws: whoever closes it has done with it. */
	void close() {
		try {
			for (PreparedStatement statement : this.prepared.values()) {
				statement.close();
			}
			this.connection.close();
		}
		catch (SQLException ex) {
			// it was of no use any more
		}
	}

}
