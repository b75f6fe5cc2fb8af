/**
 * Hours of steady load, and whether anything grows.
 */
@NullMarked
package io.pirate.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
