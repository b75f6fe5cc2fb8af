package io.pirate.reactor;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * A loop with its own platform thread. Started once, closed once; safe for use by many
 * threads.
 */
public final class Reactor implements AutoCloseable {

	/**
	 * Longest the loop's own work may take before its closing is waited for no longer.
	 */
	private static final long CLOSE_MILLIS = 5000;

	private final Loop loop;

	private final Thread thread;

	private volatile boolean stopped;

	/**
	 * A reactor that is not running yet.
	 * @param name its thread's name
	 */
	public Reactor(String name) {
		this.loop = new Loop(name);
		this.thread = new Thread(this::run, name);
		this.thread.setDaemon(true);
	}

	/** Starts the thread. Work handed over before waits for it. */
	public void start() {
		this.thread.start();
	}

	public Loop loop() {
		return this.loop;
	}

	/**
	 * Hands a task to the reactor's thread.
	 * @param task what to run
	 * @return false if it never will be, because the reactor is closed
	 */
	public boolean execute(Runnable task) {
		return this.loop.execute(task);
	}

	/**
	 * Runs a task on the reactor's thread and waits for its result. On that thread itself
	 * it runs at once.
	 * @param <T> the result's type
	 * @param task what to run
	 * @param timeout how long to wait
	 * @return the result
	 * @throws InterruptedException if the caller was interrupted; the task may still run
	 * @throws TimeoutException if the reactor did not get to it in time; it may still run
	 * @throws IllegalStateException if the reactor is closed, or the task threw a checked
	 * exception; unchecked ones pass through
	 */
	public <T extends @Nullable Object> T call(Callable<T> task, Duration timeout)
			throws InterruptedException, TimeoutException {
		CompletableFuture<T> result = new CompletableFuture<>();
		if (Thread.currentThread() == this.thread) {
			complete(result, task);
		}
		else if (!execute(() -> complete(result, task))) {
			throw new IllegalStateException("reactor " + this.loop.name() + " is closed");
		}
		try {
			return result.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw unchecked(ex.getCause());
		}
	}

	/**
	 * Stops the thread by a message, never by an interrupt, and waits for it: for the
	 * turn it is in, its sockets' linger, and a margin. What was handed over before is
	 * run. On the reactor's own thread it does not wait.
	 */
	@Override
	public void close() {
		this.stopped = true;
		this.loop.execute(() -> {
		});
		if (this.thread.getState() == Thread.State.NEW) {
			this.loop.close();
			return;
		}
		if (Thread.currentThread() != this.thread) {
			await();
		}
	}

	private void await() {
		boolean interrupted = Thread.interrupted();
		long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
		long left = CLOSE_MILLIS;
		while (left > 0 && this.thread.isAlive()) {
			try {
				this.thread.join(left);
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
			left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		try {
			while (!this.stopped) {
				this.loop.turn(Long.MAX_VALUE);
			}
		}
		finally {
			this.loop.close();
		}
	}

	private static <T extends @Nullable Object> void complete(CompletableFuture<T> result, Callable<T> task) {
		try {
			result.complete(task.call());
		}
		catch (Throwable ex) {
			result.completeExceptionally(ex);
		}
	}

	private static RuntimeException unchecked(@Nullable Throwable cause) {
		if (cause instanceof RuntimeException unchecked) {
			return unchecked;
		}
		if (cause instanceof Error error) {
			throw error;
		}
		return new IllegalStateException(cause);
	}

}
