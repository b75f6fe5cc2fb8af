package io.pirate.machine;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTest {

	private static final double NO_JITTER = 0.5;

	private static long seconds(long seconds) {
		return Duration.ofSeconds(seconds).toNanos();
	}

	@Test
	void doublesUpToItsLimitAndStartsAgainAfterAReset() {
		Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5));
		assertThat(backoff.next(NO_JITTER)).isEqualTo(seconds(1));
		assertThat(backoff.next(NO_JITTER)).isEqualTo(seconds(2));
		assertThat(backoff.next(NO_JITTER)).isEqualTo(seconds(4));
		assertThat(backoff.next(NO_JITTER)).isEqualTo(seconds(5));
		assertThat(backoff.next(NO_JITTER)).isEqualTo(seconds(5));
		backoff.reset();
		assertThat(backoff.next(NO_JITTER)).isEqualTo(seconds(1));
	}

	@Test
	void spreadsByTenPercentBothWays() {
		assertThat(new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(10)).next(0)).isEqualTo(seconds(9));
		assertThat(new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(10)).next(1)).isEqualTo(seconds(11));
	}

	@Test
	void neverTurnsNegativeHoweverLongItsPauses() {
		Backoff backoff = new Backoff(Duration.ofDays(36_000), Duration.ofDays(73_000));
		for (int i = 0; i < 10; i++) {
			assertThat(backoff.next(0)).isPositive();
		}
	}

}
