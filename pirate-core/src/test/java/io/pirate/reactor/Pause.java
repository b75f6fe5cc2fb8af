package io.pirate.reactor;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A task that keeps a loop's thread from everything else until it is over. */
final class Pause implements Runnable {

	private static final long MOST_SECONDS = 30;

	private final CountDownLatch over = new CountDownLatch(1);

	@Override
	public void run() {
		try {
			this.over.await(MOST_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	void end() {
		this.over.countDown();
	}

}
