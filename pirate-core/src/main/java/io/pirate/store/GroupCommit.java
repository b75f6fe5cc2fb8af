package io.pirate.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes whatever is to be written in one transaction, and answers when it is durable.
 * After a failure that leaves the disk in doubt nothing is written any more.
 */
final class GroupCommit {

	private static final Logger logger = LoggerFactory.getLogger(GroupCommit.class);

	/** So that nobody waits long for those behind. */
	private static final int LARGEST_GROUP = 1024;

	private static final int TRIES = 5;

	private static final long FIRST_PAUSE_NANOS = 50_000_000;

	private static final long LONGEST_PAUSE_NANOS = 2_000_000_000;

	private final TitanicStore store;

	private final LongSupplier clock;

	private final List<StoreTask> waiting = new ArrayList<>();

	/** What has happened and could not be written: in order, once the pause is over. */
	private final List<StoreTask> due = new ArrayList<>();

	private long pauseNanos = FIRST_PAUSE_NANOS;

	private long dueNanos;

	private StoreTransaction.Totals totals = StoreTransaction.Totals.NONE;

	private volatile @Nullable StoreException failure;

	GroupCommit(TitanicStore store, LongSupplier clock) {
		this.store = store;
		this.clock = clock;
	}

	void add(StoreTask task) {
		this.waiting.add(task);
	}

	StoreTransaction.Totals totals() {
		return this.totals;
	}

	void count(StoreTransaction.Totals counted) {
		this.totals = counted;
	}

	/** Why the last commit did not succeed; any thread. */
	@Nullable StoreException failure() {
		return this.failure;
	}

	boolean isFatal() {
		StoreException last = this.failure;
		return last != null && last.trouble() == StoreTrouble.FATAL;
	}

	boolean isIdle() {
		return this.waiting.isEmpty() && this.due.isEmpty();
	}

	boolean isReady(long now) {
		return !this.waiting.isEmpty() || (!this.due.isEmpty() && now - this.dueNanos >= 0);
	}

	/** When the earliest retry is; only while something is due. */
	long nextDeadline(long otherwise) {
		return this.due.isEmpty() || this.dueNanos - otherwise > 0 ? otherwise : this.dueNanos;
	}

	/** Writes one group. */
	void run(long now) {
		List<StoreTask> group = next(now);
		if (group.isEmpty()) {
			return;
		}
		StoreException broken = this.failure;
		if (broken != null && broken.trouble() == StoreTrouble.FATAL) {
			giveUp(group, broken, now);
			return;
		}
		StoreException problem = write(group);
		if (problem == null) {
			this.failure = null;
			this.pauseNanos = FIRST_PAUSE_NANOS;
			long after = this.clock.getAsLong();
			group.forEach((task) -> task.done(after));
		}
		else {
			onFailure(group, problem, now);
		}
	}

	private List<StoreTask> next(long now) {
		List<StoreTask> group = new ArrayList<>();
		if (!this.due.isEmpty() && now - this.dueNanos >= 0) {
			group.addAll(this.due);
			this.due.clear();
		}
		int most = Math.min(this.waiting.size(), LARGEST_GROUP);
		List<StoreTask> first = this.waiting.subList(0, most);
		group.addAll(first);
		first.clear();
		return group;
	}

	private @Nullable StoreException write(List<StoreTask> group) {
		StoreException problem = null;
		for (int i = 0; i < TRIES; i++) {
			problem = tryToWrite(group);
			if (problem == null || problem.trouble() != StoreTrouble.CONFLICT) {
				return problem;
			}
		}
		return problem;
	}

	private @Nullable StoreException tryToWrite(List<StoreTask> group) {
		StoreTransaction transaction = null;
		try {
			transaction = this.store.begin();
			for (StoreTask task : group) {
				task.write(transaction);
			}
			transaction.commit();
			this.totals = this.totals.plus(transaction.change());
			return null;
		}
		catch (StoreException ex) {
			if (transaction != null) {
				transaction.rollback();
			}
			return ex;
		}
		catch (RuntimeException ex) {
			if (transaction != null) {
				transaction.rollback();
			}
			logger.error("The Titanic's store failed in an unexpected way", ex);
			return new StoreException(StoreTrouble.REFUSED, "unexpected: " + ex, ex);
		}
	}

	private void onFailure(List<StoreTask> group, StoreException problem, long now) {
		if (this.failure == null) {
			logger.error("The Titanic's store failed ({})", problem.trouble(), problem);
		}
		this.failure = problem;
		if (problem.trouble() == StoreTrouble.FATAL) {
			giveUp(group, problem, now);
			return;
		}
		for (StoreTask task : group) {
			if (task.isDue()) {
				this.due.add(task);
			}
			else {
				task.failed(problem, now);
			}
		}
		this.dueNanos = now + this.pauseNanos;
		this.pauseNanos = Math.min(LONGEST_PAUSE_NANOS, 2 * this.pauseNanos);
	}

	/** What has happened will happen again after a restart: it was not closed. */
	private void giveUp(List<StoreTask> group, StoreException problem, long now) {
		group.forEach((task) -> task.failed(problem, now));
		this.due.clear();
	}

}
