/**
 * The face of {@code io.pirate.spring} for applications with Reactor. Nothing else needs
 * it.
 */
@NullMarked
package io.pirate.spring.reactive;

import org.jspecify.annotations.NullMarked;
