package io.pirate.reactor.signaler;

import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.pirate.reactor.signaler.ChangePoller.Handle;

/**
 * The handles of a {@link ChangePoller}, and which of them have changed; becomes a
 * neighbour of its in JeroMQ's package. Used by whoever runs the poller.
 */
final class ChangePollerHandles {

	private final ChangePollerSelector selector;

	private final UncaughtExceptionHandler mishaps;

	private final Thread worker;

	private final Set<Handle> all = new HashSet<>();

	/** Handles whose keys are not yet as they should be. */
	private final List<Handle> changed = new ArrayList<>();

	ChangePollerHandles(ChangePollerSelector selector, UncaughtExceptionHandler mishaps, Thread worker) {
		this.selector = selector;
		this.mishaps = mishaps;
		this.worker = worker;
	}

	void add(Handle handle) {
		handle.added = true;
		this.all.add(handle);
		change(handle);
	}

	void changeAll() {
		for (Handle each : this.all) {
			change(each);
		}
	}

	void change(Handle handle) {
		if (!handle.listed) {
			handle.listed = true;
			this.changed.add(handle);
		}
	}

	/**
	 * Brings the keys in line with the handles. Those that stay come first: one may take
	 * over the key of another handle of its channel that goes.
	 */
	void settle() {
		if (this.changed.isEmpty()) {
			return;
		}
		for (int i = 0; i < this.changed.size(); i++) {
			// which may change others
			write(this.changed.get(i));
		}
		for (Handle handle : this.changed) {
			handle.listed = false;
			if (!handle.cancelled) {
				register(handle);
			}
		}
		for (Handle handle : this.changed) {
			if (handle.cancelled) {
				forget(handle);
			}
		}
		this.changed.clear();
	}

	/**
	 * Most of the time everything has been written already, and what wants to write has
	 * only not noticed. Asking the selector would cost three system calls.
	 */
	private void write(Handle handle) {
		int wanted = handle.ops & ~handle.registered;
		if ((wanted & SelectionKey.OP_WRITE) != 0 && !handle.cancelled && handle.fd.isOpen()) {
			try {
				handle.handler.outEvent();
			}
			catch (RuntimeException ex) {
				this.mishaps.uncaughtException(this.worker, ex);
			}
		}
	}

	private void register(Handle handle) {
		if (!handle.fd.isOpen()) {
			forget(handle);
			return;
		}
		try {
			SelectionKey key = handle.fd.keyFor(this.selector.current());
			if (key == null) {
				handle.fd.register(this.selector.current(), handle.ops, handle);
			}
			else if (key.attachment() != handle || handle.registered != handle.ops) {
				key.attach(handle);
				key.interestOps(handle.ops);
			}
			handle.registered = handle.ops;
		}
		catch (CancelledKeyException | ClosedSelectorException | ClosedChannelException ex) {
			this.mishaps.uncaughtException(this.worker, ex);
		}
	}

	private void forget(Handle handle) {
		handle.added = false;
		this.all.remove(handle);
		SelectionKey key = handle.fd.keyFor(this.selector.current());
		if (key != null && key.attachment() == handle) {
			key.cancel();
		}
	}

}
