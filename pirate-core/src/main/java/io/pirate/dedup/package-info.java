/**
 * How a call runs effectively once although it comes more than once: a worker keeps its
 * reply by the key its caller gave it, and answers the next one with that. A
 * {@link io.pirate.dedup.ReplyMemory} keeps them, for one process or in a database for
 * all workers of a service; {@link io.pirate.DeduplicatingHandler} asks it.
 */
@NullMarked
package io.pirate.dedup;

import org.jspecify.annotations.NullMarked;
