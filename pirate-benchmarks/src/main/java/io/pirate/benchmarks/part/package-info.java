/**
 * What the processes of a run may be. Each prints its endpoints, then answers questions
 * about its own processor time, allocation and footprint until its standard input ends,
 * so that nothing survives the harness.
 */
@NullMarked
package io.pirate.benchmarks.part;

import org.jspecify.annotations.NullMarked;
