/**
 * Real processes: queues, workers and foreign peers that tests kill, freeze and restart.
 * Every child ends by itself when its standard input does, so nothing outlives a test.
 */
@NullMarked
package io.pirate.process;

import org.jspecify.annotations.NullMarked;
