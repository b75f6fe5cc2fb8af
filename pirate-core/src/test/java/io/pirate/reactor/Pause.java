package io.pirate.reactor;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Keeps a loop's thread from everything else until it ends. */
final class Pause {

	private static final long MOST_SECONDS = 30;

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch over = new CountDownLatch(1);

	/**
	 * Begins one. A loop that is late reads for a tenth of a second before it does what
	 * it was told, so this waits.
	 */
	static Pause of(Reactor reactor) throws InterruptedException {
		Pause pause = new Pause();
		reactor.execute(pause::last);
		assertThat(pause.begun.await(MOST_SECONDS, TimeUnit.SECONDS)).as("begun").isTrue();
		return pause;
	}

	private void last() {
		this.begun.countDown();
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
