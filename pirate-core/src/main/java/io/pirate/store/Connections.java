package io.pirate.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Where connections come from. */
@FunctionalInterface
public interface Connections {

	Connection open() throws SQLException;

	/**
	 * Before the first one.
	 * @throws StoreException if there can be none; the message says what to do
	 */
	default void prepare() throws SQLException {
	}

	/** After the last one. Never throws. */
	default void release() {
	}

}
