package io.pirate.machine;

import java.util.StringJoiner;

import io.pirate.wire.Frames;
import org.jspecify.annotations.Nullable;

/**
 * A list in JSON. To make a long one takes as long as hundreds of calls, and to ask for
 * it costs no more than one: so a long one is given again for a while, and all who ask,
 * however often, take a small part of the queue's time.
 */
final class MmiList {

	/** About twenty times what an entry takes. */
	private static final long NANOS_PER_ENTRY = 10_000;

	/** So short that it is made anew each time. */
	private static final int FEW = 16;

	private final Entries entries;

	private @Nullable Frames latest;

	private long staleNanos;

	MmiList(Entries entries) {
		this.entries = entries;
	}

	Frames at(long now) {
		Frames known = this.latest;
		if (known != null && now - this.staleNanos < 0) {
			return known;
		}
		StringJoiner json = new StringJoiner(",", "[", "]");
		int seen = this.entries.addTo(json, now);
		Frames made = Frames.ofText(json.toString());
		this.latest = (seen > FEW) ? made : null;
		this.staleNanos = now + seen * NANOS_PER_ENTRY;
		return made;
	}

	/** What is in a list. */
	@FunctionalInterface
	interface Entries {

		/**
		 * Adds each as an object.
		 * @param json the list
		 * @param now nanoTime
		 * @return how many were looked at
		 */
		int addTo(StringJoiner json, long now);

	}

}
