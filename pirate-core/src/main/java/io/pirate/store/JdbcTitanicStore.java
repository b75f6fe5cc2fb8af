package io.pirate.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store in tables. */
public final class JdbcTitanicStore implements TitanicStore {

	private static final Logger logger = LoggerFactory.getLogger(JdbcTitanicStore.class);

	private final Connections connections;

	private final Schema schema;

	private final Dialect dialect;

	private final TitanicSql sql;

	private final JdbcInstance instance;

	private final JdbcReader reader;

	private @Nullable SqlStatements writer;

	private @Nullable JdbcTransaction transaction;

	JdbcTitanicStore(Dialect dialect, Connections connections, boolean createSchema, String name, Duration lease) {
		this.dialect = dialect;
		this.connections = connections;
		this.schema = new Schema(dialect, createSchema);
		this.sql = new TitanicSql(dialect);
		this.instance = new JdbcInstance(name, lease.toMillis(), dialect);
		this.reader = new JdbcReader(dialect, connections, this.sql);
	}

	/**
	 * SQLite, in a directory that belongs to this process from its opening on.
	 * @param directory where
	 * @param createSchema whether to create and migrate the tables
	 * @param name what this instance calls itself
	 * @return the store, not open
	 */
	public static JdbcTitanicStore sqlite(Path directory, boolean createSchema, String name) {
		return new JdbcTitanicStore(new SqliteDialect(), new SqliteFile(directory), createSchema, name,
				Duration.ofDays(1));
	}

	/**
	 * A database that others may use at the same time: PostgreSQL.
	 * @param dataSource gives connections to it; two are kept
	 * @param createSchema whether to create and migrate the tables
	 * @param name what this instance calls itself
	 * @param lease how long others wait after its death
	 * @return the store, not open
	 */
	public static JdbcTitanicStore shared(DataSource dataSource, boolean createSchema, String name, Duration lease) {
		return new JdbcTitanicStore(new PostgresDialect(), new PostgresConnections(dataSource), createSchema, name,
				lease);
	}

	@Override
	public void open() {
		boolean open = false;
		try {
			this.connections.prepare();
			SqlStatements statements = connect();
			this.schema.prepare(statements.connection());
			this.dialect.buryOthers(statements.connection());
			this.instance.join(statements);
			statements.connection().commit();
			open = true;
		}
		catch (SQLException ex) {
			throw this.dialect.exception("the Titanic's store cannot be opened", ex);
		}
		finally {
			if (!open) {
				close();
			}
		}
	}

	private SqlStatements connect() throws SQLException {
		SqlStatements before = this.writer;
		if (before != null && !this.instance.isBroken()) {
			return before;
		}
		if (before != null) {
			before.close();
		}
		this.writer = null;
		SqlStatements statements = new SqlStatements(this.connections.open());
		this.writer = statements;
		this.dialect.prepareWriter(statements.connection());
		this.instance.repaired();
		this.transaction = new JdbcTransaction(statements, this.sql, this.dialect, this.instance);
		return statements;
	}

	@Override
	public boolean isShared() {
		return this.dialect.isShared();
	}

	@Override
	public StoreTransaction begin() {
		try {
			connect();
		}
		catch (SQLException ex) {
			throw this.dialect.exception("the database cannot be reached", ex);
		}
		JdbcTransaction begun = this.transaction;
		if (begun == null) {
			throw new StoreException(StoreTrouble.DISCONNECTED, "the store is closed", null);
		}
		begun.begin();
		return begun;
	}

	@Override
	public StoreReader reader() {
		return this.reader;
	}

	@Override
	public void compact() {
		SqlStatements statements = this.writer;
		if (statements == null) {
			return;
		}
		try {
			this.dialect.compact(statements.connection());
		}
		catch (SQLException ex) {
			this.instance.undo(statements);
			throw this.dialect.exception("giving space back", ex);
		}
	}

	@Override
	public void close() {
		SqlStatements statements = this.writer;
		this.writer = null;
		this.transaction = null;
		if (statements != null) {
			try {
				this.instance.leave(statements);
			}
			catch (SQLException ex) {
				logger.info("A Titanic could not say good-bye to its store: its lease has to run out");
			}
			statements.close();
		}
		this.reader.close();
		this.connections.release();
	}

}
