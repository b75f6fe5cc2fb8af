package io.pirate.reactor;

import io.pirate.machine.StarSettings;
import org.jspecify.annotations.Nullable;

/**
 * How a queue of a pair finds out who serves.
 *
 * @param settings what its machine is told
 * @param bind where the other queue connects, {@code null} if an arbiter decides
 * @param peer where the other queue is bound, {@code null} if an arbiter decides
 * @param curve how the two prove who they are; {@code null} if they need not
 */
public record StarOptions(StarSettings settings, @Nullable String bind, @Nullable String peer,
		@Nullable CurveSettings curve) {
}
