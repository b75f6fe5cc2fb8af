package io.pirate.machine;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;

/**
 * A reply that was sent before.
 *
 * @param fingerprint of the service and body it answered
 * @param call the call frame it was sent with
 * @param body its body
 */
record RememberedReply(long fingerprint, CallFrame call, Frames body) {
}
