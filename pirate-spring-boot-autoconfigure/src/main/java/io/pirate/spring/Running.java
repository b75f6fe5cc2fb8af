package io.pirate.spring;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The one instance of something that an application starts, keeps itself alive with, and
 * closes. Safe for use by many threads.
 *
 * @param <T> what runs
 */
final class Running<T> {

	private final String name;

	private final Consumer<T> close;

	private final KeepAlive keepAlive = new KeepAlive();

	private final AtomicReference<@Nullable T> current = new AtomicReference<>();

	/**
	 * Nothing runs yet.
	 * @param name for the thread that closes it
	 * @param close how it is closed
	 */
	Running(String name, Consumer<T> close) {
		this.name = name;
		this.close = close;
	}

	/**
	 * Starts it, unless one runs already.
	 * @param fresh what to run
	 * @param start how it is started; should that fail, it is closed
	 */
	void start(T fresh, Consumer<T> start) {
		if (this.current.compareAndSet(null, fresh)) {
			try {
				start.accept(fresh);
				this.keepAlive.start();
			}
			catch (RuntimeException ex) {
				stop();
				throw ex;
			}
		}
	}

	/** Closes it, if one runs, and returns when that is done. */
	void stop() {
		this.keepAlive.stop();
		T last = this.current.getAndSet(null);
		if (last != null) {
			this.close.accept(last);
		}
	}

	/**
	 * Closes it on a thread of its own.
	 * @param callback what to do afterwards
	 */
	void stop(Runnable callback) {
		Thread leaving = new Thread(() -> {
			try {
				stop();
			}
			finally {
				callback.run();
			}
		}, this.name + "-stop");
		leaving.setDaemon(true);
		leaving.start();
	}

	boolean isRunning() {
		return this.current.get() != null;
	}

	Optional<T> get() {
		return Optional.ofNullable(this.current.get());
	}

}
