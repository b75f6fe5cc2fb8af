package io.pirate.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** SQLite on a disk that fails when it is told to. */
public final class FailingStore {

	/** The disk is full. */
	public static final int FULL = 13;

	/** The disk did not do what it was told. */
	public static final int IO_ERROR = 10;

	private final Path file;

	private final AtomicInteger failure = new AtomicInteger();

	public FailingStore(Path directory) {
		this.file = directory.resolve("titanic.db");
	}

	/** Commits fail with that code from now on; with 0, they do what they should. */
	public void failWith(int code) {
		this.failure.set(code);
	}

	public TitanicStore store() {
		return new JdbcTitanicStore(new SqliteDialect(),
				() -> failing(DriverManager.getConnection("jdbc:sqlite:" + this.file)), true, "failing",
				Duration.ofDays(1));
	}

	private Connection failing(Connection real) {
		return (Connection) Proxy.newProxyInstance(FailingStore.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					int code = this.failure.get();
					if (code != 0 && method.getName().equals("commit")) {
						throw new SQLException("struck with code " + code, null, code);
					}
					try {
						return method.invoke(real, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

}
