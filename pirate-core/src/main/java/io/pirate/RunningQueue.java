package io.pirate;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.pirate.machine.QueueSnapshot;
import io.pirate.machine.ServingRights;
import io.pirate.machine.StarSnapshot;
import io.pirate.reactor.BindFailedException;
import io.pirate.reactor.BrokerNode;
import io.pirate.reactor.CurveSettings;
import io.pirate.reactor.Reactor;
import io.pirate.reactor.SocketSettings;
import io.pirate.reactor.StarNode;
import io.pirate.reactor.StarOptions;
import org.jspecify.annotations.Nullable;

/** One life of a queue, from its start to its close. */
final class RunningQueue {

	/** Binding takes milliseconds; longer than that something is badly wrong. */
	private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(10);

	/**
	 * Messages queued for one peer: as many as one of our clients may have in flight, or
	 * a burst of replies would be dropped.
	 */
	private static final int HIGH_WATER = 10_000;

	/**
	 * The real addresses.
	 *
	 * @param frontend where clients connect
	 * @param backend where workers connect
	 * @param star where the other queue of the pair connects, if there is one
	 */
	record Addresses(String frontend, String backend, @Nullable String star) {
	}

	private final QueueOptions options;

	private final Reactor reactor = new Reactor("pirate-queue");

	private final @Nullable CurveSettings curve;

	private final BrokerNode node;

	private final @Nullable StarNode star;

	private volatile @Nullable Addresses addresses;

	RunningQueue(QueueOptions options, PirateListener listener, @Nullable TitanicPass pass) {
		this.options = options;
		this.curve = options.security().curve();
		SocketSettings sockets = options.limits()
			.applyTo(SocketSettings.server(options.maxMessageSize(), options.settings().heartbeat())
				.withHighWater(Math.max(HIGH_WATER, 2 * options.settings().maxCapacity()))
				.with(this.curve));
		this.node = new BrokerNode(options.frontend(), options.backend(), sockets, options.settings(), listener,
				(pass != null) ? pass : ServingRights.EVERYBODY);
		if (pass != null) {
			this.node.admitInside();
		}
		BinaryStarOptions pair = options.binaryStar();
		this.star = (pair != null) ? this.node.pairUp(new StarOptions(pair.settings(), pair.bind(), pair.peer(),
				options.security().curveOfPair(pair.peerKey())), listener) : null;
	}

	/** Starts the thread and binds; nothing is left if that fails. */
	void open() {
		this.reactor.start();
		boolean open = false;
		try {
			this.addresses = this.reactor.call(() -> {
				this.reactor.loop().add(this.node);
				return new Addresses(this.node.frontend(), this.node.backend(),
						(this.star != null) ? this.star.address() : null);
			}, OPEN_TIMEOUT);
			open = true;
		}
		catch (BindFailedException ex) {
			throw new BindException(ex.endpoint(), ex.reason());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted while starting the queue", ex);
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException("the queue's thread does not answer", ex);
		}
		finally {
			if (!open) {
				this.reactor.close();
			}
		}
	}

	boolean isOpen() {
		return this.addresses != null;
	}

	Addresses addresses() {
		Addresses bound = this.addresses;
		if (bound == null) {
			throw new IllegalStateException("the queue is not running");
		}
		return bound;
	}

	Reactor reactor() {
		return this.reactor;
	}

	/** Connections that were not let in. */
	long denied() {
		return (this.curve != null) ? this.curve.admission().denied() : 0;
	}

	@Nullable String failure() {
		return this.reactor.loop().failure();
	}

	QueueSnapshot snapshot(Duration timeout) {
		return ask(() -> this.node.snapshot(System.nanoTime()), timeout);
	}

	@Nullable StarSnapshot star(Duration timeout) {
		StarNode decides = this.star;
		return (decides != null) ? ask(() -> decides.snapshot(System.nanoTime()), timeout) : null;
	}

	boolean takeOver(Duration timeout) {
		StarNode decides = this.star;
		return decides != null && ask(() -> decides.takeOver(System.nanoTime()), timeout);
	}

	/** Does nothing unless an arbiter decides. */
	void grant(long epoch, long untilNanos) {
		StarNode decides = this.star;
		if (decides != null) {
			this.reactor.execute(() -> decides.grant(epoch, untilNanos, System.nanoTime()));
		}
	}

	void revoke() {
		StarNode decides = this.star;
		if (decides != null) {
			this.reactor.execute(() -> decides.revoke(System.nanoTime()));
		}
	}

	private <T> T ask(Callable<T> question, Duration timeout) {
		try {
			return this.reactor.call(question, timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted while waiting for the queue's state", ex);
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException("the queue's thread does not answer", ex);
		}
	}

	/** Drains within the drain timeout, then closes. */
	void close() {
		CountDownLatch drained = new CountDownLatch(1);
		this.reactor.execute(() -> this.node.leave(System.nanoTime(), drained::countDown));
		boolean interrupted = false;
		try {
			if (failure() == null) {
				drained.await(this.options.drainTimeout().toNanos(), TimeUnit.NANOSECONDS);
			}
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		this.reactor.execute(this.node::dismiss);
		this.reactor.close();
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
