/**
 * Peers that mean ill: strangers, who get no further than the handshake of CURVE, and
 * insiders, who hold a valid key and few rights. Each does one thing again and again, at
 * a stated rate.
 */
@NullMarked
package io.pirate.benchmarks.hostile;

import org.jspecify.annotations.NullMarked;
