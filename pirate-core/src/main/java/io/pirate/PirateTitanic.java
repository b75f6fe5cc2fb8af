package io.pirate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.pirate.machine.TitanicSnapshot;
import io.pirate.store.StoreException;
import io.pirate.store.TitanicStore;
import org.jspecify.annotations.Nullable;

/**
 * Requests that survive everything being off, RFC 9: serves {@code titanic.request},
 * {@code titanic.reply} and {@code titanic.close}. A request is on disk before it is
 * acknowledged, is executed when its service has a worker, and its reply is kept until it
 * is closed. Safe for use by many threads.
 */
public final class PirateTitanic implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private final TitanicOptions options;

	private final Supplier<TitanicStore> stores;

	private final TitanicPlace place;

	private final PirateListener listener;

	private final AtomicReference<@Nullable RunningTitanic> running = new AtomicReference<>();

	/**
	 * A Titanic that is not started.
	 * @param options how it serves
	 * @param storage where it keeps the requests
	 * @param place which queues it serves
	 * @param listener who watches it
	 */
	public PirateTitanic(TitanicOptions options, TitanicStorage storage, TitanicPlace place, PirateListener listener) {
		this(options, () -> storage.store(options), place, listener);
	}

	/** With any store, for tests. */
	PirateTitanic(TitanicOptions options, Supplier<TitanicStore> stores, TitanicPlace place, PirateListener listener) {
		this.options = options;
		this.stores = stores;
		this.place = place;
		this.listener = listener;
	}

	/**
	 * Opens the store and registers in the background. Does nothing if it is running.
	 * @throws TitanicStoreException if the store cannot be opened: the reason tells what
	 * is wrong and what to do
	 */
	public void start() {
		if (this.running.get() != null) {
			return;
		}
		RunningTitanic next;
		try {
			next = new RunningTitanic(this.options, this.stores.get(), this.place, this.listener);
		}
		catch (StoreException ex) {
			throw new TitanicStoreException(String.valueOf(ex.getMessage()), ex);
		}
		if (this.running.compareAndSet(null, next)) {
			boolean open = false;
			try {
				next.open();
				open = true;
			}
			finally {
				if (!open) {
					this.running.compareAndSet(next, null);
				}
			}
		}
	}

	public boolean isRunning() {
		return this.running.get() != null;
	}

	public TitanicOptions options() {
		return this.options;
	}

	/**
	 * The state now. Asks the store, so it is not for every second.
	 * @return the snapshot
	 * @throws IllegalStateException unless running, or if the store does not answer
	 * within a second
	 */
	public TitanicSnapshot snapshot() {
		return current().snapshot(TIMEOUT);
	}

	/**
	 * Why it does not do its work although it is running: the store failed.
	 * @return the reason, or {@code null} if all is well or it is not running
	 */
	public @Nullable String failure() {
		RunningTitanic current = this.running.get();
		return (current != null) ? current.failure() : null;
	}

	/**
	 * Requests given up, latest first.
	 * @param most how many at most
	 * @return the dead letters
	 * @throws IllegalStateException unless running, or if the store does not answer
	 * within a second
	 */
	public List<TitanicSnapshot.DeadLetter> deadLetters(int most) {
		return current().deadLetters(most, TIMEOUT);
	}

	/**
	 * Lets a dead letter be tried again, with its deliveries counted anew.
	 * @param id its ticket
	 * @return false if there is no such dead letter
	 * @throws IllegalStateException unless running, or if the store does not answer
	 * within a second
	 */
	public boolean requeue(String id) {
		return current().requeue(id, TIMEOUT);
	}

	/**
	 * Leaves: stores what it has accepted, lets workers finish up to the drain timeout,
	 * closes. Afterwards it may be started again.
	 */
	@Override
	public void close() {
		RunningTitanic current = this.running.getAndSet(null);
		if (current != null) {
			current.close();
		}
	}

	private RunningTitanic current() {
		RunningTitanic current = this.running.get();
		if (current == null) {
			throw new IllegalStateException("the Titanic is not running");
		}
		return current;
	}

}
