package io.pirate.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How workers with {@code @PirateWorker(deduplicate = "…")} keep replies.
 *
 * @param keep How long a reply answers calls that come again; not in Spring's caches,
 * which have their own time.
 * @param maxMemory Store memory only: most bytes of all replies; then the least used go.
 * @param lease Store store only: how long a call that a dead process was running is left
 * alone, before another worker runs it.
 * @param initializeSchema Store store only: whether the table is created; embedded means
 * in SQLite only.
 */
@ConfigurationProperties("pirate.deduplication")
public record DeduplicationProperties(@DefaultValue("1h") Duration keep, @DefaultValue("32MB") DataSize maxMemory,
		@DefaultValue("10s") Duration lease, @DefaultValue("embedded") SchemaInitialization initializeSchema) {

	/** Stops the start at the first value that cannot be used. */
	DeduplicationProperties judged() {
		PropertyCheck check = new PropertyCheck("pirate.deduplication");
		check.positive("keep", this.keep);
		check.atLeast("max-memory", this.maxMemory, 1);
		if (check.positive("lease", this.lease).toMillis() < 1000) {
			throw check.wrong("lease", this.lease, "must be at least 1s", "Set it to a duration such as 10s.");
		}
		return this;
	}
}
