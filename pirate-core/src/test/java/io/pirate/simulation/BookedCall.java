package io.pirate.simulation;

import org.jspecify.annotations.Nullable;

/** A call as this queue knows it. */
final class BookedCall {

	final CallRecord call;

	int asked;

	int askedAtLast;

	int delivered;

	int ended;

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
		if (!started) {
			this.call.returned++;
		}
	}

}
