package io.pirate.machine;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * All that waits for one service, oldest first whatever its turn, linked through the
 * requests themselves.
 */
final class Arrivals {

	private @Nullable Work oldest;

	private @Nullable Work youngest;

	@Nullable Work oldest() {
		return this.oldest;
	}

	/** One that has just come. */
	void add(Work work) {
		work.older = this.youngest;
		if (this.youngest != null) {
			this.youngest.younger = work;
		}
		else {
			this.oldest = work;
		}
		this.youngest = work;
	}

	/**
	 * One that was here before, and so came before all others but those that were, too.
	 * Among them it is not put in its place, which could be far: it is in front if it is
	 * the oldest, and second if not.
	 */
	void addAgain(Work work) {
		Work first = this.oldest;
		if (first == null) {
			add(work);
			return;
		}
		boolean behind = work.arrivedNanos - first.arrivedNanos > 0;
		Work older = behind ? first : null;
		Work younger = behind ? first.younger : first;
		work.older = older;
		work.younger = younger;
		if (older != null) {
			older.younger = work;
		}
		else {
			this.oldest = work;
		}
		if (younger != null) {
			younger.older = work;
		}
		else {
			this.youngest = work;
		}
	}

	void remove(Work work) {
		if (work.older != null) {
			work.older.younger = work.younger;
		}
		else {
			this.oldest = work.younger;
		}
		if (work.younger != null) {
			work.younger.older = work.older;
		}
		else {
			this.youngest = work.older;
		}
		work.older = null;
		work.younger = null;
	}

	/** Visits all; a visitor may remove the one it is shown. */
	void forEach(Consumer<Work> visitor) {
		Work work = this.oldest;
		while (work != null) {
			Work next = work.younger;
			visitor.accept(work);
			work = next;
		}
	}

}
