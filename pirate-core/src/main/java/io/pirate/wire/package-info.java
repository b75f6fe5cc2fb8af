/**
 * What travels: frames to sealed records and back.
 * <p>
 * Everything here is pure and total. A decoder answers with a record for any input, valid
 * or not; malformed bytes are a {@link io.pirate.wire.Malformed}, never an exception.
 * Frames are never mutated once they are inside a {@link io.pirate.wire.Frames}, because
 * redelivery and the inproc transport share the arrays.
 */
@NullMarked
package io.pirate.wire;

import org.jspecify.annotations.NullMarked;
