package io.pirate.store;

import java.time.Duration;

import io.pirate.machine.TitanicEvents;
import io.pirate.machine.TitanicMachine;
import io.pirate.machine.TitanicSettings;
import io.pirate.wire.ServiceName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be done now and then: keep the lease, look for what other instances have
 * left, remove what is old, give space back; and how much may be stored.
 */
final class Upkeep {

	private static final Logger logger = LoggerFactory.getLogger(TitanicEngine.class);

	private static final long SECOND_NANOS = 1_000_000_000;

	private static final long LONGEST_SWEEP_NANOS = 30 * SECOND_NANOS;

	private static final long SHORTEST_SWEEP_NANOS = SECOND_NANOS / 10;

	/** So that a sweep does not hold up the clients. */
	private static final int SWEPT_AT_ONCE = 500;

	/** A lease is renewed that often while it lasts. */
	private static final int RENEWALS = 3;

	private final TitanicSettings settings;

	private final long leaseNanos;

	private final TitanicStore store;

	private final GroupCommit commits;

	private final TitanicMachine machine;

	private final TitanicEvents events;

	private final long sweepInterval;

	private long renewNanos;

	private long leaseEndNanos;

	private long lookNanos;

	private long sweepNanos;

	private boolean leaseLost;

	private long addedRequests;

	private long addedBytes;

	Upkeep(TitanicSettings settings, Duration lease, TitanicStore store, GroupCommit commits, TitanicMachine machine,
			TitanicEvents events) {
		this.settings = settings;
		this.leaseNanos = lease.toNanos();
		this.store = store;
		this.commits = commits;
		this.machine = machine;
		this.events = events;
		Duration age = (settings.requestMaxAge().compareTo(settings.replyMaxAge()) < 0) ? settings.requestMaxAge()
				: settings.replyMaxAge();
		long quarter = (age.compareTo(Duration.ofDays(1)) < 0) ? age.toNanos() / 4 : LONGEST_SWEEP_NANOS;
		this.sweepInterval = Math.max(SHORTEST_SWEEP_NANOS, Math.min(LONGEST_SWEEP_NANOS, quarter));
	}

	/** The store has just been opened. */
	void begin(long now) {
		this.renewNanos = now + this.leaseNanos / RENEWALS;
		this.leaseEndNanos = now + this.leaseNanos;
		this.lookNanos = now + SECOND_NANOS;
		this.sweepNanos = now + this.sweepInterval;
		this.commits.add(WriteTask.due(StoreTransaction::totals, (totals, done) -> this.commits.count(totals)));
		look();
		this.commits.run(now);
		StoreException failure = this.commits.failure();
		if (failure != null) {
			throw failure;
		}
	}

	boolean hasRoom(long bytes) {
		StoreTransaction.Totals totals = this.commits.totals();
		return totals.requests() + this.addedRequests < this.settings.maxRequests()
				&& totals.bytes() + this.addedBytes + bytes <= this.settings.maxBytes();
	}

	/** A request is about to be stored. */
	void adding(long bytes) {
		this.addedRequests++;
		this.addedBytes += bytes;
	}

	void tick(long now) {
		this.addedRequests = 0;
		this.addedBytes = 0;
		if (now - this.renewNanos >= 0 && mustRenew()) {
			renew(now);
		}
		if (this.store.isShared() && !this.leaseLost && now - this.leaseEndNanos >= 0) {
			this.leaseLost = true;
			this.machine.suspend();
			this.machine.abandon(now);
		}
		if (this.store.isShared() && now - this.lookNanos >= 0) {
			this.lookNanos = now + SECOND_NANOS;
			look();
		}
		if (now - this.sweepNanos >= 0 && this.commits.failure() == null) {
			this.sweepNanos = now + this.sweepInterval;
			compact();
			sweep();
		}
	}

	/** When {@link #tick} has something to do: never what it would not do then. */
	long nextDeadline(long now) {
		boolean failing = this.commits.failure() != null;
		long next = failing ? now + LONGEST_SWEEP_NANOS : this.sweepNanos;
		if (mustRenew()) {
			next = earlier(next, this.renewNanos);
		}
		if (this.store.isShared()) {
			next = earlier(next, this.lookNanos);
			next = this.leaseLost ? next : earlier(next, this.leaseEndNanos);
		}
		return next;
	}

	private static long earlier(long one, long other) {
		return (one - other < 0) ? one : other;
	}

	/** Where nobody else is, only to see whether writing works again. */
	private boolean mustRenew() {
		return !this.commits.isFatal() && (this.store.isShared() || this.commits.failure() != null);
	}

	private void renew(long now) {
		this.renewNanos = now + Math.min(SECOND_NANOS, this.leaseNanos / RENEWALS);
		this.commits.add(WriteTask.of((transaction) -> {
			boolean kept = transaction.renew();
			transaction.closedElsewhere().forEach(this::withdraw);
			return kept;
		}, (kept, done) -> onRenewed(kept, now + this.leaseNanos, done), (failure, failed) -> {
		}));
	}

	/** A client has closed it at another instance. */
	private void withdraw(String id) {
		TitanicMachine.Closing how = this.machine.onClose(id);
		if (how != TitanicMachine.Closing.IN_HAND) {
			this.commits.add(WriteTask.due((transaction) -> {
				transaction.close(id, TitanicMachine.Closing.WITHDRAWN);
				return id;
			}, (closed, done) -> {
			}));
		}
	}

	private void onRenewed(boolean kept, long end, long now) {
		this.leaseEndNanos = end;
		if (!kept) {
			logger.warn("A Titanic's lease had run out: others may have taken over what it had in hand");
			this.machine.abandon(now);
		}
		if (this.leaseLost) {
			this.leaseLost = false;
			this.machine.resume(now);
		}
	}

	private void look() {
		this.commits.add(WriteTask.of(StoreTransaction::waiting, (services, done) -> {
			for (ServiceName service : services) {
				this.machine.onBacklog(service, done);
			}
		}, (failure, failed) -> {
		}));
	}

	private void sweep() {
		this.commits.add(WriteTask.of((transaction) -> transaction.sweep(this.settings.requestMaxAge(),
				this.settings.replyMaxAge(), SWEPT_AT_ONCE), this::onSwept, (failure, failed) -> {
				}));
	}

	private void onSwept(StoreTransaction.Swept swept, long now) {
		if (swept.requests() + swept.replies() > 0) {
			this.events.titanicExpired(swept.requests(), swept.replies());
		}
		if (swept.requests() >= SWEPT_AT_ONCE || swept.replies() >= SWEPT_AT_ONCE) {
			this.sweepNanos = now;
		}
	}

	private void compact() {
		try {
			this.store.compact();
		}
		catch (StoreException ex) {
			logger.warn("A Titanic's store cannot give space back: {}", ex.getMessage());
		}
	}

}
