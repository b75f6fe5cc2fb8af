package io.pirate.machine;

import java.util.function.LongConsumer;

/**
 * An alarm that can be set, moved and cleared in a {@link Deadlines}. Belongs to one
 * {@code Deadlines} while it is set.
 */
final class Deadline {

	static final int UNSET = -1;

	final LongConsumer onDue;

	long nanos;

	int index = UNSET;

	/**
	 * An alarm that is not set.
	 * @param onDue what to do when it is due, given now; the deadline is cleared before
	 */
	Deadline(LongConsumer onDue) {
		this.onDue = onDue;
	}

	boolean isSet() {
		return this.index != UNSET;
	}

}
