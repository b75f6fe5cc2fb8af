/**
 * A worker application that hosts the queue in front of it. One jar plays three parts:
 * without a profile queue and worker, with {@code worker} a worker alone, with
 * {@code queue} a queue alone.
 */
@NullMarked
package io.pirate.sample.worker;

import org.jspecify.annotations.NullMarked;
