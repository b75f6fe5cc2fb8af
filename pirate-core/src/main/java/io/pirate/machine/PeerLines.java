package io.pirate.machine;

import java.util.HashMap;
import java.util.Map;

import io.pirate.wire.Identity;
import org.jspecify.annotations.Nullable;

/**
 * What one peer has waiting for one service, round robin over its connections. Nobody has
 * to prove who they are where security is off: then all are one peer.
 */
final class PeerLines {

	final Ring.Place<PeerLines> place = new Ring.Place<>(this);

	private final Map<Identity, ClientLine> lines = new HashMap<>();

	private final Ring<ClientLine> turns = new Ring<>();

	private final ForeignLines foreign;

	private int size;

	private long bytes;

	/**
	 * Was the longest when it grew for the last time, which is enough to find a flood.
	 */
	private @Nullable ClientLine longest;

	/** The same by bytes. */
	private @Nullable ClientLine heaviest;

	PeerLines(ForeignLines foreign) {
		this.foreign = foreign;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	/** How much that is: bytes or requests. */
	long measure(boolean inBytes) {
		return inBytes ? this.bytes : this.size;
	}

	void add(Work work) {
		ClientLine line = this.lines.get(work.client());
		if (line == null) {
			line = new ClientLine(work.client(), this);
			this.lines.put(line.client, line);
			this.turns.join(line.place);
		}
		if (work.call == null) {
			this.foreign.add(line);
		}
		work.line = line;
		line.works.addLast(work);
		line.bytes += work.bytes;
		this.size++;
		this.bytes += work.bytes;
		this.longest = more(line, this.longest, false);
		this.heaviest = more(line, this.heaviest, true);
	}

	@Nullable Work first() {
		ClientLine line = this.turns.current();
		return (line != null) ? line.works.first() : null;
	}

	/** Something of that line is handed out: its turn is over. */
	void served(ClientLine line) {
		this.turns.served(line.place);
	}

	/** A request of that line waits here no more. */
	void removed(Work work, ClientLine line) {
		this.size--;
		this.bytes -= work.bytes;
		line.bytes -= work.bytes;
		if (line.works.isEmpty()) {
			this.lines.remove(line.client);
			this.foreign.remove(line);
			this.turns.leave(line.place);
		}
	}

	/** The latest request of the connection that has most waiting. */
	@Nullable Work surplus(boolean inBytes) {
		ClientLine line = inBytes ? this.heaviest : this.longest;
		if (line == null || line.works.isEmpty()) {
			line = this.turns.current();
		}
		return (line != null) ? line.works.last() : null;
	}

	/**
	 * The latest request of a connection that has more waiting than that one would have.
	 * @param client the connection
	 * @param more what it would add
	 */
	@Nullable Work surplusFor(Identity client, long more, boolean inBytes) {
		ClientLine own = this.lines.get(client);
		Work work = surplus(inBytes);
		ClientLine line = (work != null) ? work.line : null;
		long owned = (own != null) ? own.measure(inBytes) : 0;
		return (line != null && line != own && owned + more < line.measure(inBytes)) ? work : null;
	}

	private static ClientLine more(ClientLine line, @Nullable ClientLine before, boolean inBytes) {
		return (before == null || line.measure(inBytes) > before.measure(inBytes)) ? line : before;
	}

}
