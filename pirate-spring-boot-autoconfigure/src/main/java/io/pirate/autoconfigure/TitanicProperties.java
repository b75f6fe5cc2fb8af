package io.pirate.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Requests on disk.
 *
 * @param enabled Whether this application keeps requests that are left with Titanic and
 * executes them: those of its embedded queue if it has one, otherwise those of the queues
 * that its workers register with.
 * @param store Where: sqlite is a file in the directory, jdbc is the application's
 * DataSource, which must be PostgreSQL and may be shared by several instances.
 * @param directory Store sqlite only: directory of the file, on a local disk; made if
 * missing, and used by one application at a time.
 * @param initializeSchema Whether tables are created and migrated at the start; embedded
 * means with the store sqlite only.
 * @param name What this instance calls itself in health and in a shared database. Unset
 * means the application's name.
 * @param parallelism Requests of one service given out at once.
 * @param backoff First pause before something that did not work is tried again; doubles
 * each time.
 * @param backoffMax Longest such pause.
 * @param maxDeliveries Leases without a reply after which a request is a dead letter.
 * @param requestMaxAge Age at which a request that was not executed fails as expired.
 * @param replyMaxAge Age at which replies, failures and dead letters that nobody closed
 * are deleted.
 * @param maxRequests Most requests stored, executed and not closed ones included; more
 * are refused as full.
 * @param maxBytes Most bytes of them; more are refused as full.
 * @param patience How long a worker may take for one request, waiting included; then it
 * is given out again.
 * @param lease Store jdbc only: how long after an instance has died others wait before
 * they take over what it had in hand.
 * @param heartbeatInterval Interval of heartbeats to the queues.
 * @param liveness Silent intervals after which a queue counts as lost.
 * @param maxMessageSize Longest frame, inclusive.
 * @param drainTimeout How long leaving may take; never longer than
 * spring.lifecycle.timeout-per-shutdown-phase allows.
 */
@ConfigurationProperties("pirate.titanic")
public record TitanicProperties(@DefaultValue("false") boolean enabled, @DefaultValue("sqlite") Store store,
		@DefaultValue("./titanic") String directory, @DefaultValue("embedded") SchemaInitialization initializeSchema,
		@Nullable String name, @DefaultValue("64") int parallelism, @DefaultValue("100ms") Duration backoff,
		@DefaultValue("5s") Duration backoffMax, @DefaultValue("3") int maxDeliveries,
		@DefaultValue("7d") Duration requestMaxAge, @DefaultValue("7d") Duration replyMaxAge,
		@DefaultValue("1000000") long maxRequests, @DefaultValue("8GB") DataSize maxBytes,
		@DefaultValue("1h") Duration patience, @DefaultValue("10s") Duration lease,
		@DefaultValue("1s") Duration heartbeatInterval, @DefaultValue("3") int liveness,
		@DefaultValue("1MB") DataSize maxMessageSize, @DefaultValue("20s") Duration drainTimeout) {

	/** Where requests are kept. */
	public enum Store {

		/** A file of this application's own. */
		SQLITE,
		/** The application's DataSource. */
		JDBC

	}

}
