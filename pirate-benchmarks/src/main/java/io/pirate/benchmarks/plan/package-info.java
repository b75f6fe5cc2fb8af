/**
 * What is measured and what is wanted: rows, groups of rows that are measured in turns,
 * and the targets that are computed from them.
 */
@NullMarked
package io.pirate.benchmarks.plan;

import org.jspecify.annotations.NullMarked;
