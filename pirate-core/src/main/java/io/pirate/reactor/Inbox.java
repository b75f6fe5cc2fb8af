package io.pirate.reactor;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** Work that other threads hand to a loop. Every task accepted is run. */
final class Inbox {

	private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final Wakeup wakeup;

	private volatile boolean closed;

	Inbox(Wakeup wakeup) {
		this.wakeup = wakeup;
	}

	/**
	 * Hands a task over. Any thread.
	 * @param task what to run on the loop's thread
	 * @return false if it never will, because the loop is closed
	 */
	boolean add(Runnable task) {
		if (this.closed) {
			return false;
		}
		this.tasks.add(task);
		if (this.closed && this.tasks.remove(task)) {
			return false;
		}
		this.wakeup.signal();
		return true;
	}

	boolean isEmpty() {
		return this.tasks.isEmpty();
	}

	/**
	 * Runs what is there.
	 * @param most tasks to run
	 * @param runner runs one of them
	 * @return whether more may be there
	 */
	boolean run(int most, Consumer<Runnable> runner) {
		for (int i = 0; i < most; i++) {
			@Nullable Runnable task = this.tasks.poll();
			if (task == null) {
				return false;
			}
			runner.accept(task);
		}
		return true;
	}

	/** From now on tasks are refused; those accepted before can still be run. */
	void close() {
		this.closed = true;
	}

}
