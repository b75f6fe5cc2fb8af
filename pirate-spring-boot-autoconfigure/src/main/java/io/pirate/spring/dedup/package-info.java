/**
 * Memories of replies for one process, with Caffeine, and in caches of Spring.
 */
@NullMarked
package io.pirate.spring.dedup;

import org.jspecify.annotations.NullMarked;
