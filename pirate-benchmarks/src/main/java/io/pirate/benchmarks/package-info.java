/**
 * The side-by-side load harness. {@link io.pirate.benchmarks.Benchmarks} starts every
 * topology in processes of its own over tcp loopback, lets one client process measure
 * them in turns, and prints one table of medians and ratios. Times alone mean nothing on
 * a shared machine; ratios inside one run do.
 */
@NullMarked
package io.pirate.benchmarks;

import org.jspecify.annotations.NullMarked;
