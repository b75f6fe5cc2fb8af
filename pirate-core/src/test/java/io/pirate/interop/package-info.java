/**
 * Foreign peers, unchanged: libzmq programs in Python (src/test/resources/peers) against
 * our queue, worker and client. Skipped, with the reason, where Python has no zmq.
 */
@NullMarked
package io.pirate.interop;

import org.jspecify.annotations.NullMarked;
