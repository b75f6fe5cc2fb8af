package io.pirate.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

/** One SQLite file in a directory that is locked for this process. */
final class SqliteFile implements Connections {

	private static final String DRIVER = "org.sqlite.JDBC";

	/** A larger file would take too long: its rows are checked when they are used. */
	private static final long LARGEST_CHECKED = 256L * 1024 * 1024;

	private final Path directory;

	private final Path file;

	private @Nullable FileChannel lockChannel;

	private boolean checked;

	SqliteFile(Path directory) {
		this.directory = directory;
		this.file = directory.resolve("titanic.db");
	}

	@Override
	public synchronized void prepare() {
		requireDriver();
		boolean locked = false;
		try {
			Files.createDirectories(this.directory);
			this.lockChannel = FileChannel.open(this.directory.resolve("titanic.lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE);
			FileLock lock = this.lockChannel.tryLock();
			locked = lock != null;
			if (!locked) {
				throw inUse(this.directory);
			}
		}
		catch (OverlappingFileLockException ex) {
			throw inUse(this.directory);
		}
		catch (IOException ex) {
			throw new StoreException(StoreTrouble.REFUSED,
					"the Titanic's directory " + this.directory + " cannot be used: " + ex, ex);
		}
		finally {
			if (!locked) {
				release();
			}
		}
	}

	private static StoreException inUse(Path directory) {
		return new StoreException(StoreTrouble.REFUSED, "the Titanic's directory " + directory
				+ " is in use: give each instance a directory of its own, or let them share a database", null);
	}

	private static void requireDriver() {
		try {
			Class.forName(DRIVER);
		}
		catch (ClassNotFoundException ex) {
			throw new StoreException(StoreTrouble.REFUSED,
					"a Titanic with a directory needs SQLite: add the dependency org.xerial:sqlite-jdbc", ex);
		}
	}

	@Override
	public synchronized Connection open() throws SQLException {
		Connection connection = DriverManager.getConnection("jdbc:sqlite:" + this.file);
		if (!this.checked) {
			boolean sound = false;
			try {
				check(connection);
				sound = true;
			}
			finally {
				if (!sound) {
					connection.close();
				}
			}
			this.checked = true;
		}
		return connection;
	}

	/** A damaged file is left as it is, for whoever can repair it. */
	private void check(Connection connection) throws SQLException {
		try {
			String problem = (Files.size(this.file) <= LARGEST_CHECKED) ? problemOf(connection) : "ok";
			if (!problem.equals("ok")) {
				throw damaged(problem, null);
			}
			syncDirectory();
		}
		catch (IOException ex) {
			throw new StoreException(StoreTrouble.FATAL, "the Titanic's file " + this.file + " cannot be read: " + ex,
					ex);
		}
		catch (SQLException ex) {
			if (new SqliteDialect().troubleOf(ex) == StoreTrouble.FATAL) {
				throw damaged(String.valueOf(ex.getMessage()), ex);
			}
			throw ex;
		}
	}

	private StoreException damaged(String problem, @Nullable Throwable cause) {
		return new StoreException(StoreTrouble.FATAL,
				"the Titanic's file " + this.file + " is damaged (" + problem.replaceAll("\\p{Cntrl}+", " ")
						+ "): nothing was changed. Restore it from a backup, recover it with the tool sqlite3 and"
						+ " its command .recover, or move it away to begin with an empty one",
				cause);
	}

	private static String problemOf(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
			return rows.next() ? rows.getString(1) : "ok";
		}
	}

	/** A new file is of no use if its name is lost. */
	private void syncDirectory() throws IOException {
		try (FileChannel channel = FileChannel.open(this.directory, StandardOpenOption.READ)) {
			channel.force(true);
		}
	}

	@Override
	public synchronized void release() {
		FileChannel channel = this.lockChannel;
		this.lockChannel = null;
		this.checked = false;
		try {
			if (channel != null) {
				channel.close();
			}
		}
		catch (IOException ex) {
			// the lock ends with the process at the latest
		}
	}

}
