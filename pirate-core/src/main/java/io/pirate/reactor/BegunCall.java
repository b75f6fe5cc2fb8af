package io.pirate.reactor;

/**
 * A call that was begun and that nobody waits for. Safe for use by many threads; of no
 * effect once the call has ended.
 */
public final class BegunCall {

	private final ClientLink link;

	private final PendingCall call;

	BegunCall(ClientLink link, PendingCall call) {
		this.link = link;
		this.call = call;
	}

	/** Ends it here and now, whatever becomes of it elsewhere. */
	public void cancel() {
		this.link.cancel(this.call);
	}

	/**
	 * Takes it back from a queue of ours unless a worker has it. It then ends as rejected
	 * with the code {@code cancelled}; if a worker has it, or may have it, it goes on.
	 */
	public void recall() {
		this.link.recall(this.call);
	}

}
