package io.pirate.wire;

import java.nio.ByteBuffer;

/**
 * Turns the properties of a client's request into those of a lease: without what concerns
 * only client and queue, with what is left of the budget, and with the queue's flag if
 * there is room.
 */
final class LeaseCut {

	/** What can be cut out without a look at the rest, if its place is known. */
	private static final int EASY = KnownProperties.SERVICE | KnownProperties.DONE;

	private static final int BUDGET_BYTES = Properties.LENGTHS + Property.BUDGET.length() + Integer.BYTES;

	private static final byte[] QUEUE_FLAG = Properties.QUEUE_FLAG;

	private final Properties request;

	private final byte[] source;

	/** No budget if it is negative. */
	private final int budgetMillis;

	LeaseCut(Properties request, int budgetMillis) {
		this.request = request;
		this.source = request.source;
		this.budgetMillis = budgetMillis;
	}

	/**
	 * The lease's properties.
	 * @param room bytes to leave free behind them, as a frame's head in front, if that is
	 * easy
	 */
	Properties with(int room) {
		int cut = this.request.known & KnownProperties.NOT_ON_LEASES & ~KnownProperties.BUDGET;
		boolean easy = (cut & ~EASY) == 0 && isPlaced(cut & KnownProperties.SERVICE)
				&& isPlaced(cut & KnownProperties.DONE);
		int budget = this.request.has(KnownProperties.BUDGET) ? budgetValueAt() : Places.UNKNOWN;
		return (easy && budget >= 0 == this.budgetMillis >= 0) ? inTwoCuts(budget, room) : picked();
	}

	/** What nearly every request needs: at most two cuts, and the budget in its place. */
	private Properties inTwoCuts(int budget, int room) {
		int start = this.request.start;
		int end = this.request.end;
		int service = placeOf(KnownProperties.SERVICE);
		int done = placeOf(KnownProperties.DONE);
		int first = Math.min(service, done);
		int second = Math.max(service, done);
		int firstEnd = (first < end) ? this.request.next(first) : end;
		int secondEnd = (second < end) ? this.request.next(second) : end;
		int kept = end - start - (firstEnd - first) - (secondEnd - second);
		boolean flagged = CallHead.LENGTH + kept + QUEUE_FLAG.length <= CallFrame.LONGEST;
		int leaseEnd = CallHead.LENGTH + kept + (flagged ? QUEUE_FLAG.length : 0);
		byte[] lease = new byte[leaseEnd + room];
		int used = copy(start, first, lease, CallHead.LENGTH);
		used = copy(firstEnd, second, lease, used);
		used = copy(secondEnd, end, lease, used);
		if (flagged) {
			System.arraycopy(QUEUE_FLAG, 0, lease, used, QUEUE_FLAG.length);
		}
		if (budget >= 0) {
			int before = ((first < budget) ? firstEnd - first : 0) + ((second < budget) ? secondEnd - second : 0);
			ByteBuffer.wrap(lease).putInt(CallHead.LENGTH + budget - start - before, this.budgetMillis);
		}
		int known = (this.request.known & ~EASY) | (flagged ? KnownProperties.QUEUE : 0);
		return new Properties(lease, CallHead.LENGTH, leaseEnd, known, Places.NONE, true);
	}

	private int copy(int from, int to, byte[] target, int at) {
		int length = Math.max(0, to - from);
		System.arraycopy(this.source, from, target, at, length);
		return at + length;
	}

	/** Where a property stands; the end if it is not there. */
	private int placeOf(int bit) {
		return this.request.has(bit) ? this.request.start + Places.of(this.request.places, bit) : this.request.end;
	}

	private boolean isPlaced(int bit) {
		return bit == KnownProperties.NONE || Places.of(this.request.places, bit) >= 0;
	}

	/**
	 * Where the 4 bytes of the budget stand, or {@link Places#UNKNOWN} if it has not 4.
	 */
	private int budgetValueAt() {
		int at = this.request.find(Property.BUDGET);
		int value = this.request.valueAt(at);
		return (this.request.next(at) - value == Integer.BYTES) ? value : Places.UNKNOWN;
	}

	/** Property by property. */
	private Properties picked() {
		byte[] lease = new byte[this.request.encodedLength() + BUDGET_BYTES + QUEUE_FLAG.length];
		int used = copyKept(lease);
		int known = this.request.known & ~KnownProperties.NOT_ON_LEASES;
		if (this.budgetMillis >= 0) {
			used = putBudget(lease, used);
			known |= KnownProperties.BUDGET;
		}
		if (CallHead.LENGTH + used + QUEUE_FLAG.length <= CallFrame.LONGEST) {
			System.arraycopy(QUEUE_FLAG, 0, lease, used, QUEUE_FLAG.length);
			used += QUEUE_FLAG.length;
			known |= KnownProperties.QUEUE;
		}
		return new Properties(lease, 0, used, known, Places.NONE);
	}

	private int copyKept(byte[] lease) {
		int used = 0;
		for (int at = this.request.start; at < this.request.end;) {
			int next = this.request.next(at);
			int bit = KnownProperties.bitAt(this.source, at + 1, this.source[at] & 0xff);
			if ((bit & KnownProperties.NOT_ON_LEASES) == 0) {
				used = copy(at, next, lease, used);
			}
			at = next;
		}
		return used;
	}

	private int putBudget(byte[] lease, int at) {
		ByteBuffer out = ByteBuffer.wrap(lease);
		out.position(at);
		PropertyWriter.putHead(out, Property.BUDGET, Integer.BYTES);
		return out.putInt(this.budgetMillis).position();
	}

}
