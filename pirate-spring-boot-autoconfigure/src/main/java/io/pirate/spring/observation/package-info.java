/**
 * What Micrometer sees of a call: one observation where it is made, one where it is
 * answered, on Micrometer's own request and reply contexts, so that a tracer's standard
 * handlers carry the trace in the call's headers.
 */
@NullMarked
package io.pirate.spring.observation;

import org.jspecify.annotations.NullMarked;
