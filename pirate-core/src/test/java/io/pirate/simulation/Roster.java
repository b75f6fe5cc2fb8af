package io.pirate.simulation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

import io.pirate.machine.QueueSettings;
import io.pirate.wire.CallFrame;
import io.pirate.wire.Identity;
import io.pirate.wire.Malformed;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import org.jspecify.annotations.Nullable;

/** Who is registered with one queue, written down as {@link QueueBook} does. */
final class Roster {

	private final Process owner;

	private final Ledger ledger;

	private final QueueSettings settings;

	/** Whether the queue itself still counts a connection as a registered worker. */
	private final Predicate<Identity> registered;

	private final Map<Identity, BookedHolder> holders = new LinkedHashMap<>();

	Roster(Process owner, Ledger ledger, QueueSettings settings, Predicate<Identity> registered) {
		this.owner = owner;
		this.ledger = ledger;
		this.settings = settings;
		this.registered = registered;
	}

	@Nullable BookedHolder find(Identity worker) {
		return this.holders.get(worker);
	}

	boolean isRegistered(Identity worker) {
		return this.registered.test(worker);
	}

	/**
	 * A worker's command is about to be handled.
	 * @return who said it, unless that was a READY
	 */
	@Nullable BookedHolder hears(Identity worker, WorkerCommand command, long now) {
		forgetBuried(now);
		BookedHolder holder = this.holders.get(worker);
		if (holder != null && isRefused(holder, command)) {
			remove(worker);
			holder = null;
		}
		if (holder != null && !(command instanceof Malformed)) {
			holder.heard(now, this.owner);
		}
		if (command instanceof WorkerCommand.Ready ready) {
			onReady(worker, holder, ready, now);
			return null;
		}
		return holder;
	}

	/** A Majordomo worker has to keep the rules, or to begin anew. */
	private static boolean isRefused(BookedHolder holder, WorkerCommand command) {
		if (command instanceof WorkerCommand.Disconnect || command instanceof WorkerCommand.Misdirected
				|| (command instanceof WorkerCommand.Ready ready && ready.dialect().isMajordomo())) {
			return true;
		}
		boolean strange = command instanceof Malformed
				|| (!(command instanceof WorkerCommand.Compact) && command.dialect() != holder.dialect);
		return holder.dialect.isMajordomo() && strange;
	}

	private void onReady(Identity worker, @Nullable BookedHolder holder, WorkerCommand.Ready ready, long now) {
		if (holder == null) {
			if (!ready.dialect().isMajordomo() || !this.registered.test(worker)) {
				register(worker, ready, now);
			}
		}
		else if (holder.dialect != ready.dialect() || ready.dialect() == WorkerDialect.SIMPLE) {
			holder.endAll();
			register(worker, ready, now);
		}
	}

	private void register(Identity worker, WorkerCommand.Ready ready, long now) {
		BookedHolder holder = new BookedHolder(worker, ready.dialect(), ready.service(), this.settings);
		holder.heard(now, this.owner);
		this.holders.put(worker, holder);
	}

	/** A connection has ended and the queue is about to hear of it. */
	void remove(Identity peer) {
		BookedHolder holder = this.holders.remove(peer);
		if (holder != null) {
			holder.endAll();
		}
	}

	/** Nothing is in hand or unanswered any more. */
	int inHand(long now) {
		forgetBuried(now);
		int sum = 0;
		for (BookedHolder holder : this.holders.values()) {
			sum += holder.hands.size();
		}
		return sum;
	}

	/**
	 * What ends without a word here, ends for silence, and for nothing less than that.
	 */
	void forgetBuried(long now) {
		this.holders.values().removeIf((holder) -> {
			boolean buried = !this.registered.test(holder.identity);
			if (buried) {
				this.ledger.require(!holder.accepted || holder.isSilent(now, this.owner),
						() -> this.owner.name + " buried " + holder + ", who was not silent for long enough");
				holder.endAll();
			}
			holder.accepted = true;
			return buried;
		});
	}

	/** A request is handed to a worker that is alive and has a hand free. */
	void takes(BookedHolder holder, BookedLease lease, long now) {
		holder.take(lease);
		CallRecord call = lease.delivery.call;
		this.ledger.require(!holder.isSilentTooLong(now, this.owner),
				() -> this.owner.name + " gives " + call + " to " + holder + ", silent for too long");
		this.ledger.require(holder.hands.size() <= holder.capacity,
				() -> this.owner.name + " gives " + holder + " more than its capacity of " + holder.capacity);
	}

	void undelivered(Identity worker, CallFrame frame) {
		BookedHolder holder = this.holders.get(worker);
		BookedLease lease = (holder != null) ? holder.hands.get(frame.number()) : null;
		if (holder != null && lease != null && !frame.isControl()) {
			holder.hands.remove(lease.number);
			lease.holder = null;
			lease.delivery.end(false);
		}
	}

}
