package io.pirate.reactor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.reactor.signaler.SignalerInstallation;
import io.pirate.wire.Frames;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Loops whose owners do the work of JeroMQ's I/O thread. */
@Timeout(120)
class DrivenWaitingTest {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final int SOCKETS = 200;

	private final SocketSettings settings = SocketSettings.server(1024, HeartbeatPolicy.DEFAULT);

	@BeforeEach
	void isThere() {
		assumeTrue(SignalerInstallation.install().ours(), "switched off");
		assertThat(DrivenWaiting.isAvailable()).isTrue();
	}

	@Test
	void socketsComeAndGoWhileTheLoopSleeps() throws Exception {
		try (Reactor reactor = started("many-sockets")) {
			String endpoint = echo(reactor).bound();
			LoopPair.Asker stays = asker(reactor, endpoint);
			List<LoopPair.Asker> others = new ArrayList<>();
			for (int i = 0; i < SOCKETS; i++) {
				others.add(new LoopPair.Asker(endpoint, this.settings));
				add(reactor, others.get(i));
			}
			await().atMost(SOON).until(() -> others.stream().allMatch((each) -> each.events.contains("connected")));
			for (LoopPair.Asker other : others) {
				reactor.execute(() -> other.port().send(Frames.ofText("from one of many")));
			}
			await().atMost(SOON).until(() -> others.stream().allMatch((each) -> each.received.size() == 1));
			for (LoopPair.Asker other : others) {
				reactor.execute(() -> reactor.loop().remove(other));
			}
			reactor.execute(() -> stays.port().send(Frames.ofText("still here")));
			await().atMost(SOON).until(() -> !stays.received.isEmpty());
			assertThat(reactor.loop().failure()).isNull();
			assertThat(reactor.loop().mishaps()).isZero();
		}
	}

	@Test
	void whoLeavesTheLoopLeavesItToTheIoThread() throws Exception {
		AtomicReference<Loop> left = new AtomicReference<>();
		Loop loop = new Loop("left", () -> {
			Loop idle = left.getAndSet(null);
			if (idle != null) {
				idle.leave();
			}
		});
		try {
			LoopPair.Echo echo = new LoopPair.Echo("tcp://127.0.0.1:*", this.settings);
			loop.add(echo);
			loop.turn(0);
			for (int i = 0; i < 20; i++) {
				// in our hands again, and left again
				loop.resume();
				loop.turn(0);
				left.set(loop);
				assertThat(greeting(echo.bound())).isEqualTo(0xff);
				await().atMost(SOON).until(() -> left.get() == null);
			}
			assertThat(loop.failure()).isNull();
		}
		finally {
			loop.close();
		}
	}

	/** As a handler on the I/O thread may that should not be there. */
	@Test
	void whileTheOwnerIsBusyOrWaitsTheIoThreadAnswersStrangers() throws Exception {
		try (Reactor reactor = started("busy")) {
			LoopPair.Echo echo = echo(reactor);
			CountDownLatch waiting = new CountDownLatch(1);
			CountDownLatch over = new CountDownLatch(1);
			AtomicBoolean inTime = new AtomicBoolean();
			reactor.execute(() -> {
				waiting.countDown();
				try {
					inTime.set(over.await(SOON.toSeconds(), TimeUnit.SECONDS));
				}
				catch (InterruptedException ex) {
					throw new AssertionError(ex);
				}
			});
			assertThat(waiting.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(greeting(echo.bound())).isEqualTo(0xff);
			over.countDown();
			await().atMost(SOON).untilTrue(inTime);
			LoopPair.Asker asker = asker(reactor, echo.bound());
			reactor.execute(() -> asker.port().send(Frames.ofText("as before")));
			await().atMost(SOON).until(() -> !asker.received.isEmpty());
		}
	}

	/** As a handler does that restores the flag, and runs on the loop's thread. */
	@Test
	void anInterruptOfTheOwnerClosesNoConnection() throws Exception {
		try (Reactor server = started("interrupted"); Reactor client = started("asker")) {
			LoopPair.Asker asker = asker(client, echo(server).bound());
			for (int i = 0; i < 100; i++) {
				server.execute(() -> Thread.currentThread().interrupt());
				client.execute(() -> asker.port().send(Frames.ofText("all the same")));
				int expected = i + 1;
				await().pollInterval(Duration.ofMillis(1)).atMost(SOON).until(() -> asker.received.size() == expected);
			}
			assertThat(asker.events).doesNotContain("disconnected");
		}
	}

	private static Reactor started(String name) {
		Reactor reactor = new Reactor(name);
		reactor.start();
		return reactor;
	}

	private LoopPair.Echo echo(Reactor reactor) throws Exception {
		LoopPair.Echo echo = new LoopPair.Echo("tcp://127.0.0.1:*", this.settings);
		add(reactor, echo);
		return echo;
	}

	private LoopPair.Asker asker(Reactor reactor, String endpoint) throws Exception {
		LoopPair.Asker asker = new LoopPair.Asker(endpoint, this.settings);
		add(reactor, asker);
		await().atMost(SOON).until(() -> asker.events.contains("connected"));
		return asker;
	}

	private static void add(Reactor reactor, Node node) throws Exception {
		reactor.call(() -> {
			reactor.loop().add(node);
			return true;
		}, SOON);
	}

	/** The first byte that a stranger is sent. */
	private static int greeting(String endpoint) throws IOException {
		URI uri = URI.create(endpoint);
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
			socket.setSoTimeout((int) SOON.toMillis());
			return socket.getInputStream().read();
		}
	}

}
