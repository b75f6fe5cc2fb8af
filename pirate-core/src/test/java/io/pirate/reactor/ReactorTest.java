package io.pirate.reactor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.testing.Gate;
import io.pirate.wire.Frames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class ReactorTest {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	private final Reactor reactor = new Reactor("reactor-test");

	private final SocketSettings settings = SocketSettings.server(1024 * 1024, HeartbeatPolicy.DEFAULT);

	@AfterEach
	void close() {
		this.reactor.close();
	}

	@Test
	void aMessageGoesThereAndBack() throws Exception {
		this.reactor.start();
		LoopPair.Echo echo = new LoopPair.Echo("tcp://127.0.0.1:*", this.settings);
		add(echo);
		LoopPair.Asker asker = new LoopPair.Asker(echo.bound(), this.settings);
		add(asker);
		await().atMost(SOON).until(() -> asker.events.contains("connected"));
		Sent sent = this.reactor.call(() -> asker.port().send(Frames.ofText("", "hello", "world")), SOON);
		assertThat(sent).isEqualTo(Sent.SENT);
		await().atMost(SOON).until(() -> !asker.received.isEmpty());
		assertThat(asker.received).containsExactly(Frames.ofText("", "hello", "world"));
		this.reactor.execute(() -> this.reactor.loop().remove(asker));
		await().atMost(SOON).until(() -> !echo.ended.isEmpty());
		assertThat(echo.ended.get(0).identity()).isEqualTo(echo.received.get(0).identity());
	}

	@Test
	void anIdleReactorSleeps() throws Exception {
		this.reactor.start();
		LoopPair.Echo echo = new LoopPair.Echo("tcp://127.0.0.1:*", this.settings);
		add(echo);
		AtomicInteger before = new AtomicInteger(echo.ticks.get());
		await().pollDelay(Duration.ofSeconds(3)).atMost(SOON).until(() -> true);
		assertThat(echo.ticks.get() - before.get()).isLessThanOrEqualTo(8);
	}

	@Test
	void workWakesASleepingReactorWithoutDelay() throws Exception {
		this.reactor.start();
		add(new LoopPair.Echo("tcp://127.0.0.1:*", this.settings));
		long start = System.nanoTime();
		for (int i = 0; i < 200; i++) {
			this.reactor.<Object>call(() -> "done", SOON);
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
	}

	@Test
	void everyTaskOfManyThreadsIsRunOnceOnTheReactorsThread() throws Exception {
		this.reactor.start();
		AtomicInteger ran = new AtomicInteger();
		AtomicInteger elsewhere = new AtomicInteger();
		CountDownLatch done = new CountDownLatch(4 * 5000);
		List<Thread> threads = Stream.generate(() -> new Thread(() -> {
			for (int i = 0; i < 5000; i++) {
				this.reactor.execute(() -> {
					ran.incrementAndGet();
					if (!Thread.currentThread().getName().equals("reactor-test")) {
						elsewhere.incrementAndGet();
					}
					done.countDown();
				});
			}
		})).limit(4).toList();
		threads.forEach(Thread::start);
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(ran).hasValue(20_000);
		assertThat(elsewhere).hasValue(0);
	}

	@Test
	void interruptedCallersDoNoHarm() throws Exception {
		this.reactor.start();
		add(new LoopPair.Echo("tcp://127.0.0.1:*", this.settings));
		for (int i = 0; i < 50; i++) {
			Thread.currentThread().interrupt();
			CompletableFuture<String> done = new CompletableFuture<>();
			this.reactor.execute(() -> done.complete("done"));
			assertThat(Thread.interrupted()).isTrue();
			assertThat(done.get(10, TimeUnit.SECONDS)).isEqualTo("done");
		}
		assertThat(this.reactor.loop().failure()).isNull();
	}

	@Test
	void callersWhoAreInterruptedWhileTheyHandOverDoNoHarm() throws Exception {
		this.reactor.start();
		add(new LoopPair.Echo("tcp://127.0.0.1:*", this.settings));
		for (int i = 0; i < 200; i++) {
			CompletableFuture<String> done = new CompletableFuture<>();
			Thread caller = new Thread(() -> this.reactor.execute(() -> done.complete("done")));
			caller.start();
			caller.interrupt();
			assertThat(done.get(10, TimeUnit.SECONDS)).isEqualTo("done");
			caller.join();
		}
	}

	@Test
	void whatATaskThrowsReachesItsCaller() {
		this.reactor.start();
		assertThatThrownBy(() -> this.reactor.<Object>call(() -> {
			throw new IllegalArgumentException("mine");
		}, SOON)).isInstanceOf(IllegalArgumentException.class).hasMessage("mine");
		assertThatThrownBy(() -> this.reactor.<Object>call(() -> {
			throw new IOException("checked");
		}, SOON)).isInstanceOf(IllegalStateException.class).hasCauseInstanceOf(IOException.class);
	}

	@Test
	void aBusyReactorIsNotWaitedForLongerThanAllowed() {
		this.reactor.start();
		CountDownLatch release = new CountDownLatch(1);
		this.reactor.execute(() -> awaitQuietly(release));
		assertThatThrownBy(() -> this.reactor.<Object>call(() -> "never", Duration.ofMillis(50)))
			.isInstanceOf(TimeoutException.class);
		release.countDown();
	}

	@Test
	void aCallOnTheReactorsOwnThreadRunsAtOnce() throws Exception {
		this.reactor.start();
		String result = this.reactor.call(() -> this.reactor.call(() -> "inner", SOON), SOON);
		assertThat(result).isEqualTo("inner");
	}

	@Test
	void anInterruptOfTheReactorsThreadIsSurvived() throws Exception {
		this.reactor.start();
		LoopPair.Echo echo = new LoopPair.Echo("tcp://127.0.0.1:*", this.settings);
		add(echo);
		LoopPair.Asker asker = new LoopPair.Asker(echo.bound(), this.settings);
		add(asker);
		await().atMost(SOON).until(() -> asker.events.contains("connected"));
		for (int i = 1; i <= 20; i++) {
			int expected = i;
			this.reactor.execute(() -> Thread.currentThread().interrupt());
			this.reactor.<Object>call(() -> asker.port().send(Frames.ofText("after", "interrupt")), SOON);
			await().atMost(SOON).until(() -> asker.received.size() == expected);
		}
		assertThat(asker.received).allMatch(Frames.ofText("after", "interrupt")::equals);
	}

	@Test
	void closingIsCleanAndBoundedAndMayBeRepeatedFiftyTimes() throws Exception {
		for (int i = 0; i < 50; i++) {
			Reactor one = new Reactor("reactor-" + i);
			one.start();
			LoopPair.Echo echo = new LoopPair.Echo("tcp://127.0.0.1:*", this.settings);
			LoopPair.Asker asker = one.call(() -> {
				one.loop().add(echo);
				LoopPair.Asker opened = new LoopPair.Asker(echo.bound(), this.settings);
				one.loop().add(opened);
				return opened;
			}, SOON);
			await().atMost(SOON).until(() -> asker.events.contains("connected"));
			long start = System.nanoTime();
			one.close();
			one.close();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(3500));
			assertThat(one.execute(() -> {
			})).isFalse();
		}
		await().atMost(SOON).until(() -> threads("reactor-") == 0);
	}

	@Test
	void closingWithoutStartingIsFine() {
		new Reactor("never-started").close();
	}

	@Test
	void twoThousandConnectionsComeAndGoWithoutLeavingAnything() throws Exception {
		Assumptions.assumeTrue(Files.isDirectory(DESCRIPTORS), "no /proc on this machine");
		this.reactor.start();
		LoopPair.Echo echo = new LoopPair.Echo("tcp://127.0.0.1:*", this.settings);
		add(echo);
		cycle(echo, 50);
		long before = descriptors();
		cycle(echo, Gate.of(2000, 100_000));
		await().atMost(SOON).untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(before + 10));
	}

	private void cycle(LoopPair.Echo echo, int times) throws Exception {
		for (int i = 0; i < times; i++) {
			CompletableFuture<Frames> answer = new CompletableFuture<>();
			OneShot shot = new OneShot(echo.bound(), this.settings, Frames.ofText("cycle", Integer.toString(i)),
					answer);
			this.reactor.execute(() -> this.reactor.loop().add(shot));
			assertThat(answer.get(15, TimeUnit.SECONDS)).isEqualTo(shot.question());
			this.reactor.execute(() -> this.reactor.loop().remove(shot));
		}
	}

	private void add(Node node) throws Exception {
		this.reactor.<Object>call(() -> {
			this.reactor.loop().add(node);
			return "added";
		}, SOON);
	}

	private static long descriptors() throws IOException {
		try (Stream<Path> open = Files.list(DESCRIPTORS)) {
			return open.count();
		}
	}

	private static long threads(String prefix) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().matches(prefix + "[0-9]+.*"))
			.count();
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
