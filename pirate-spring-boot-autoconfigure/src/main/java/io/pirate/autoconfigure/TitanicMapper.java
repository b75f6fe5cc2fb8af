package io.pirate.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

import javax.sql.DataSource;

import io.pirate.TitanicOptions;
import io.pirate.TitanicStorage;
import io.pirate.autoconfigure.TitanicProperties.Store;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.TitanicSettings;
import io.pirate.wire.WorkerIdentity;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.ClassUtils;

/**
 * What the properties say about the Titanic, judged.
 *
 * @param titanic the properties
 * @param check knows the properties' names
 */
record TitanicMapper(TitanicProperties titanic, PropertyCheck check) {

	private static final String SQLITE = "org.sqlite.JDBC";

	private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

	TitanicMapper(TitanicProperties titanic) {
		this(titanic, new PropertyCheck("pirate.titanic"));
	}

	TitanicOptions options(String application, DrainLimit drainLimit) {
		HeartbeatPolicy heartbeat = new HeartbeatPolicy(
				this.check.positive("heartbeat-interval", this.titanic.heartbeatInterval()),
				this.check.atLeast("liveness", this.titanic.liveness(), 1));
		return new TitanicOptions(name(application), settings(),
				this.check.positive("patience", this.titanic.patience()), lease(), heartbeat,
				this.check.messageSize(this.titanic.maxMessageSize()), drainLimit.apply(this.check.prefix(),
						this.check.notNegative("drain-timeout", this.titanic.drainTimeout())));
	}

	/**
	 * Where requests are kept.
	 * @param database the application's DataSource, asked for only if that is wanted
	 * @return the storage
	 */
	TitanicStorage storage(ObjectProvider<DataSource> database) {
		SchemaInitialization schema = this.titanic.initializeSchema();
		if (this.titanic.store() == Store.SQLITE) {
			if (!ClassUtils.isPresent(SQLITE, null)) {
				throw this.check.wrong("store", this.titanic.store(),
						"needs the driver of SQLite, which is not on the class path",
						"Add the dependency org.xerial:sqlite-jdbc, whose version Spring Boot manages, or set it to "
								+ "jdbc and configure a DataSource of PostgreSQL.");
			}
			return TitanicStorage.in(directory()).withCreateSchema(schema != SchemaInitialization.NEVER);
		}
		DataSource found = database.getIfUnique();
		if (found == null) {
			throw this.check.wrong("store", this.titanic.store(), "needs exactly one DataSource, or a primary one",
					"Configure spring.datasource.* for PostgreSQL, or set it to sqlite.");
		}
		return TitanicStorage.in(found, schema == SchemaInitialization.ALWAYS);
	}

	private Path directory() {
		try {
			return Path.of(this.titanic.directory());
		}
		catch (InvalidPathException ex) {
			throw this.check.wrong("directory", this.titanic.directory(), "is no directory: " + ex.getReason(),
					"Name a directory on a local disk.");
		}
	}

	private String name(String application) {
		String stated = this.titanic.name();
		if (stated == null) {
			return application;
		}
		if (!WorkerIdentity.nameFrom(stated).equals(stated)) {
			throw this.check.wrong("name", stated, "must be 1 to 64 of A-Z a-z 0-9 . _ -", "Choose another name.");
		}
		return stated;
	}

	private Duration lease() {
		Duration lease = this.check.positive("lease", this.titanic.lease());
		if (lease.compareTo(SHORTEST_LEASE) < 0) {
			throw this.check.wrong("lease", lease, "must be at least 1s", "Set it to a duration such as 10s.");
		}
		return lease;
	}

	private TitanicSettings settings() {
		Duration backoff = this.check.positive("backoff", this.titanic.backoff());
		Duration longest = this.check.positive("backoff-max", this.titanic.backoffMax());
		if (longest.compareTo(backoff) < 0) {
			throw this.check.wrong("backoff-max", longest, "must not be shorter than backoff",
					"Raise it to at least " + backoff.toMillis() + "ms, or lower backoff.");
		}
		return new TitanicSettings(this.check.atLeast("parallelism", this.titanic.parallelism(), 1), backoff, longest,
				this.check.atLeast("max-deliveries", this.titanic.maxDeliveries(), 1),
				this.check.positive("request-max-age", this.titanic.requestMaxAge()),
				this.check.positive("reply-max-age", this.titanic.replyMaxAge()),
				this.check.atLeast("max-requests", this.titanic.maxRequests(), 1L),
				this.check.atLeast("max-bytes", this.titanic.maxBytes(), 1));
	}

}
