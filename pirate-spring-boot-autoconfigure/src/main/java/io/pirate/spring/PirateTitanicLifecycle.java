package io.pirate.spring;

import java.util.List;
import java.util.Optional;
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

	private final Running<PirateTitanic> running = new Running<>("pirate-titanic", PirateTitanic::close);

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
		return this.running.get().map(PirateTitanic::snapshot);
	}

	/**
	 * Why it does not do its work although it runs.
	 * @return the reason, or {@code null} if all is well or it does not run
	 */
	public @Nullable String failure() {
		return this.running.get().map(PirateTitanic::failure).orElse(null);
	}

	/**
	 * Requests given up, latest first.
	 * @param most how many at most
	 * @return the dead letters, none unless it runs
	 * @throws IllegalStateException if the store does not answer within a second
	 */
	public List<TitanicSnapshot.DeadLetter> deadLetters(int most) {
		return this.running.get().map((titanic) -> titanic.deadLetters(most)).orElse(List.of());
	}

	/**
	 * Lets a dead letter be tried again, with its deliveries counted anew.
	 * @param id its ticket
	 * @return false if there is no such dead letter
	 * @throws IllegalStateException unless it runs, or if the store does not answer
	 * within a second
	 */
	public boolean requeue(String id) {
		return this.running.get()
			.orElseThrow(() -> new IllegalStateException(
					"The Titanic is not running: it starts and stops with the application"))
			.requeue(id);
	}

	/**
	 * Opens the store and serves.
	 * @throws io.pirate.TitanicStoreException if the store cannot be opened
	 */
	@Override
	public void start() {
		PirateTitanic fresh = new PirateTitanic(this.options, this.storage, this.place.get(), this.listener);
		this.running.start(fresh, (titanic) -> {
			titanic.start();
			logger.info("Titanic '{}' keeps requests in {}", this.options.name(), this.storage);
		});
	}

	@Override
	public void stop() {
		this.running.stop();
	}

	@Override
	public void stop(Runnable callback) {
		this.running.stop(callback);
	}

	@Override
	public boolean isRunning() {
		return this.running.isRunning();
	}

	@Override
	public int getPhase() {
		return PiratePhases.TITANIC;
	}

	@Override
	public void destroy() {
		this.running.stop();
	}

}
