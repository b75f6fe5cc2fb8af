/**
 * The real machines under a virtual clock, a virtual network and crashes, all drawn from
 * one seed.
 * <p>
 * A {@link io.pirate.simulation.Plan} is drawn from a seed, a
 * {@link io.pirate.simulation.World} plays it: processes hold the machines behind the
 * same codecs the nodes use, connections deliver in order until they break, the
 * {@link io.pirate.simulation.Weather} breaks things, and the
 * {@link io.pirate.simulation.Ledger} watches every message and every handler and throws
 * a {@link io.pirate.simulation.Violation} at the first broken promise. The same seed
 * always gives the same run, so a failure is replayed with its trace.
 */
@NullMarked
package io.pirate.simulation;

import org.jspecify.annotations.NullMarked;
