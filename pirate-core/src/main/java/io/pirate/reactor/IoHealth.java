package io.pirate.reactor;

import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether JeroMQ's threads of one context do their work. Told from any thread.
 */
final class IoHealth {

	private static final Logger logger = LoggerFactory.getLogger(IoHealth.class);

	private static final long SECOND_NANOS = 1_000_000_000L;

	/** So many exceptions in one second are a spin, not a hostile peer. */
	private static final int SPIN_EXCEPTIONS = 1000;

	/** So many such seconds in a row are the end. */
	private static final int SPIN_SECONDS = 10;

	/**
	 * For so long after it could not accept a connection the I/O thread is in trouble.
	 */
	private static final long TROUBLE_NANOS = 3 * SECOND_NANOS;

	private final String name;

	private final Runnable onFailure;

	private final AtomicLong exceptions = new AtomicLong();

	private final AtomicLong refusals = new AtomicLong();

	private volatile @Nullable String failure;

	private volatile long refusedAt;

	private long exceptionsSeen;

	private long secondStarted = System.nanoTime();

	private int spinningSeconds;

	/**
	 * All is well.
	 * @param name of the loop, for logs
	 * @param onFailure run once, by whatever thread notices a failure
	 */
	IoHealth(String name, Runnable onFailure) {
		this.name = name;
		this.onFailure = onFailure;
	}

	/** The context can do no more; all but the first reason are forgotten. */
	void fail(String reason) {
		if (this.failure == null) {
			this.failure = reason;
			logger.error("{}: {}", this.name, reason);
			this.onFailure.run();
		}
	}

	/**
	 * An exception that the I/O thread survived: hostile bytes could cause it at will.
	 */
	void survived(Throwable ex) {
		if (this.exceptions.incrementAndGet() == 1) {
			logger.warn("{}: JeroMQ's I/O thread met an exception and goes on", this.name, ex);
		}
	}

	/** A connection could not be accepted, most likely for want of file descriptors. */
	void acceptFailed(Object errno) {
		this.refusedAt = System.nanoTime();
		if (this.refusals.incrementAndGet() == 1) {
			logger.warn("{}: connections cannot be accepted (error {}); too many open files?", this.name, errno);
		}
	}

	/** Loop's thread, now and then. */
	void tick(long now) {
		if (now - this.secondStarted < SECOND_NANOS) {
			return;
		}
		this.secondStarted = now;
		long met = this.exceptions.get();
		boolean spinning = met - this.exceptionsSeen >= SPIN_EXCEPTIONS;
		this.exceptionsSeen = met;
		this.spinningSeconds = spinning ? this.spinningSeconds + 1 : 0;
		if (this.spinningSeconds >= SPIN_SECONDS) {
			fail("the I/O thread throws without end");
		}
	}

	/** Why nothing works any more until the context is replaced. */
	@Nullable String failure() {
		return this.failure;
	}

	/** What is wrong although the context lives. */
	@Nullable String trouble() {
		boolean refusing = this.refusals.get() > 0 && System.nanoTime() - this.refusedAt < TROUBLE_NANOS;
		return refusing ? "connections cannot be accepted; too many open files?" : null;
	}

	/** Exceptions survived since the start. */
	long exceptions() {
		return this.exceptions.get();
	}

}
