/**
 * What a run found: as a table for people, as JSON for programs, and as a picture made
 * from that JSON.
 */
@NullMarked
package io.pirate.benchmarks.report;

import org.jspecify.annotations.NullMarked;
