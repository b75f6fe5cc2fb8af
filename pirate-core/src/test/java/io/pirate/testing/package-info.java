/**
 * Peers and networks that misbehave on purpose: {@link io.pirate.testing.RawPeer} speaks
 * ZMTP by hand, {@link io.pirate.testing.FaultProxy} stands between two sockets and
 * breaks what passes, {@link io.pirate.testing.StreamMutator} damages recorded bytes.
 */
package io.pirate.testing;
