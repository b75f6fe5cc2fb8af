/**
 * CURVE's cryptography, XSalsa20, Poly1305 and X25519 as NaCl combines them, on Bouncy
 * Castle's primitives in place of JeroMQ's own, and how it takes its place. Every byte on
 * the wire is the same. {@code docs/jeromq-curve.md} tells why.
 */
@NullMarked
package io.pirate.reactor.curve;

import org.jspecify.annotations.NullMarked;
