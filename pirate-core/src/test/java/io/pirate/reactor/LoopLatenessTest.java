package io.pirate.reactor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a loop tells its nodes after it was stopped for a while. */
class LoopLatenessTest {

	private static final long MILLI = 1_000_000;

	private final AtomicLong clock = new AtomicLong();

	private final List<String> told = new ArrayList<>();

	/** How often draining leaves more to be drained; each time takes a millisecond. */
	private int flood;

	private final Loop loop = new Loop("late", null, this.clock::get, () -> this.clock.get() / MILLI);

	@Test
	void creditComesBeforeWhatWaitedIsReadAndBothBeforeTheTick() {
		turnAfter(0);
		turnAfter(2_000);
		assertThat(this.told).containsExactly("drain", "tick", "late 2000", "drain", "tick");
		this.loop.close();
	}

	@Test
	void aLittleLatenessIsNotTold() {
		turnAfter(0);
		turnAfter(400);
		assertThat(this.told).containsExactly("drain", "tick", "drain", "tick");
		this.loop.close();
	}

	/** Peers that get no heartbeats from it would leave. */
	@Test
	void aFloodDoesNotKeepALateLoopFromItsTick() {
		turnAfter(0);
		this.flood = 10_000;
		turnAfter(2_000);
		assertThat(this.told).endsWith("tick");
		assertThat(this.clock.get()).isLessThanOrEqualTo(2_200 * MILLI);
		assertThat(this.flood).isPositive();
		this.loop.close();
	}

	private void turnAfter(long millis) {
		if (this.told.isEmpty()) {
			this.loop.add(new Teller());
		}
		this.clock.addAndGet(millis * MILLI);
		this.loop.turn(0);
	}

	/** Notes what it is told. */
	private final class Teller implements Node {

		@Override
		public void open(Loop owner) {
			// needs no sockets
		}

		@Override
		public boolean drain(long now) {
			LoopLatenessTest.this.told.add("drain");
			if (LoopLatenessTest.this.flood == 0) {
				return false;
			}
			LoopLatenessTest.this.clock.addAndGet(MILLI);
			return --LoopLatenessTest.this.flood > 0;
		}

		@Override
		public void tick(long now) {
			LoopLatenessTest.this.told.add("tick");
		}

		@Override
		public void late(long nanos) {
			LoopLatenessTest.this.told.add("late " + nanos / MILLI);
		}

		@Override
		public long nextDeadline(long now) {
			return now + 60_000 * MILLI;
		}

		@Override
		public void close() {
			// has nothing to close
		}

	}

}
