package io.pirate.spring;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.pirate.PirateListener;
import io.pirate.PirateTitanic;
import io.pirate.TitanicOptions;
import io.pirate.TitanicPlace;
import io.pirate.TitanicStorage;
import io.pirate.machine.TitanicSnapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the Titanic of this application after the embedded queue, if there is one, and
 * closes it before that. Safe for use by many threads.
 */
public final class PirateTitanicLifecycle implements SmartLifecycle, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(PirateTitanicLifecycle.class);

	private final TitanicOptions options;

	private final TitanicStorage storage;

	private final Supplier<TitanicPlace> place;

	private final PirateListener listener;

	private final KeepAlive keepAlive = new KeepAlive();

	private final AtomicReference<@Nullable PirateTitanic> titanic = new AtomicReference<>();

	/**
	 * A lifecycle that is not started.
	 * @param options how to serve
	 * @param storage where requests are kept
	 * @param place which queues to serve, asked for at each start
	 * @param listener who watches
	 */
	public PirateTitanicLifecycle(TitanicOptions options, TitanicStorage storage, Supplier<TitanicPlace> place,
			PirateListener listener) {
		this.options = options;
		this.storage = storage;
		this.place = place;
		this.listener = listener;
	}

	public TitanicOptions options() {
		return this.options;
	}

	public TitanicStorage storage() {
		return this.storage;
	}

	/**
	 * Its state. Asks the store.
	 * @return the snapshot, empty unless it runs
	 * @throws IllegalStateException if the store does not answer within a second
	 */
	public Optional<TitanicSnapshot> snapshot() {
		PirateTitanic current = this.titanic.get();
		return (current != null) ? Optional.of(current.snapshot()) : Optional.empty();
	}

	/**
	 * Why it does not do its work although it runs.
	 * @return the reason, or {@code null} if all is well or it does not run
	 */
	public @Nullable String failure() {
		PirateTitanic current = this.titanic.get();
		return (current != null) ? current.failure() : null;
	}

	/**
	 * Requests given up, latest first.
	 * @param most how many at most
	 * @return the dead letters, none unless it runs
	 * @throws IllegalStateException if the store does not answer within a second
	 */
	public List<TitanicSnapshot.DeadLetter> deadLetters(int most) {
		PirateTitanic current = this.titanic.get();
		return (current != null) ? current.deadLetters(most) : List.of();
	}

	/**
	 * Lets a dead letter be tried again, with its deliveries counted anew.
	 * @param id its ticket
	 * @return false if there is no such dead letter
	 * @throws IllegalStateException unless it runs, or if the store does not answer
	 * within a second
	 */
	public boolean requeue(String id) {
		PirateTitanic current = this.titanic.get();
		if (current == null) {
			throw new IllegalStateException("The Titanic is not running: it starts and stops with the application");
		}
		return current.requeue(id);
	}

	/**
	 * Opens the store and serves.
	 * @throws io.pirate.TitanicStoreException if the store cannot be opened
	 */
	@Override
	public void start() {
		PirateTitanic fresh = new PirateTitanic(this.options, this.storage, this.place.get(), this.listener);
		if (this.titanic.compareAndSet(null, fresh)) {
			try {
				fresh.start();
				this.keepAlive.start();
				logger.info("Titanic '{}' keeps requests in {}", this.options.name(), this.storage);
			}
			catch (RuntimeException ex) {
				destroy();
				throw ex;
			}
		}
	}

	@Override
	public void stop() {
		destroy();
	}

	@Override
	public void stop(Runnable callback) {
		Thread leaving = new Thread(() -> {
			try {
				destroy();
			}
			finally {
				callback.run();
			}
		}, "pirate-titanic-stop");
		leaving.setDaemon(true);
		leaving.start();
	}

	@Override
	public boolean isRunning() {
		return this.titanic.get() != null;
	}

	@Override
	public int getPhase() {
		return PiratePhases.TITANIC;
	}

	@Override
	public void destroy() {
		this.keepAlive.stop();
		PirateTitanic last = this.titanic.getAndSet(null);
		if (last != null) {
			last.close();
		}
	}

}
