/**
 * What happened to queues, workers and endpoints, as application events. They are
 * published one after another on a thread of their own, never on an I/O thread.
 */
@NullMarked
package io.pirate.spring.event;

import org.jspecify.annotations.NullMarked;
