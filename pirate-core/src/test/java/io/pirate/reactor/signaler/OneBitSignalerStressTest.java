package io.pirate.reactor.signaler;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import zmq.Ctx;

import static org.assertj.core.api.Assertions.assertThat;

/** Many threads at once, used as JeroMQ's mailboxes use it. */
@Timeout(120)
class OneBitSignalerStressTest {

	private static final int SENDERS = 4;

	private static final int EACH = 50_000;

	private static final int PATIENCE_MILLIS = 20_000;

	private final Ctx ctx = new Ctx();

	private final OneBitSignaler signaler = new OneBitSignaler(this.ctx, 7, this.ctx.errno());

	private final Queue<Integer> commands = new ConcurrentLinkedQueue<>();

	@AfterEach
	void close() throws IOException {
		this.signaler.close();
		this.ctx.terminate();
	}

	@Test
	void nothingIsLostForAReaderThatWaits() throws Exception {
		List<FutureTask<?>> senders = senders();
		for (int received = 0; received < SENDERS * EACH; received++) {
			while (this.commands.poll() == null) {
				assertThat(this.signaler.waitEvent(PATIENCE_MILLIS)).as("waiting for number " + received).isTrue();
				this.signaler.recv();
			}
		}
		finish(senders);
	}

	@Test
	void nothingIsLostForASelectorThatWatches() throws Exception {
		try (Selector selector = Selector.open()) {
			this.signaler.getFd().register(selector, SelectionKey.OP_READ);
			List<FutureTask<?>> senders = senders();
			int received = 0;
			while (received < SENDERS * EACH) {
				assertThat(selector.select(PATIENCE_MILLIS)).as("waiting for number " + received).isEqualTo(1);
				selector.selectedKeys().clear();
				received += drain();
			}
			finish(senders);
		}
	}

	/** As a loop does it, which leaves its sockets to a selector from time to time. */
	@Test
	void nothingIsLostForAReaderWithABell() throws Exception {
		AtomicReference<Thread> asleep = new AtomicReference<>();
		Runnable bell = () -> LockSupport.unpark(asleep.getAndSet(null));
		try (Selector selector = Selector.open()) {
			this.signaler.getFd().register(selector, SelectionKey.OP_READ);
			List<FutureTask<?>> senders = senders();
			int received = 0;
			for (int round = 0; received < SENDERS * EACH; round++) {
				if (round % 4 == 0) {
					this.signaler.detach();
					assertThat(selector.select(PATIENCE_MILLIS)).as("waiting for number " + received).isEqualTo(1);
					selector.selectedKeys().clear();
				}
				else {
					this.signaler.attach(bell);
					sleep(asleep);
				}
				received += drain();
			}
			this.signaler.detach();
			finish(senders);
		}
	}

	private void sleep(AtomicReference<Thread> asleep) {
		long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
		asleep.set(Thread.currentThread());
		while (!this.signaler.isRaised()) {
			LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS));
			assertThat(System.nanoTime() - deadline).isNegative();
		}
		asleep.set(null);
	}

	private List<FutureTask<?>> senders() {
		List<FutureTask<?>> senders = new ArrayList<>();
		for (int i = 0; i < SENDERS; i++) {
			FutureTask<?> sender = new FutureTask<>(this::send, null);
			senders.add(sender);
			Thread thread = new Thread(sender);
			thread.setDaemon(true);
			thread.start();
		}
		return senders;
	}

	private void send() {
		for (int number = 0; number < EACH; number++) {
			this.commands.add(number);
			this.signaler.send();
			if (number % 64 == 0) {
				Thread.yield();
			}
		}
	}

	/** Once all have sent, no byte may be left, or a selector would spin. */
	private void finish(List<FutureTask<?>> senders) throws Exception {
		for (FutureTask<?> sender : senders) {
			sender.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
		}
		assertThat(drain()).isZero();
		try (Selector selector = Selector.open()) {
			this.signaler.getFd().register(selector, SelectionKey.OP_READ);
			assertThat(selector.selectNow()).isZero();
		}
	}

	private int drain() {
		int received = 0;
		while (true) {
			if (this.commands.poll() != null) {
				received++;
			}
			else if (this.signaler.waitEvent(0)) {
				this.signaler.recv();
			}
			else {
				return received;
			}
		}
	}

}
