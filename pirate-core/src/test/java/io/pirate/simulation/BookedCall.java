package io.pirate.simulation;

import io.pirate.wire.Identity;
import org.jspecify.annotations.Nullable;

/** A call as this queue knows it. */
final class BookedCall {

	final CallRecord call;

	int asked;

	/** The connection by which it was asked last. */
	@Nullable Identity asker;

	/** Whether parts of its reply are on their way to that connection. */
	boolean streaming;

	/** The connection by which it was asked again meanwhile. */
	@Nullable Identity repeater;

	/** Parts passed on to a caller who wants them, of one reply. */
	int passed;

	/** Parts that may be passed on in all. */
	int granted = Plan.WINDOW;

	int askedAtLast;

	int delivered;

	int ended;

	/** Deliveries that ended without an answer after they may have started. */
	int failures;

	long expiryNanos;

	boolean answered;

	long answeredNanos;

	boolean endedAlone;

	boolean judged;

	@Nullable BookedLease last;

	BookedCall(CallRecord call) {
		this.call = call;
	}

	void end(boolean started) {
		this.ended++;
		this.call.endedDeliveries++;
		if (started) {
			this.failures++;
		}
		else {
			this.call.returned++;
		}
	}

}
