package io.pirate.reactor.signaler;

import java.io.IOException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Set;

import zmq.Ctx;
import zmq.ZError;

/**
 * The selector of a {@link ChangePoller}, replaced when it is of no use any more; becomes
 * a neighbour of its in JeroMQ's package. Used by the poller's thread, but for the
 * wake-up.
 */
final class ChangePollerSelector {

	private static final long NANOS_PER_MILLI = 1_000_000L;

	/**
	 * A selector that returns that often without a reason is replaced, as epoll's may.
	 */
	private static final int MOST_EMPTY_RETURNS = 10;

	private final Ctx ctx;

	private final UncaughtExceptionHandler mishaps;

	private int emptyReturns;

	/** An empty return of these is no riddle. */
	private volatile boolean woken;

	private volatile Selector selector;

	ChangePollerSelector(Ctx ctx, UncaughtExceptionHandler mishaps) {
		this.ctx = ctx;
		this.mishaps = mishaps;
		this.selector = ctx.createSelector();
	}

	Selector current() {
		return this.selector;
	}

	/** Any thread. */
	void wakeup() {
		this.woken = true;
		this.selector.wakeup();
	}

	void close() {
		this.ctx.closeSelector(this.selector);
	}

	/**
	 * Waits for something to do.
	 * @param timeoutMillis 0 only looks, less waits for ever
	 * @return false if there is another selector now, in which nothing is registered
	 */
	boolean select(long timeoutMillis) {
		if (timeoutMillis != 0) {
			return await(timeoutMillis);
		}
		try {
			this.selector.selectNow();
			return true;
		}
		catch (ClosedSelectorException ex) {
			return closed(ex);
		}
		catch (IOException ex) {
			throw new ZError.IOException(ex);
		}
	}

	private boolean await(long timeoutMillis) {
		long start = System.nanoTime();
		try {
			this.selector.select(Math.max(0, timeoutMillis));
		}
		catch (ClosedSelectorException ex) {
			return closed(ex);
		}
		catch (IOException ex) {
			throw new ZError.IOException(ex);
		}
		boolean early = timeoutMillis < 0 || System.nanoTime() - start < timeoutMillis * NANOS_PER_MILLI / 2;
		boolean riddle = early && !this.woken && ready().isEmpty() && !Thread.currentThread().isInterrupted();
		this.woken = false;
		this.emptyReturns = riddle ? this.emptyReturns + 1 : 0;
		if (this.emptyReturns <= MOST_EMPTY_RETURNS) {
			return true;
		}
		replace();
		return false;
	}

	private boolean closed(ClosedSelectorException ex) {
		replace();
		this.mishaps.uncaughtException(Thread.currentThread(), ex);
		this.ctx.errno().set(ZError.EINTR);
		return false;
	}

	/** Keys of channels that are ready; whoever has seen to one removes it. */
	Set<SelectionKey> ready() {
		return this.selector.selectedKeys();
	}

	private void replace() {
		this.emptyReturns = 0;
		Selector before = this.selector;
		this.selector = this.ctx.createSelector();
		this.ctx.closeSelector(before);
	}

}
