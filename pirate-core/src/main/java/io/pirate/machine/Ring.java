package io.pirate.machine;

import org.jspecify.annotations.Nullable;

/**
 * Whoever takes turns: each in its place, joined and left without a search.
 *
 * @param <T> who has a place
 */
final class Ring<T> {

	/**
	 * A place, in the ring or out of it.
	 *
	 * @param <T> who has it
	 */
	static final class Place<T> {

		private final T holder;

		private Place<T> next = this;

		private Place<T> previous = this;

		Place(T holder) {
			this.holder = holder;
		}

	}

	private @Nullable Place<T> turn;

	/** Whose turn it is, or {@code null} if nobody is here. */
	@Nullable T current() {
		return (this.turn != null) ? this.turn.holder : null;
	}

	/** Joins as the last one to be served. */
	void join(Place<T> place) {
		Place<T> after = this.turn;
		if (after == null) {
			this.turn = place;
			return;
		}
		place.previous = after.previous;
		place.next = after;
		after.previous.next = place;
		after.previous = place;
	}

	/** Ends that one's turn, if it was its turn. */
	void served(Place<T> place) {
		if (this.turn == place) {
			this.turn = place.next;
		}
	}

	void leave(Place<T> place) {
		if (this.turn == place) {
			this.turn = (place.next != place) ? place.next : null;
		}
		place.previous.next = place.next;
		place.next.previous = place.previous;
		place.next = place;
		place.previous = place;
	}

}
