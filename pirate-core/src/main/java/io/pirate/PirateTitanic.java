package io.pirate;

import java.util.List;

import io.pirate.machine.TitanicSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Requests that survive everything being off, RFC 9: serves {@code titanic.request},
 * {@code titanic.reply} and {@code titanic.close}. A request is on disk before it is
 * acknowledged, is executed when its service has a worker, and its reply is kept until it
 * is closed. Safe for use by many threads.
 */
public final class PirateTitanic implements AutoCloseable {

	private final TitanicOptions options;

	/**
	 * A Titanic that is not started.
	 * @param options how it serves
	 * @param storage where it keeps the requests
	 * @param place which queues it serves
	 * @param listener who watches it
	 */
	public PirateTitanic(TitanicOptions options, TitanicStorage storage, TitanicPlace place, PirateListener listener) {
		this.options = options;
	}

	/**
	 * Opens the store and registers in the background. Does nothing if it is running.
	 * @throws TitanicStoreException if the store cannot be opened: the reason tells what
	 * is wrong and what to do
	 */
	public void start() {
	}

	public boolean isRunning() {
		return false;
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
		throw new IllegalStateException("the Titanic is not running");
	}

	/**
	 * Why it does not do its work although it is running: the store failed.
	 * @return the reason, or {@code null} if all is well or it is not running
	 */
	public @Nullable String failure() {
		return null;
	}

	/**
	 * Requests given up, latest first.
	 * @param most how many at most
	 * @return the dead letters
	 * @throws IllegalStateException unless running, or if the store does not answer
	 * within a second
	 */
	public List<TitanicSnapshot.DeadLetter> deadLetters(int most) {
		throw new IllegalStateException("the Titanic is not running");
	}

	/**
	 * Lets a dead letter be tried again, with its deliveries counted anew.
	 * @param id its ticket
	 * @return false if there is no such dead letter
	 * @throws IllegalStateException unless running, or if the store does not answer
	 * within a second
	 */
	public boolean requeue(String id) {
		throw new IllegalStateException("the Titanic is not running");
	}

	/**
	 * Leaves: stores what it has accepted, lets workers finish up to the drain timeout,
	 * closes. Afterwards it may be started again.
	 */
	@Override
	public void close() {
	}

}
