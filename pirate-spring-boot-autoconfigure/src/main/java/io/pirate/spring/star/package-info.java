/**
 * An arbiter for a pair of queues: who holds a lock of Spring Integration serves. The
 * lock is renewed well before it ends, and given up on monotonic time before anybody else
 * could get it, whether or not its registry can still be reached.
 */
@NullMarked
package io.pirate.spring.star;

import org.jspecify.annotations.NullMarked;
