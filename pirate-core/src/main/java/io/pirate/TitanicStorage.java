package io.pirate;

import java.nio.file.Path;
import java.util.Objects;

import javax.sql.DataSource;

import io.pirate.store.JdbcTitanicStore;
import io.pirate.store.TitanicStore;
import org.jspecify.annotations.Nullable;

/**
 * Where a Titanic keeps its requests: an SQLite file in a directory of its own, or tables
 * in a database that several instances may share.
 *
 * @param directory where the file is, or {@code null}
 * @param dataSource the shared database, or {@code null}
 * @param createSchema whether missing tables are created and old ones migrated at the
 * start; otherwise that is a start error that names the scripts to run
 */
public record TitanicStorage(@Nullable Path directory, @Nullable DataSource dataSource, boolean createSchema) {

	public TitanicStorage {
		if ((directory == null) == (dataSource == null)) {
			throw new IllegalArgumentException("either a directory or a data source");
		}
	}

	/**
	 * SQLite; needs {@code org.xerial:sqlite-jdbc} on the class path. The directory is
	 * created if missing and locked while in use: it belongs to one process.
	 * @param directory on a local disk, not on a network share
	 * @return the storage
	 */
	public static TitanicStorage in(Path directory) {
		return new TitanicStorage(directory, null, true);
	}

	/**
	 * PostgreSQL. Two connections are taken and kept.
	 * @param dataSource connections with autocommit as their default
	 * @param createSchema whether to create and migrate the tables
	 * @return the storage
	 */
	public static TitanicStorage in(DataSource dataSource, boolean createSchema) {
		return new TitanicStorage(null, dataSource, createSchema);
	}

	/**
	 * The same with or without creating the schema.
	 * @param newCreateSchema whether to create and migrate the tables
	 * @return the storage
	 */
	public TitanicStorage withCreateSchema(boolean newCreateSchema) {
		return new TitanicStorage(this.directory, this.dataSource, newCreateSchema);
	}

	/** A store that is not open. */
	TitanicStore store(TitanicOptions options) {
		return (this.directory != null) ? JdbcTitanicStore.sqlite(this.directory, this.createSchema, options.name())
				: JdbcTitanicStore.shared(Objects.requireNonNull(this.dataSource), this.createSchema, options.name(),
						options.lease());
	}

	@Override
	public String toString() {
		return (this.directory != null) ? this.directory.toString() : "a data source";
	}

}
