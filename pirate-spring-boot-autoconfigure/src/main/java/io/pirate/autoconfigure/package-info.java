/**
 * Makes beans out of {@code pirate.*}: auto-configurations, properties, connection
 * details, customizers. What actuator shows is in {@code actuate}, what a failed start
 * says in {@code diagnostics}.
 */
@NullMarked
package io.pirate.autoconfigure;

import org.jspecify.annotations.NullMarked;
