package io.pirate.reactor.signaler;

import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import zmq.Ctx;
import zmq.ZError;
import zmq.util.Errno;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The contract that JeroMQ's mailboxes rely on, and the moments between its steps. */
@Timeout(60)
class OneBitSignalerTest {

	private final Ctx ctx = new Ctx();

	private final Errno errno = this.ctx.errno();

	private final OneBitSignaler signaler = new OneBitSignaler(this.ctx, 7, this.errno);

	@AfterEach
	void close() throws IOException {
		Thread.interrupted();
		this.signaler.close();
		this.ctx.terminate();
	}

	@Test
	void withoutASignalTheTimePasses() {
		assertThat(this.signaler.waitEvent(0)).isFalse();
		assertThat(this.errno.get()).isEqualTo(ZError.EAGAIN);
		this.errno.set(0);
		assertThat(this.signaler.waitEvent(3)).isFalse();
		assertThat(this.errno.get()).isEqualTo(ZError.EAGAIN);
		assertThat(isReadable()).isFalse();
	}

	@Test
	void aSignalLastsUntilItIsReceived() {
		this.signaler.send();
		assertThat(isReadable()).isTrue();
		assertThat(this.signaler.waitEvent(0)).isTrue();
		assertThat(this.signaler.waitEvent(5)).isTrue();
		assertThat(this.signaler.waitEvent(-1)).isTrue();
		assertThat(isReadable()).isTrue();
		this.signaler.recv();
		assertThat(isReadable()).isFalse();
		assertThat(this.signaler.waitEvent(0)).isFalse();
	}

	@Test
	void manySignalsAreOneByte() throws IOException {
		for (int i = 0; i < 100_000; i++) {
			this.signaler.send();
		}
		assertThat(this.signaler.waitEvent(0)).isTrue();
		this.signaler.recv();
		assertThat(this.signaler.waitEvent(0)).isFalse();
		assertThat(isReadable()).isFalse();
	}

	@Test
	void aBellIsRungOnceAndNothingWritten() {
		AtomicInteger rung = new AtomicInteger();
		this.signaler.attach(rung::incrementAndGet);
		for (int i = 0; i < 100; i++) {
			this.signaler.send();
		}
		assertThat(rung).hasValue(1);
		assertThat(this.signaler.isRaised()).isTrue();
		assertThat(isReadable()).isFalse();
		this.signaler.recv();
		assertThat(this.signaler.isRaised()).isFalse();
		this.signaler.send();
		assertThat(rung).hasValue(2);
	}

	@Test
	void whatIsUpWhenTheBellGoesIsSeenAtThePipe() {
		AtomicInteger rung = new AtomicInteger();
		this.signaler.attach(rung::incrementAndGet);
		this.signaler.send();
		this.signaler.detach();
		assertThat(isReadable()).isTrue();
		assertThat(this.signaler.waitEvent(0)).isTrue();
		this.signaler.recv();
		assertThat(isReadable()).isFalse();
		this.signaler.send();
		assertThat(isReadable()).isTrue();
		assertThat(rung).hasValue(1);
	}

	@Test
	void whatIsUpWhenTheBellComesHasItsByte() {
		AtomicInteger rung = new AtomicInteger();
		this.signaler.send();
		this.signaler.attach(rung::incrementAndGet);
		assertThat(this.signaler.isRaised()).isTrue();
		this.signaler.recv();
		assertThat(isReadable()).isFalse();
		this.signaler.send();
		assertThat(rung).hasValue(1);
		assertThat(isReadable()).isFalse();
	}

	@Test
	void whoWaitsAtThePipeInSpiteOfABellIsWoken() throws InterruptedException {
		AtomicInteger rung = new AtomicInteger();
		this.signaler.attach(rung::incrementAndGet);
		Thread sender = whenAsleep(Thread.currentThread(), this.signaler::send);
		assertThat(this.signaler.waitEvent(30_000)).isTrue();
		this.signaler.recv();
		sender.join();
		assertThat(rung).hasValue(0);
		this.signaler.send();
		assertThat(rung).hasValue(1);
	}

	@Test
	void aSignalEndsTheWaiting() throws InterruptedException {
		for (long timeout : new long[] { -1, 30_000 }) {
			Thread sender = whenAsleep(Thread.currentThread(), this.signaler::send);
			assertThat(this.signaler.waitEvent(timeout)).isTrue();
			this.signaler.recv();
			sender.join();
		}
	}

	/** The race: stock JeroMQ spins here until the sender's thread runs again. */
	@Test
	void aReaderInBetweenTakesTheBitAndDoesNotWaitForTheByte() {
		assertThat(this.signaler.raise()).isTrue();
		assertThat(this.signaler.waitEvent(0)).isTrue();
		this.signaler.recv();
		assertThat(this.signaler.waitEvent(0)).isFalse();
		assertThat(isReadable()).isFalse();

		this.signaler.writeByte();
		assertThat(isReadable()).isTrue();
		assertThat(this.signaler.waitEvent(0)).isFalse();
		assertThat(isReadable()).isFalse();

		this.signaler.send();
		assertThat(isReadable()).isTrue();
		assertThat(this.signaler.waitEvent(0)).isTrue();
	}

	@Test
	void anOwedByteThatArrivesDoesNotEndTheWaiting() throws InterruptedException {
		this.signaler.raise();
		this.signaler.recv();
		Thread late = whenAsleep(Thread.currentThread(), this.signaler::writeByte);
		assertThat(this.signaler.waitEvent(200)).isFalse();
		late.join();
		assertThat(this.errno.get()).isEqualTo(ZError.EAGAIN);
		assertThat(isReadable()).isFalse();
	}

	/** Bytes look the same: the one taken for an owed one may be that of a new bit. */
	@Test
	void aBitWhoseByteWasTakenForAnOwedOneIsSeen() {
		this.signaler.raise();
		this.signaler.recv();
		this.signaler.send();
		assertThat(this.signaler.waitEvent(0)).isTrue();
		this.signaler.recv();
		assertThat(this.signaler.waitEvent(0)).isFalse();

		this.signaler.writeByte();
		assertThat(this.signaler.waitEvent(0)).isFalse();
		assertThat(isReadable()).isFalse();
	}

	@Test
	void manyOwedBytesAreAllSettled() {
		for (int i = 0; i < 1000; i++) {
			this.signaler.raise();
			this.signaler.recv();
		}
		for (int i = 0; i < 1000; i++) {
			this.signaler.writeByte();
		}
		int looks = 0;
		while (isReadable()) {
			assertThat(this.signaler.waitEvent(0)).isFalse();
			looks++;
		}
		assertThat(looks).isBetween(2, 100);
		assertThat(this.signaler.waitEvent(10)).isFalse();
	}

	@Test
	void anErrorOfEarlierIsNotTakenForOne() {
		this.errno.set(ZError.EINTR);
		this.signaler.send();
		this.signaler.recv();
		assertThat(this.errno.get()).isNotEqualTo(ZError.EINTR);
	}

	@Test
	void anInterruptEndsTheWaitingAndIsTaken() throws InterruptedException {
		Thread waiter = Thread.currentThread();
		Thread other = whenAsleep(waiter, waiter::interrupt);
		assertThat(this.signaler.waitEvent(-1)).isFalse();
		assertThat(this.errno.get()).isEqualTo(ZError.EINTR);
		assertThat(waiter.isInterrupted()).isFalse();
		other.join();

		waiter.interrupt();
		assertThat(this.signaler.waitEvent(0)).isFalse();
		assertThat(this.errno.get()).isEqualTo(ZError.EINTR);
		assertThat(waiter.isInterrupted()).isFalse();

		this.signaler.send();
		assertThat(this.signaler.waitEvent(-1)).isTrue();
	}

	@Test
	void interruptedThreadsSendReceiveAndCloseAndKeepTheirFlag() throws IOException {
		Thread.currentThread().interrupt();
		this.signaler.send();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.signaler.waitEvent(0)).isTrue();

		Thread.currentThread().interrupt();
		this.signaler.recv();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.signaler.waitEvent(0)).isFalse();
		assertThat(this.errno.get()).isEqualTo(ZError.EAGAIN);

		Thread.currentThread().interrupt();
		this.signaler.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.signaler.getFd().isOpen()).isFalse();
	}

	@Test
	void aClosedOneNeitherWaitsNorSends() throws IOException {
		this.signaler.close();
		assertThat(this.signaler.waitEvent(-1)).isFalse();
		assertThat(this.errno.get()).isEqualTo(ZError.EINTR);
		assertThatExceptionOfType(ZError.IOException.class).isThrownBy(this.signaler::send);
		this.errno.set(0);
		this.signaler.recv();
		assertThat(this.errno.get()).isEqualTo(ZError.EINTR);
	}

	@Test
	void closingItEndsTheWaiting() throws InterruptedException {
		Thread closer = whenAsleep(Thread.currentThread(), () -> {
			try {
				this.signaler.close();
			}
			catch (IOException ex) {
				throw new AssertionError(ex);
			}
		});
		assertThat(this.signaler.waitEvent(-1)).isFalse();
		assertThat(this.errno.get()).isEqualTo(ZError.EINTR);
		closer.join();
	}

	private boolean isReadable() {
		try (Selector selector = Selector.open()) {
			Pipe.SourceChannel channel = (Pipe.SourceChannel) this.signaler.getFd();
			channel.register(selector, SelectionKey.OP_READ);
			return selector.selectNow() == 1;
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static Thread whenAsleep(Thread sleeper, Runnable action) {
		Thread thread = new Thread(() -> {
			Awaitility.await()
				.pollDelay(1, TimeUnit.MILLISECONDS)
				.pollInterval(1, TimeUnit.MILLISECONDS)
				.until(() -> Arrays.stream(sleeper.getStackTrace())
					.anyMatch((frame) -> frame.getMethodName().equals("select")));
			action.run();
		});
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

}
