package io.pirate.machine;

import io.pirate.wire.Reply;
import org.jspecify.annotations.Nullable;

/**
 * A reply that comes in parts: how far its sender is, and how far the one who takes it.
 */
final class PartialReply {

	/** Whether the caller takes every part; otherwise only the last one counts. */
	final boolean wanted;

	private boolean begun;

	private long received;

	private long granted = PartWindow.PARTS;

	private long taken;

	private long bytes;

	private @Nullable Reply latest;

	PartialReply(boolean wanted) {
		this.wanted = wanted;
	}

	/** Whether something came: from now on there is one sender and no other attempt. */
	boolean hasBegun() {
		return this.begun;
	}

	void begin() {
		this.begun = true;
	}

	/** Whether nothing is missing in front of that part; the unnumbered fit always. */
	boolean fits(int part) {
		return part < 0 || part == this.received;
	}

	/** How many came. */
	long received() {
		return this.received;
	}

	void add(Reply part) {
		this.received++;
		if (this.wanted) {
			this.bytes += part.body().byteCount();
		}
		else {
			this.latest = part;
		}
	}

	/** The last part so far of a caller who wants no other. */
	@Nullable Reply latest() {
		return this.latest;
	}

	/** Bytes that came and were not taken. */
	long bytes() {
		return this.bytes;
	}

	/** The caller has dealt with so many. */
	void take(int parts, long ofBytes) {
		this.taken += parts;
		this.bytes -= ofBytes;
	}

	/** Whether all that was asked for is there. */
	boolean isOutOfCredit() {
		return this.received >= this.granted;
	}

	/**
	 * Credit to be given now: none before half the window was taken, so that one message
	 * serves many parts.
	 */
	int topUp() {
		long wantedAhead = this.taken + PartWindow.PARTS - this.granted;
		if (wantedAhead < PartWindow.PARTS / 2) {
			return 0;
		}
		this.granted += wantedAhead;
		return (int) wantedAhead;
	}

}
