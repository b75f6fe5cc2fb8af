package io.pirate.machine;

import java.time.Duration;

import io.pirate.wire.CallFrame;

/**
 * What a queue lets its peers claim, and leave lying.
 *
 * @param heartbeatInterval longest interval of a worker; one that states more is waited
 * for as if it had stated this, or the queue's own interval if that is longer
 * @param waitingReplyBytes bytes of one reply in parts that may wait for its client
 * @param callFrameBytes longest call frame of a request, headers included; at most
 * {@link CallFrame#LONGEST}, as the wire format has it
 */
public record PeerLimits(Duration heartbeatInterval, long waitingReplyBytes, int callFrameBytes) {

	/** What a call of ours needs for itself. */
	public static final int LEAST_CALL_FRAME = 256;

	/** A minute, 16 MiB and as long as call frames can be. */
	public static final PeerLimits DEFAULT = new PeerLimits(Duration.ofMinutes(1), 16L * 1024 * 1024,
			CallFrame.LONGEST);

	public PeerLimits {
		if (heartbeatInterval.toMillis() < 1) {
			throw new IllegalArgumentException("max-heartbeat-interval must be at least 1 ms: " + heartbeatInterval);
		}
		if (waitingReplyBytes < 1) {
			throw new IllegalArgumentException("max-waiting-reply-bytes must be at least 1: " + waitingReplyBytes);
		}
		if (callFrameBytes < LEAST_CALL_FRAME || callFrameBytes > CallFrame.LONGEST) {
			throw new IllegalArgumentException(
					"max-call-frame must be " + LEAST_CALL_FRAME + " to " + CallFrame.LONGEST + ": " + callFrameBytes);
		}
	}

}
