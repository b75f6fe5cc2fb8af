package io.pirate.reactor;

import io.pirate.machine.Call;
import io.pirate.machine.LazyPirateMachine;
import io.pirate.machine.Outcome;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;

/**
 * A call whose reply is taken part by part. Begun once; the other methods are for any
 * thread, {@link #took} for one at a time.
 */
public final class StreamedCall implements Call {

	/** Large parts are reported sooner than small ones. */
	private static final long BYTES_TO_REPORT = 1024L * 1024;

	private final ClientLink link;

	private final Request request;

	private final RetryPolicy policy;

	private final PartSink sink;

	/** Known to the machine's thread only. */
	private long number = LazyPirateMachine.ENDED;

	private volatile boolean over;

	private int taken;

	private long takenBytes;

	StreamedCall(ClientLink link, Request request, RetryPolicy policy, PartSink sink) {
		this.link = link;
		this.request = request;
		this.policy = policy;
		this.sink = sink;
	}

	/** Sends it; parts may come before this returns. */
	public void begin() {
		this.link.begin(this);
	}

	/**
	 * The taker is done with a part: others may come for it.
	 * @param part one that the sink got
	 */
	public void took(Reply part) {
		this.taken++;
		this.takenBytes += part.body().byteCount();
		if (this.taken >= PARTS_TO_REPORT || this.takenBytes >= BYTES_TO_REPORT) {
			int parts = this.taken;
			long bytes = this.takenBytes;
			this.taken = 0;
			this.takenBytes = 0;
			if (!this.over) {
				this.link.onShared((node) -> node.taken(this, parts, bytes));
			}
		}
	}

	/** No more parts are wanted. Does nothing once it has ended. */
	public void cancel() {
		if (!this.over) {
			this.link.onShared((node) -> node.cancel(this));
		}
	}

	@Override
	public Request request() {
		return this.request;
	}

	@Override
	public RetryPolicy policy() {
		return this.policy;
	}

	@Override
	public boolean wantsParts() {
		return true;
	}

	@Override
	public void onPart(Reply part) {
		this.sink.part(part);
	}

	@Override
	public void end(Outcome outcome) {
		this.over = true;
		this.link.streamEnded();
		this.sink.ended(outcome);
	}

	void begun(long newNumber) {
		this.number = newNumber;
	}

	long number() {
		return this.number;
	}

}
