/**
 * The processes of a run from outside: what is started for a row, and what it costs there
 * while a client asks.
 */
@NullMarked
package io.pirate.benchmarks.stage;

import org.jspecify.annotations.NullMarked;
