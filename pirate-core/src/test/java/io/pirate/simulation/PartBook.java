package io.pirate.simulation;

import java.util.ArrayList;
import java.util.List;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Identity;
import io.pirate.wire.Property;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/** What one queue does with replies in parts, written down as {@link QueueBook} does. */
final class PartBook {

	private final String queue;

	private final Ledger ledger;

	/** Leases whose workers have to be told to stop before this event is over. */
	private final List<BookedLease> unwanted = new ArrayList<>();

	PartBook(String queue, Ledger ledger) {
		this.queue = queue;
		this.ledger = ledger;
	}

	/** A worker has sent a part, and more will follow. */
	void begins(BookedLease lease) {
		BookedCall delivery = lease.delivery;
		if (!lease.over && !delivery.call.exclusive) {
			delivery.streaming = true;
		}
	}

	/**
	 * A client grants credit, or wants no more. What was not asked for in parts and has
	 * not begun is only taken back from the queue: whoever has it goes on.
	 */
	void told(@Nullable BookedCall delivery, ServiceName service, CallFrame frame) {
		if (delivery == null || !delivery.call.service().equals(service)) {
			return;
		}
		delivery.granted += frame.number(Property.CREDIT, 0);
		if (frame.has(Property.CANCEL) && (delivery.streaming || delivery.call.wantsParts())) {
			abandon(delivery);
		}
	}

	/** The queue tells a worker something about a lease. */
	void tells(@Nullable BookedHolder holder, @Nullable BookedLease lease, CallFrame frame) {
		this.ledger.require(holder != null && holder.ours,
				() -> this.queue + " tells " + holder + " what only peers of ours understand");
		if (lease != null && frame.has(Property.CANCEL)) {
			lease.cancelled = true;
		}
	}

	/** A call is handed out: no parts of it may be under way. */
	void restarts(BookedCall delivery) {
		this.ledger.require(!delivery.streaming,
				() -> this.queue + " hands out " + delivery.call + " although parts have come");
		if (delivery.passed > 0) {
			delivery.passed = 0;
			delivery.granted = Plan.WINDOW;
		}
	}

	/** The queue passes a part on. */
	void passes(BookedCall delivery, CallFrame frame, boolean last) {
		boolean costs = frame.has(Property.PART) && !"end".equals(frame.text(Property.CODE));
		if (costs && delivery.call.wantsParts()) {
			delivery.passed++;
			this.ledger.require(delivery.passed <= delivery.granted, () -> this.queue + " passes on " + delivery.passed
					+ " parts with a credit of " + delivery.granted + " for " + delivery.call);
		}
		if (last) {
			delivery.streaming = false;
			delivery.repeater = null;
		}
	}

	/** The queue answers without further parts; what is still in hand is nobody's. */
	void ends(BookedCall delivery, CallFrame frame) {
		boolean cutShort = frame.status() == ReplyStatus.LOST || "too-slow".equals(frame.text(Property.CODE));
		if (cutShort) {
			abandon(delivery);
		}
	}

	/** A client's connection has ended. */
	void clientGone(BookedCall delivery, Identity client) {
		if (delivery.streaming && client.equals(delivery.asker)) {
			Identity repeater = delivery.repeater;
			abandon(delivery);
			delivery.asker = (repeater != null) ? repeater : client;
		}
	}

	private void abandon(BookedCall delivery) {
		delivery.streaming = false;
		delivery.repeater = null;
		BookedLease lease = delivery.last;
		BookedHolder holder = (lease != null) ? lease.holder : null;
		if (lease != null && holder != null && !lease.over) {
			lease.over = true;
			if (holder.ours) {
				this.unwanted.add(lease);
			}
		}
	}

	/** An event has been handled to its end. */
	void settle() {
		for (BookedLease lease : this.unwanted) {
			this.ledger.require(lease.cancelled || lease.holder == null,
					() -> this.queue + " lets " + lease.holder + " go on with " + lease.delivery.call);
		}
		this.unwanted.clear();
	}

}
