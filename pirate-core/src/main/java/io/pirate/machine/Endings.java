package io.pirate.machine;

/** The one place where calls end, each exactly once. */
final class Endings {

	private final CallTable calls;

	private final LaneStyle style;

	private final CallSender sender;

	Endings(CallTable calls, LaneStyle style, CallSender sender) {
		this.calls = calls;
		this.style = style;
		this.sender = sender;
	}

	void end(OpenCall call, Outcome outcome, long now) {
		if (this.calls.remove(call)) {
			this.style.ended(call, now);
			call.call.end(outcome);
		}
	}

	/** Ends a call that somebody may still be answering: no more parts, please. */
	void giveUp(OpenCall call, Outcome outcome, long now) {
		if (call.parts != null) {
			this.sender.stop(call);
		}
		end(call, outcome, now);
	}

}
