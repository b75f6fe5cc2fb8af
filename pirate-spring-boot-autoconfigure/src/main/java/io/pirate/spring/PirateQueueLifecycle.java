package io.pirate.spring;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import io.pirate.PirateListener;
import io.pirate.PirateQueue;
import io.pirate.QueueOptions;
import io.pirate.machine.QueueSnapshot;
import io.pirate.machine.StarSnapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the embedded queue before everything that talks to it, and closes it last.
 */
public final class PirateQueueLifecycle implements SmartLifecycle, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(PirateQueueLifecycle.class);

	private final QueueOptions options;

	private final PirateListener listener;

	private final boolean titanic;

	private final KeepAlive keepAlive = new KeepAlive();

	private final AtomicReference<@Nullable PirateQueue> queue = new AtomicReference<>();

	/**
	 * A lifecycle that is not started.
	 * @param options how to serve
	 * @param listener who watches
	 */
	public PirateQueueLifecycle(QueueOptions options, PirateListener listener) {
		this(options, listener, false);
	}

	/**
	 * A lifecycle that is not started.
	 * @param options how to serve
	 * @param listener who watches
	 * @param titanic whether a Titanic of this application serves {@code titanic.*}, and
	 * nobody else may
	 */
	public PirateQueueLifecycle(QueueOptions options, PirateListener listener, boolean titanic) {
		this.options = options;
		this.listener = listener;
		this.titanic = titanic;
	}

	/**
	 * The running queue.
	 * @return the queue
	 * @throws IllegalStateException unless it runs
	 */
	public PirateQueue queue() {
		PirateQueue current = this.queue.get();
		if (current == null) {
			throw new IllegalStateException(
					"The embedded queue is not running: it starts and stops with the application context");
		}
		return current;
	}

	public QueueOptions options() {
		return this.options;
	}

	/**
	 * The queue's state.
	 * @return the snapshot, empty unless it runs
	 */
	public Optional<QueueSnapshot> snapshot() {
		PirateQueue current = this.queue.get();
		return (current != null) ? Optional.of(current.snapshot()) : Optional.empty();
	}

	/**
	 * The queue's place in its pair.
	 * @return the snapshot, empty unless it runs and is one of a pair
	 */
	public Optional<StarSnapshot> star() {
		PirateQueue current = this.queue.get();
		return (current != null) ? Optional.ofNullable(current.star()) : Optional.empty();
	}

	/**
	 * Binds and serves.
	 * @throws io.pirate.BindException if an address cannot be bound
	 */
	@Override
	public void start() {
		PirateQueue fresh = this.titanic ? PirateQueue.withTitanic(this.options, this.listener)
				: new PirateQueue(this.options, this.listener);
		if (this.queue.compareAndSet(null, fresh)) {
			try {
				fresh.start();
				this.keepAlive.start();
				logger.info("The embedded queue serves clients at {} and workers at {}", fresh.frontend(),
						fresh.backend());
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
		}, "pirate-queue-stop");
		leaving.setDaemon(true);
		leaving.start();
	}

	@Override
	public boolean isRunning() {
		return this.queue.get() != null;
	}

	@Override
	public int getPhase() {
		return PiratePhases.QUEUE;
	}

	@Override
	public void destroy() {
		this.keepAlive.stop();
		PirateQueue last = this.queue.getAndSet(null);
		if (last != null) {
			last.close();
		}
	}

}
