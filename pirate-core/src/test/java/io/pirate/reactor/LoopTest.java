package io.pirate.reactor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.wire.Frames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A loop driven by the test itself, with clocks that the test moves. */
class LoopTest {

	private static final long SECOND = 1_000_000_000L;

	private static final Duration SOON = Duration.ofSeconds(10);

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - SECOND);

	private final AtomicLong wall = new AtomicLong(1_700_000_000_000L);

	private final Loop loop = new Loop("loop-test", null, this.nanos::get, this.wall::get);

	private final Story story = new Story();

	private final SocketSettings settings = SocketSettings.server(1024, HeartbeatPolicy.DEFAULT);

	@AfterEach
	void close() {
		this.loop.close();
	}

	@Test
	void aTurnDrainsThenRunsTheInboxThenTicks() {
		this.loop.add(this.story);
		this.loop.execute(() -> this.story.lines.add("task"));
		this.loop.turn(0);
		assertThat(this.story.lines).containsExactly("open", "drain", "task", "tick");
	}

	@Test
	void aLateLoopGivesCreditAndDrainsEverythingBeforeItTicks() {
		this.loop.add(this.story);
		this.loop.turn(0);
		this.story.lines.clear();
		this.story.batches = 3;
		advance(10 * SECOND);
		this.loop.turn(0);
		assertThat(this.story.lines).containsExactly("late 10", "drain", "drain", "drain", "drain", "tick");
	}

	@Test
	void aLittleLatenessIsNobodysConcern() {
		this.loop.add(this.story);
		this.loop.turn(0);
		advance(SECOND / 3);
		this.loop.turn(0);
		assertThat(this.story.lines).noneMatch((line) -> line.startsWith("late"));
	}

	@Test
	void aPauseThatWasMeantToBeIsNotLate() {
		this.loop.add(this.story);
		this.loop.turn(0);
		advance(100 * SECOND);
		this.loop.resume();
		this.loop.turn(0);
		assertThat(this.story.lines).noneMatch((line) -> line.startsWith("late"));
	}

	@Test
	void aStepOfTheWallClockIsToldOnceInBothDirections() {
		this.loop.add(this.story);
		this.loop.turn(0);
		this.wall.addAndGet(-3_600_000);
		this.loop.turn(0);
		this.loop.turn(0);
		assertThat(this.story.lines.stream().filter("stepped"::equals)).hasSize(1);
		this.wall.addAndGet(3_600_000);
		this.loop.turn(0);
		assertThat(this.story.lines.stream().filter("stepped"::equals)).hasSize(2);
	}

	@Test
	void aLongPauseOfBothClocksIsNoStep() {
		this.loop.add(this.story);
		this.loop.turn(0);
		advance(3600 * SECOND);
		this.loop.turn(0);
		assertThat(this.story.lines).doesNotContain("stepped");
	}

	@Test
	void anExceptionOfANodeOrTaskKeepsNobodyFromRunning() {
		Node bad = new Thrower(new IllegalStateException("bad node"));
		this.loop.add(bad);
		this.loop.add(this.story);
		this.loop.execute(() -> {
			throw new IllegalStateException("bad task");
		});
		this.loop.execute(() -> this.story.lines.add("task"));
		this.loop.turn(0);
		assertThat(this.story.lines).containsExactly("open", "drain", "task", "tick");
		assertThat(this.loop.mishaps()).isGreaterThanOrEqualTo(3);
		assertThat(this.loop.failure()).isNull();
	}

	@Test
	void afterRunningOutOfMemoryEverythingIsOpenedAnew() {
		this.loop.add(this.story);
		this.loop.execute(() -> {
			throw new OutOfMemoryError("test");
		});
		this.loop.turn(0);
		assertThat(this.loop.failure()).contains("OutOfMemoryError");
		this.story.lines.clear();
		advance(2 * SECOND);
		this.loop.turn(0);
		assertThat(this.story.lines).contains("close", "open");
		assertThat(this.loop.failure()).isNull();
	}

	@RepeatedTest(3)
	void anIoThreadThatDiesIsReplacedAndThePortBoundAgain() throws Exception {
		LoopPair.Echo echo = new LoopPair.Echo("tcp://127.0.0.1:*", this.settings);
		this.loop.add(echo);
		String endpoint = echo.bound();
		LoopPair.Echo again = new LoopPair.Echo(endpoint, this.settings);
		this.loop.remove(echo);
		await().atMost(SOON).ignoreExceptions().until(() -> {
			this.loop.add(again);
			return true;
		});
		again.port().socket().setMsgAllocator((size) -> {
			throw new AssertionError("the I/O thread dies of this");
		});
		try (io.pirate.testing.RawPeer peer = io.pirate.testing.RawPeer.connect(endpoint)) {
			peer.send(io.pirate.testing.RawPeer.greeting());
			peer.send(io.pirate.testing.RawPeer.ready("DEALER", ""));
			await().atMost(SOON).until(() -> this.loop.failure() != null);
		}
		assertThat(this.loop.failure()).contains("has failed");
		SocketPort dead = again.port();
		this.loop.turn(0);
		advance(2 * SECOND);
		this.loop.turn(0);
		assertThat(this.loop.failure()).isNull();
		assertThat(again.port()).isNotSameAs(dead);
		assertThat(again.bound()).isEqualTo(endpoint);
	}

	@Test
	void aNodeThatCannotOpenIsClosedAndNotRun() {
		LoopPair.Echo echo = new LoopPair.Echo("ipc://nowhere", this.settings);
		assertThatThrownBy(() -> this.loop.add(echo)).isInstanceOf(EndpointException.class);
		this.loop.turn(0);
		assertThat(this.loop.mishaps()).isZero();
	}

	@Test
	void aNodeMayBeRemovedByAnotherOne() {
		this.loop.add(this.story);
		this.loop.execute(() -> this.loop.remove(this.story));
		this.loop.turn(0);
		this.story.lines.clear();
		this.loop.turn(0);
		assertThat(this.story.lines).isEmpty();
	}

	@Test
	void whatWasAcceptedIsRunAndLaterWorkRefused() {
		AtomicInteger ran = new AtomicInteger();
		for (int i = 0; i < 5000; i++) {
			assertThat(this.loop.execute(ran::incrementAndGet)).isTrue();
		}
		this.loop.close();
		assertThat(ran).hasValue(5000);
		assertThat(this.loop.execute(ran::incrementAndGet)).isFalse();
	}

	@Test
	void aCallerCanDriveItAlone() {
		Loop driven = new Loop("driven-loop");
		try {
			LoopPair.Echo echo = new LoopPair.Echo("tcp://127.0.0.1:*", this.settings);
			driven.add(echo);
			LoopPair.Asker asker = new LoopPair.Asker(echo.bound(), this.settings);
			driven.add(asker);
			turnUntil(driven, () -> asker.events.contains("connected"));
			assertThat(asker.port().send(Frames.ofText("by hand"))).isEqualTo(Sent.SENT);
			turnUntil(driven, () -> !asker.received.isEmpty());
			assertThat(asker.received).containsExactly(Frames.ofText("by hand"));
			assertThat(driven.takeInterrupted()).isFalse();
		}
		finally {
			driven.close();
		}
	}

	@Test
	void anInterruptedOwnerIsToldAndItsCloseKeepsTheFlag() {
		Loop driven = new Loop("driven-loop");
		LoopPair.Echo echo = new LoopPair.Echo("tcp://127.0.0.1:*", this.settings);
		driven.add(echo);
		Thread.currentThread().interrupt();
		long start = System.nanoTime();
		driven.turn(SECOND / 10);
		assertThat(driven.takeInterrupted()).isTrue();
		assertThat(driven.takeInterrupted()).isFalse();
		Thread.currentThread().interrupt();
		driven.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(System.nanoTime() - start).isLessThan(8 * SECOND);
		assertThat(driven.failure()).isNull();
	}

	private static void turnUntil(Loop loop, java.util.function.BooleanSupplier done) {
		long deadline = System.nanoTime() + SOON.toNanos();
		while (!done.getAsBoolean()) {
			loop.turn(SECOND / 100);
			assertThat(System.nanoTime() - deadline).isNegative();
		}
	}

	private void advance(long duration) {
		this.nanos.addAndGet(duration);
		this.wall.addAndGet(duration / 1_000_000L);
	}

	/** Writes down what happens to it. */
	private static final class Story implements Node {

		private final List<String> lines = new ArrayList<>();

		private int batches;

		@Override
		public void open(Loop loop) {
			this.lines.add("open");
		}

		@Override
		public boolean drain(long now) {
			this.lines.add("drain");
			return this.batches-- > 0;
		}

		@Override
		public void tick(long now) {
			this.lines.add("tick");
		}

		@Override
		public void late(long nanos) {
			this.lines.add("late " + nanos / SECOND);
		}

		@Override
		public long nextDeadline(long now) {
			return now + SECOND;
		}

		@Override
		public void clockStepped() {
			this.lines.add("stepped");
		}

		@Override
		public void close() {
			this.lines.add("close");
		}

	}

	/** Throws whenever it is asked anything. */
	private record Thrower(RuntimeException exception) implements Node {

		@Override
		public void open(Loop loop) {
		}

		@Override
		public boolean drain(long now) {
			throw this.exception;
		}

		@Override
		public void tick(long now) {
			throw this.exception;
		}

		@Override
		public void late(long nanos) {
			throw this.exception;
		}

		@Override
		public long nextDeadline(long now) {
			throw this.exception;
		}

		@Override
		public void close() {
			throw this.exception;
		}

	}

}
