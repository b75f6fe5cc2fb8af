package io.pirate.spring.star;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.integration.support.locks.DistributedLock;
import org.springframework.integration.support.locks.RenewableLockRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/** A lock whose registry fails, forgets or gives it to somebody else. */
class HeldLockTests implements RenewableLockRegistry<DistributedLock> {

	private static final Duration TTL = Duration.ofSeconds(3);

	private final HeldLock lock = new HeldLock(this, "key", TTL);

	private boolean free = true;

	private @Nullable RuntimeException failure;

	private int renewals;

	private int unlocks;

	@Test
	void holdsForLessThanTheRegistryDoes() {
		assertThat(this.lock.hold(1_000)).isTrue();
		assertThat(this.lock.untilNanos()).isEqualTo(1_000 + TTL.toNanos() * 2 / 3);
		assertThat(this.lock.hold(2_000)).isTrue();
		assertThat(this.renewals).isOne();
		assertThat(this.lock.untilNanos()).isEqualTo(2_000 + TTL.toNanos() * 2 / 3);
	}

	@Test
	void somebodyElseHasIt() {
		this.free = false;
		assertThat(this.lock.hold(1_000)).isFalse();
		this.lock.release();
		assertThat(this.unlocks).isZero();
		this.free = true;
		assertThat(this.lock.hold(2_000)).isTrue();
	}

	@Test
	void whoLostItIsToldAtOnce() {
		this.lock.hold(System.nanoTime());
		this.failure = new IllegalStateException("somebody else's");
		assertThat(this.lock.hold(System.nanoTime())).isFalse();
		assertThat(this.lock.trouble()).contains("somebody else's");
		assertThat(this.unlocks).isOne();
	}

	@Test
	void aRegistryThatFailsMayAnswerAgainInTime() {
		this.lock.hold(System.nanoTime());
		long until = this.lock.untilNanos();
		this.failure = new RuntimeException("no connection");
		assertThat(this.lock.hold(System.nanoTime())).isTrue();
		assertThat(this.lock.untilNanos()).as("not longer for that").isEqualTo(until);
		this.failure = null;
		assertThat(this.lock.hold(System.nanoTime())).isTrue();
		assertThat(this.lock.untilNanos()).isGreaterThan(until);
	}

	@Test
	void aRegistryThatFailsForTooLongHasTakenItBack() {
		this.lock.hold(System.nanoTime() - TTL.toNanos());
		this.failure = new RuntimeException("no connection");
		assertThat(this.lock.hold(System.nanoTime())).isFalse();
		assertThat(this.unlocks).isOne();
	}

	@Override
	public DistributedLock obtain(Object key) {
		return new Remote();
	}

	@Override
	public void renewLock(Object key) {
		renewLock(key, Duration.ZERO);
	}

	@Override
	public void renewLock(Object key, Duration ttl) {
		if (this.failure != null) {
			throw this.failure;
		}
		assertThat(ttl).isEqualTo(TTL);
		this.renewals++;
	}

	/** Only what is needed. */
	private final class Remote implements DistributedLock {

		@Override
		public void lock(Duration ttl) {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean tryLock(Duration wait, Duration ttl) {
			assertThat(ttl).isEqualTo(TTL);
			return HeldLockTests.this.free;
		}

		@Override
		public void lock() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void lockInterruptibly() {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean tryLock() {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean tryLock(long time, TimeUnit unit) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void unlock() {
			HeldLockTests.this.unlocks++;
		}

		@Override
		public Condition newCondition() {
			throw new UnsupportedOperationException();
		}

	}

}
