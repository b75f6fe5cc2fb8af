package io.pirate.machine;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.pirate.wire.Identity;
import org.jspecify.annotations.Nullable;

/**
 * The requests waiting for one service. Those that were handed out before come first, in
 * their order; the others round robin over the clients' connections, so that a flood of
 * one delays the others by one request each. Those on their last delivery stand aside,
 * because they need a worker with empty hands.
 */
final class Backlog {

	private final Map<Identity, ClientLine> lines = new HashMap<>();

	private final WorkList again = new WorkList();

	private final WorkList alone = new WorkList();

	/** Whose turn it is. */
	private @Nullable ClientLine turn;

	private int size;

	int size() {
		return this.size;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	void add(Work work) {
		ClientLine line = this.lines.get(work.client());
		if (line == null) {
			line = new ClientLine(work.client());
			this.lines.put(line.client, line);
			if (this.turn == null) {
				this.turn = line;
			}
			else {
				line.joinBefore(this.turn);
			}
		}
		work.line = line;
		line.works.addLast(work);
		this.size++;
	}

	/** Puts a request that was handed out before in front of all others. */
	void addAgain(Work work) {
		this.again.addFirst(work);
		this.size++;
	}

	void addAlone(Work work) {
		this.alone.addLast(work);
		this.size++;
	}

	void addAloneAgain(Work work) {
		this.alone.addFirst(work);
		this.size++;
	}

	/** The next one that may share a worker with others; it stays here. */
	@Nullable Work first() {
		Work first = this.again.first();
		return (first != null || this.turn == null) ? first : this.turn.works.first();
	}

	/** The next one that needs a worker of its own; it stays here. */
	@Nullable Work firstAlone() {
		return this.alone.first();
	}

	/** Removes a request that is handed out: its client's turn is over. */
	void take(Work work) {
		if (this.turn != null && this.turn == work.line) {
			this.turn = this.turn.next;
		}
		remove(work);
	}

	void remove(Work work) {
		if (work.list == null) {
			throw new IllegalStateException("not waiting");
		}
		work.list.remove(work);
		this.size--;
		ClientLine line = work.line;
		if (line == null) {
			return;
		}
		work.line = null;
		if (line.works.isEmpty()) {
			this.lines.remove(line.client);
			if (this.turn == line) {
				this.turn = (line.next != line) ? line.next : null;
			}
			line.leave();
		}
	}

	/** Visits every waiting request; a visitor may remove the one it is shown. */
	void forEach(Consumer<Work> visitor) {
		forEach(this.again, visitor);
		forEach(this.alone, visitor);
		for (ClientLine line : this.lines.values().toArray(ClientLine[]::new)) {
			forEach(line.works, visitor);
		}
	}

	/** Visits what that connection has waiting; a visitor may remove the one shown. */
	void forEachOf(Identity client, Consumer<Work> visitor) {
		ClientLine line = this.lines.get(client);
		if (line != null) {
			forEach(line.works, visitor);
		}
	}

	private static void forEach(WorkList works, Consumer<Work> visitor) {
		Work work = works.first();
		while (work != null) {
			Work next = work.next;
			visitor.accept(work);
			work = next;
		}
	}

}
