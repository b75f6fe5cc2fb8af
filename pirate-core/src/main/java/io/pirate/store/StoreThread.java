package io.pirate.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes, which is an engine's owner, and beside it one that reads.
 * Started once, closed once.
 */
public final class StoreThread {

	private static final Logger logger = LoggerFactory.getLogger(StoreThread.class);

	private static final long LONGEST_WAIT_NANOS = 500_000_000;

	/** What closing may take beyond the drain timeout. */
	private static final long MARGIN_MILLIS = 5000;

	private final TitanicStore store;

	private final TitanicEngine engine;

	private final Thread thread;

	private final ExecutorService reads;

	private final CompletableFuture<@Nullable Void> opened = new CompletableFuture<>();

	private final CountDownLatch drained = new CountDownLatch(1);

	private volatile boolean stopped;

	private volatile @Nullable String death;

	/**
	 * A thread that is not running.
	 * @param name its name
	 * @param store what the engine writes to; closed in the end
	 * @param engine what it runs
	 */
	public StoreThread(String name, TitanicStore store, TitanicEngine engine) {
		this.store = store;
		this.engine = engine;
		this.thread = new Thread(this::run, name);
		this.thread.setDaemon(true);
		this.reads = Executors.newSingleThreadExecutor((task) -> {
			Thread reader = new Thread(task, name + "-reader");
			reader.setDaemon(true);
			return reader;
		});
	}

	/**
	 * Opens the store and begins.
	 * @throws StoreException if the store cannot be opened; then nothing is left
	 */
	public void start() {
		this.thread.start();
		try {
			this.opened.get();
		}
		catch (InterruptedException ex) {
			close(Duration.ZERO);
			Thread.currentThread().interrupt();
			throw new StoreException(StoreTrouble.REFUSED, "interrupted while opening the store", ex);
		}
		catch (ExecutionException ex) {
			close(Duration.ZERO);
			throw (ex.getCause() instanceof StoreException known) ? known
					: new StoreException(StoreTrouble.REFUSED, "the store cannot be opened: " + ex.getCause(), ex);
		}
	}

	/**
	 * Why it does nothing any more although it was not closed.
	 * @return the reason, or {@code null} if it runs
	 */
	public @Nullable String failure() {
		return this.death;
	}

	/**
	 * Reads on the other thread.
	 * @param <T> what
	 * @param work what to do with the reader
	 * @return the result, or a {@link StoreException}
	 */
	public <T> CompletableFuture<T> read(Function<StoreReader, T> work) {
		CompletableFuture<T> result = new CompletableFuture<>();
		try {
			this.reads.execute(() -> {
				try {
					result.complete(work.apply(this.store.reader()));
				}
				catch (RuntimeException ex) {
					result.completeExceptionally(ex);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			result.completeExceptionally(new StoreException(StoreTrouble.REFUSED, "the store is closed", ex));
		}
		return result;
	}

	/**
	 * Writes what has been accepted, waits for what workers have in hand, and closes the
	 * store; waits also through an interrupt, whose flag is kept.
	 * @param patience how long to wait for the workers
	 */
	public void close(Duration patience) {
		if (this.thread.getState() == Thread.State.NEW) {
			this.reads.shutdown();
			return;
		}
		boolean interrupted = Thread.interrupted();
		try {
			this.engine.leave();
			this.drained.await(patience.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		stop();
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void stop() {
		this.stopped = true;
		this.engine.post((now) -> {
		});
		this.reads.shutdown();
		try {
			this.thread.join(MARGIN_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		try {
			this.engine.open();
			this.opened.complete(null);
			while (!this.stopped) {
				turn();
			}
			// what was accepted before the stop
			this.engine.turn(System.nanoTime());
		}
		catch (InterruptedException ex) {
			logger.error("A Titanic's thread was interrupted and ends");
		}
		catch (RuntimeException | Error ex) {
			if (!this.opened.completeExceptionally(ex)) {
				this.death = "the Titanic's thread has ended: " + ex;
				logger.error("A Titanic's thread has ended", ex);
			}
		}
		finally {
			this.reads.shutdown();
			awaitReads();
			this.store.close();
			this.drained.countDown();
		}
	}

	private void turn() throws InterruptedException {
		try {
			long now = System.nanoTime();
			boolean more = this.engine.turn(now);
			if (this.engine.isDrained()) {
				this.drained.countDown();
			}
			if (!more) {
				long wait = this.engine.nextDeadline(now) - System.nanoTime();
				this.engine.await(Math.max(0, Math.min(LONGEST_WAIT_NANOS, wait)));
			}
		}
		catch (RuntimeException ex) {
			logger.error("A Titanic made a mistake", ex);
		}
	}

	/** The reader's connection must not be closed under its hands. */
	private void awaitReads() {
		try {
			if (!this.reads.awaitTermination(MARGIN_MILLIS, TimeUnit.MILLISECONDS)) {
				logger.warn("A Titanic's store is still being read while it is closed");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
