/**
 * Ways of asking: blocking callers, a window of open requests, or a fixed rate, by plain
 * JeroMQ, by our client, by the template, or by somebody else's client. What they give is
 * a rate and a histogram.
 */
@NullMarked
package io.pirate.benchmarks.load;

import org.jspecify.annotations.NullMarked;
