/** A web application that asks workers, and says over HTTP how a call ended. */
@NullMarked
package io.pirate.sample.client;

import org.jspecify.annotations.NullMarked;
