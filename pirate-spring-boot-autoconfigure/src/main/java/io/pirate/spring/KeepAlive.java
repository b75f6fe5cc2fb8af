package io.pirate.spring;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * A thread that keeps the process alive while somebody serves: I/O threads and handlers
 * are daemons, so that none of them can hold up an exit, and an application without a web
 * server would end at once.
 */
final class KeepAlive {

	private final AtomicReference<@Nullable CountDownLatch> running = new AtomicReference<>();

	void start() {
		CountDownLatch end = new CountDownLatch(1);
		if (this.running.compareAndSet(null, end)) {
			Thread thread = new Thread(() -> await(end), "pirate-keep-alive");
			thread.setDaemon(false);
			thread.start();
		}
	}

	void stop() {
		CountDownLatch end = this.running.getAndSet(null);
		if (end != null) {
			end.countDown();
		}
	}

	private static void await(CountDownLatch end) {
		try {
			end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
