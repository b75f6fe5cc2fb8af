package io.pirate.spring;

import java.util.Optional;

import io.pirate.PirateListener;
import io.pirate.PirateQueue;
import io.pirate.QueueOptions;
import io.pirate.machine.QueueSnapshot;
import io.pirate.machine.StarSnapshot;
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

	private final Running<PirateQueue> running = new Running<>("pirate-queue", PirateQueue::close);

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
		return this.running.get()
			.orElseThrow(() -> new IllegalStateException(
					"The embedded queue is not running: it starts and stops with the application context"));
	}

	public QueueOptions options() {
		return this.options;
	}

	/**
	 * The queue's state.
	 * @return the snapshot, empty unless it runs
	 */
	public Optional<QueueSnapshot> snapshot() {
		return this.running.get().map(PirateQueue::snapshot);
	}

	/**
	 * The queue's place in its pair.
	 * @return the snapshot, empty unless it runs and is one of a pair
	 */
	public Optional<StarSnapshot> star() {
		return this.running.get().map(PirateQueue::star);
	}

	/**
	 * Binds and serves.
	 * @throws io.pirate.BindException if an address cannot be bound
	 */
	@Override
	public void start() {
		PirateQueue fresh = this.titanic ? PirateQueue.withTitanic(this.options, this.listener)
				: new PirateQueue(this.options, this.listener);
		this.running.start(fresh, (queue) -> {
			queue.start();
			logger.info("The embedded queue serves clients at {} and workers at {}", queue.frontend(), queue.backend());
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
		return PiratePhases.QUEUE;
	}

	@Override
	public void destroy() {
		this.running.stop();
	}

}
