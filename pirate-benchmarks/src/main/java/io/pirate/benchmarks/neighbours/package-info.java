/**
 * What a healthy service notices of bad neighbours at the same queue: one that is flooded
 * with slow work, one whose requests kill every worker that takes them. It is measured
 * alone, with the neighbours at another queue of the same machine, and with them at its
 * own, by turns, so that what the machine has to bear can be told from what the queue
 * does.
 */
@NullMarked
package io.pirate.benchmarks.neighbours;

import org.jspecify.annotations.NullMarked;
