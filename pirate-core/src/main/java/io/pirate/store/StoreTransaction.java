package io.pirate.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.pirate.machine.TitanicMachine;
import io.pirate.machine.TitanicRequest;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Writes that become durable together or not at all. Every method may throw a
 * {@link StoreException}; then nothing but {@link #rollback} is of use.
 */
public interface StoreTransaction {

	/**
	 * A request to be kept.
	 *
	 * @param id its ticket, if it is not there already
	 * @param request what it is about
	 * @param sealed the same as it is kept
	 * @param key the client's own name for it, or {@code null}
	 * @param take whether this instance takes it to execute it
	 */
	record NewRequest(String id, Request request, SealedRequest sealed, @Nullable String key, boolean take) {
	}

	/**
	 * A request that is there now.
	 *
	 * @param id its ticket
	 * @param fresh false if the same key had been stored before
	 * @param bytes its size at rest
	 */
	record Kept(String id, boolean fresh, long bytes) {
	}

	/**
	 * Requests taken out to be executed.
	 *
	 * @param requests oldest first
	 * @param more whether there may be more
	 */
	record Claimed(List<TitanicRequest> requests, boolean more) {
	}

	/**
	 * What was too old.
	 *
	 * @param requests that failed because nobody executed them
	 * @param replies that were deleted
	 */
	record Swept(int requests, int replies) {
	}

	/**
	 * How much is stored.
	 *
	 * @param requests how many, whatever their state
	 * @param bytes their sizes
	 */
	record Totals(long requests, long bytes) {

		static final Totals NONE = new Totals(0, 0);

		Totals plus(Totals other) {
			return new Totals(this.requests + other.requests, this.bytes + other.bytes);
		}

	}

	/**
	 * Stores a request, unless there is one with the same key.
	 * @return tells after the commit what is there
	 */
	Supplier<Kept> insert(NewRequest request);

	/** The ticket of what is stored under a key. */
	Optional<String> find(ServiceName service, String key);

	/** Takes the oldest requests of a service that no living instance has. */
	Claimed claim(ServiceName service, int most);

	/** Gives them back. */
	void release(List<TitanicRequest> requests);

	/** Deletes it if its client has closed it, and else gives it back. */
	void discard(TitanicRequest request);

	/** Stores how it ended, unless it has ended already or was closed. */
	void finish(TitanicRequest request, Reply reply);

	/** Stores how often it was given out in vain. */
	boolean count(TitanicRequest request, int deliveries);

	/** Makes it a dead letter, unless it has ended already or was closed. */
	void bury(TitanicRequest request, int deliveries);

	/** Deletes it, now or as soon as no worker has it. */
	void close(String id, TitanicMachine.Closing how);

	/** Lets a dead letter be tried again; its service, or nothing if it is none. */
	Optional<ServiceName> requeue(String id);

	/** Services with requests that are not executed. */
	List<ServiceName> waiting();

	/**
	 * Prolongs the lease of this instance; false if it had run out: it has joined anew.
	 */
	boolean renew();

	/** What this instance has taken and a client has closed at another one. */
	List<String> closedElsewhere();

	/** Ends what is too old, some at a time. */
	Swept sweep(Duration requestMaxAge, Duration replyMaxAge, int most);

	/** Counts everything: slow. */
	Totals totals();

	/** What this transaction has added to the totals, or taken from them. */
	Totals change();

	/** Makes it durable: when it returns, no power cut undoes it. */
	void commit();

	/** Undoes everything. Never throws. */
	void rollback();

}
