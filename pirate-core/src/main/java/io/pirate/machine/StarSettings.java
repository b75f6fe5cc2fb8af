package io.pirate.machine;

import java.time.Duration;

import io.pirate.wire.StarRole;
import org.jspecify.annotations.Nullable;

/**
 * Everything one queue of a pair is told at its start.
 *
 * @param role what it is; the other one is the other
 * @param heartbeat how often the two tell each other their state, and how much silence is
 * death
 * @param failbackAfter a primary takes over from a healthy backup once it has heard it
 * for so long, at least 1 ms; {@code null} leaves that to the operator
 */
public record StarSettings(StarRole role, HeartbeatPolicy heartbeat, @Nullable Duration failbackAfter) {

	public StarSettings {
		if (failbackAfter != null && failbackAfter.toMillis() < 1) {
			throw new IllegalArgumentException("failback-after must be at least 1 ms: " + failbackAfter);
		}
	}

}
