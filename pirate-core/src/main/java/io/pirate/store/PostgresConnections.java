package io.pirate.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

import javax.sql.DataSource;

/** An application's data source, if it is one of PostgreSQL. */
final class PostgresConnections implements Connections {

	private final DataSource dataSource;

	PostgresConnections(DataSource dataSource) {
		this.dataSource = dataSource;
	}

	@Override
	public void prepare() throws SQLException {
		try (Connection connection = open()) {
			String product = connection.getMetaData().getDatabaseProductName();
			if (!product.toLowerCase(Locale.ROOT).contains("postgresql")) {
				throw new StoreException(StoreTrouble.REFUSED, "a Titanic can share PostgreSQL with others, not "
						+ product + ": give it a data source of PostgreSQL, or a directory", null);
			}
		}
	}

	@Override
	public Connection open() throws SQLException {
		return this.dataSource.getConnection();
	}

}
