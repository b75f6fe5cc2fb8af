package io.pirate.reactor;

import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.reactor.signaler.SignalerInstallation;
import io.pirate.wire.Frames;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import zmq.io.net.SelectorProviderChooser;
import zmq.poll.Poller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The sleep of a loop that does JeroMQ's work itself. A real loop never sleeps for more
 * than a second, which looks like a busy machine; these here sleep until somebody wakes
 * them, so that a wake-up that is lost is lost for good.
 */
@Timeout(180)
class DrivenSleepTest {

	private static final long FOR_EVER = TimeUnit.DAYS.toNanos(1);

	private static final int PATIENCE_SECONDS = 30;

	private static final int HAND_OVERS = 50_000;

	private static final int MESSAGES = 20_000;

	/** No heartbeat of the transport wakes anybody before a test has failed. */
	private final SocketSettings settings = SocketSettings.server(1024, new HeartbeatPolicy(Duration.ofMinutes(10), 3));

	@BeforeEach
	void isThere() {
		assumeTrue(SignalerInstallation.install().ours(), "switched off");
		assertThat(DrivenWaiting.isAvailable()).isTrue();
	}

	/** Each time the owner is falling asleep, or just has. */
	@Test
	void noTaskIsHandedOverInVain() throws Exception {
		try (Sleeper sleeper = new Sleeper(this::bound)) {
			for (int i = 0; i < HAND_OVERS; i++) {
				CountDownLatch done = new CountDownLatch(1);
				sleeper.inbox.add(done::countDown);
				assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("hand-over %d", i).isTrue();
			}
		}
	}

	/** There and back again, between two that fall asleep after each message. */
	@Test
	void noMessageIsSentInVain() throws Exception {
		Semaphore back = new Semaphore(0);
		try (Sleeper server = new Sleeper(this::bound);
				Sleeper client = new Sleeper((sockets) -> sockets.dealer(this.settings, null, new Connected(back)))) {
			server.serve();
			client.run(() -> client.port.connect(server.port.boundEndpoint()));
			awaitOne(back, "the connection");
			client.answer(back);
			for (int i = 0; i < MESSAGES; i++) {
				client.inbox.add(() -> client.port.send(Frames.ofText("over and over")));
				awaitOne(back, "message " + i);
			}
		}
	}

	/** As the end of a pair's link that only speaks. */
	@Test
	void aSocketThatNobodyReadsDoesNotKeepItsOwnerAwake() throws Exception {
		Semaphore connected = new Semaphore(0);
		try (Sleeper server = new Sleeper(this::bound);
				Sleeper client = new Sleeper(
						(sockets) -> sockets.dealer(this.settings, null, new Connected(connected)))) {
			server.serve();
			client.run(() -> client.port.connect(server.port.boundEndpoint()));
			awaitOne(connected, "the connection");
			long began = System.nanoTime();
			client.run(() -> {
				for (int i = 0; i < 20; i++) {
					client.context.sleep(TimeUnit.MILLISECONDS.toNanos(50));
				}
			});
			assertThat(System.nanoTime() - began).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(500));
		}
	}

	@Test
	void whoHasBeenInterruptedDoesNotSleep() throws Exception {
		try (Sleeper sleeper = new Sleeper(this::bound)) {
			sleeper.run(() -> {
				// what came with the socket keeps it awake at first
				sleeper.context.sleep(TimeUnit.MILLISECONDS.toNanos(1));
				sleeper.context.sleep(TimeUnit.MILLISECONDS.toNanos(1));
				Thread.currentThread().interrupt();
				sleeper.context.sleep(FOR_EVER);
				assertThat(sleeper.context.takeInterrupted()).isTrue();
			});
		}
	}

	/** JeroMQ's mailbox takes the flag of whoever reads it, and tells nobody. */
	@Test
	void anInterruptWhileCommandsAreReadIsNotForgotten() {
		AtomicReference<@Nullable Helm> helm = new AtomicReference<>();
		try (ZContext context = new ZContext()) {
			context.setThreadFactor((target, role) -> {
				Runnable task = target;
				if (target instanceof Poller io && role.startsWith("iothread")) {
					Helm made = new Helm(io, null);
					helm.set(made);
					task = made;
				}
				return new Thread(task, role);
			});
			context.createSocket(SocketType.DEALER);
			Helm taken = helm.get();
			assertThat(taken).isNotNull();
			taken.take();
			taken.begin();
			try {
				Thread.currentThread().interrupt();
				taken.poller().prepare();
				assertThat(Thread.interrupted()).isTrue();
			}
			finally {
				taken.end();
				taken.give();
			}
		}
	}

	/** Who waits for an answer must not wait for a name server. */
	@Test
	void namesAreResolvedByTheIoThreadAndNotByACallerWhoDrives() throws Exception {
		Semaphore connected = new Semaphore(0);
		Semaphore attempts = new Semaphore(0);
		Set<String> threads = ConcurrentHashMap.newKeySet();
		try (Sleeper client = new Sleeper((sockets) -> sockets.dealer(this.settings, null, new Connected(connected)),
				() -> {
				})) {
			try (Sleeper server = new Sleeper(this::bound)) {
				server.serve();
				client.run(() -> {
					// asked as soon as a name has its address
					SelectorProviderChooser chooser = (address, options) -> {
						threads.add(Thread.currentThread().getName());
						attempts.release();
						return SelectorProvider.provider();
					};
					client.port.socket().base().setSocketOpt(zmq.ZMQ.ZMQ_SELECTOR_PROVIDERCHOOSER, chooser);
					client.port.connect(server.port.boundEndpoint().replace("127.0.0.1", "localhost"));
				});
				awaitOne(connected, "the connection");
				// now it drives
				client.run(() -> client.context.sleep(TimeUnit.MILLISECONDS.toNanos(1)));
			}
			attempts.drainPermits();
			assertThat(attempts.tryAcquire(3, PATIENCE_SECONDS, TimeUnit.SECONDS)).as("connects anew").isTrue();
			assertThat(threads).containsExactly("sleeper-iothread-2");
		}
	}

	private SocketPort bound(SocketFactory sockets) {
		return sockets.bindRouter("tcp://127.0.0.1:*", this.settings);
	}

	private static void awaitOne(Semaphore semaphore, String what) throws InterruptedException {
		assertThat(semaphore.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(what).isTrue();
	}

	/** Owns one socket, and sleeps whenever there is nothing to do. */
	private static final class Sleeper implements AutoCloseable {

		private final Wakeup wakeup = new Wakeup();

		private final Inbox inbox = new Inbox(this.wakeup);

		private final SocketContext context;

		private final SocketPort port;

		private final Thread thread = new Thread(this::live, "sleeper");

		private @Nullable Runnable drain;

		private boolean closed;

		Sleeper(Function<SocketFactory, SocketPort> opening) {
			this(opening, null);
		}

		/** The thread comes after the socket, which is its from then on. */
		Sleeper(Function<SocketFactory, SocketPort> opening, @Nullable Runnable watch) {
			this.context = new SocketContext("sleeper", this.inbox, this.wakeup, watch);
			this.port = opening.apply(new SocketFactory(() -> this.context));
			this.context.register(this.port);
			this.thread.setDaemon(true);
			this.thread.start();
		}

		private void live() {
			while (!this.closed) {
				if (this.drain != null) {
					this.drain.run();
				}
				this.inbox.run(1, Runnable::run);
				if (!this.closed) {
					this.context.sleep(FOR_EVER);
				}
			}
			this.context.close();
		}

		void serve() throws InterruptedException {
			run(() -> this.drain = () -> {
				for (Addressed message = this.port.receiveFrom(); message != null; message = this.port.receiveFrom()) {
					if (!message.ended()) {
						this.port.sendTo(message.identity(), message.frames());
					}
				}
			});
		}

		void answer(Semaphore received) throws InterruptedException {
			run(() -> this.drain = () -> {
				while (this.port.receive() != null) {
					received.release();
				}
			});
		}

		/** Runs something on its thread, and waits for it. */
		void run(Runnable task) throws InterruptedException {
			AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
			CountDownLatch done = new CountDownLatch(1);
			this.inbox.add(() -> {
				try {
					task.run();
				}
				catch (Throwable ex) {
					failure.set(ex);
				}
				done.countDown();
			});
			assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
			assertThat(failure.get()).isNull();
		}

		@Override
		public void close() {
			this.inbox.add(() -> this.closed = true);
			await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(() -> !this.thread.isAlive());
		}

	}

	/** Tells that a connection is there. */
	private record Connected(Semaphore semaphore) implements ConnectionListener {

		@Override
		public void connected() {
			this.semaphore.release();
		}

		@Override
		public void disconnected() {
		}

	}

}
