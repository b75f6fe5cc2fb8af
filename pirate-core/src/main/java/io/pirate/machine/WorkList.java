package io.pirate.machine;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A doubly linked list through the requests themselves: no allocation, removal in O(1).
 */
final class WorkList {

	private @Nullable Work first;

	private @Nullable Work last;

	private int size;

	int size() {
		return this.size;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	@Nullable Work first() {
		return this.first;
	}

	@Nullable Work last() {
		return this.last;
	}

	void addLast(Work work) {
		insert(work, this.last, null);
	}

	void addFirst(Work work) {
		insert(work, null, this.first);
	}

	void remove(Work work) {
		if (work.list != this) {
			throw new IllegalStateException("not in this list");
		}
		if (work.previous != null) {
			work.previous.next = work.next;
		}
		else {
			this.first = work.next;
		}
		if (work.next != null) {
			work.next.previous = work.previous;
		}
		else {
			this.last = work.previous;
		}
		work.list = null;
		work.next = null;
		work.previous = null;
		this.size--;
	}

	/** Visits all; a visitor may remove the one it is shown. */
	void forEach(Consumer<Work> visitor) {
		Work work = this.first;
		while (work != null) {
			Work after = work.next;
			visitor.accept(work);
			work = after;
		}
	}

	private void insert(Work work, @Nullable Work before, @Nullable Work after) {
		if (work.list != null) {
			throw new IllegalStateException("already in a list");
		}
		work.list = this;
		work.previous = before;
		work.next = after;
		if (before != null) {
			before.next = work;
		}
		else {
			this.first = work;
		}
		if (after != null) {
			after.previous = work;
		}
		else {
			this.last = work;
		}
		this.size++;
	}

}
