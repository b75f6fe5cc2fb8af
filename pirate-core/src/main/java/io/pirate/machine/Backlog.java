package io.pirate.machine;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.pirate.wire.Identity;
import org.jspecify.annotations.Nullable;

/**
 * The requests waiting for one service. Those that were handed out before come first, in
 * their order; the others round robin over the peers, and over the connections of each,
 * so that a flood of one delays the others by one request each. Those on their last
 * delivery stand aside, because they need a worker with empty hands.
 */
final class Backlog {

	/** By name; those with nothing waiting stay for the next time. */
	private final Map<String, PeerLines> peers = new HashMap<>();

	private final Ring<PeerLines> turns = new Ring<>();

	private final WorkList again = new WorkList();

	private final WorkList alone = new WorkList();

	private final Arrivals arrivals = new Arrivals();

	private final ForeignLines foreign;

	/** For that one no worker with empty hands was found. */
	private @Nullable Work inVain;

	/** Had most when it grew for the last time, which is enough to find a flood. */
	private @Nullable PeerLines longest;

	/** The same by bytes. */
	private @Nullable PeerLines heaviest;

	private int size;

	/**
	 * An empty one.
	 * @param foreign told where clients without call frames have something waiting
	 */
	Backlog(ForeignLines foreign) {
		this.foreign = foreign;
	}

	int size() {
		return this.size;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	void add(Work work) {
		PeerLines lines = this.peers.get(work.peer.name());
		if (lines == null) {
			lines = new PeerLines(this.foreign);
			this.peers.put(work.peer.name(), lines);
		}
		if (lines.isEmpty()) {
			this.turns.join(lines.place);
		}
		lines.add(work);
		this.arrivals.add(work);
		this.size++;
		this.longest = more(lines, this.longest, false);
		this.heaviest = more(lines, this.heaviest, true);
	}

	/** Puts a request that was handed out before in front of all others. */
	void addAgain(Work work) {
		this.again.addFirst(work);
		this.arrivals.addAgain(work);
		this.size++;
	}

	void addAlone(Work work) {
		this.alone.addLast(work);
		this.arrivals.add(work);
		this.size++;
	}

	void addAloneAgain(Work work) {
		this.alone.addFirst(work);
		this.arrivals.addAgain(work);
		this.size++;
	}

	/** The next one that may share a worker with others; it stays here. */
	@Nullable Work first() {
		Work first = this.again.first();
		PeerLines lines = this.turns.current();
		return (first != null || lines == null) ? first : lines.first();
	}

	/** The next one that needs a worker of its own; it stays here. */
	@Nullable Work firstAlone() {
		return this.alone.first();
	}

	/** Whether no worker with empty hands was found for it before. */
	boolean wasInVain(Work alone) {
		return alone == this.inVain;
	}

	void inVain(Work alone) {
		this.inVain = alone;
	}

	/** Removes a request that is handed out: its client's turn is over. */
	void take(Work work) {
		ClientLine line = work.line;
		if (line != null) {
			line.owner.served(line);
			this.turns.served(line.owner.place);
		}
		remove(work);
	}

	void remove(Work work) {
		if (work.list == null) {
			throw new IllegalStateException("not waiting");
		}
		work.list.remove(work);
		this.arrivals.remove(work);
		this.size--;
		if (work == this.inVain) {
			this.inVain = null;
		}
		ClientLine line = work.line;
		if (line == null) {
			return;
		}
		work.line = null;
		line.owner.removed(work, line);
		if (line.owner.isEmpty()) {
			this.turns.leave(line.owner.place);
		}
	}

	/**
	 * What has to go so that one more fits: the latest request of whoever has more
	 * waiting than the newcomer would have.
	 * @param peer who brings it
	 * @param client by which connection
	 * @param bytes how large it is
	 * @param inBytes whether bytes count, or requests
	 * @return a waiting request, or {@code null} if the newcomer has to go itself
	 */
	@Nullable Work surplus(Peer peer, Identity client, long bytes, boolean inBytes) {
		long more = inBytes ? bytes : 1;
		PeerLines own = this.peers.get(peer.name());
		PeerLines most = inBytes ? this.heaviest : this.longest;
		long owned = (own != null) ? own.measure(inBytes) : 0;
		if (most != null && most != own && owned + more < most.measure(inBytes)) {
			return most.surplus(inBytes);
		}
		return (own != null) ? own.surplusFor(client, more, inBytes) : null;
	}

	/** Who has waited longest, or {@code null} if nothing waits. */
	@Nullable Work oldest() {
		return this.arrivals.oldest();
	}

	/** Visits every waiting request; a visitor may remove the one it is shown. */
	void forEach(Consumer<Work> visitor) {
		this.arrivals.forEach(visitor);
	}

	private static PeerLines more(PeerLines lines, @Nullable PeerLines before, boolean inBytes) {
		return (before == null || lines.measure(inBytes) > before.measure(inBytes)) ? lines : before;
	}

}
