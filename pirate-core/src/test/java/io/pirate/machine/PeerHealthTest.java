package io.pirate.machine;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PeerHealthTest {

	@ParameterizedTest
	@ValueSource(longs = { 0, Long.MAX_VALUE - 50, Long.MAX_VALUE - 150, Long.MIN_VALUE })
	void expiresAfterItsAllowanceOfSilenceAlsoAcrossTheOverflowOfNanoTime(long start) {
		PeerHealth health = new PeerHealth(100, start);
		assertThat(health.isExpired(start + 99)).isFalse();
		assertThat(health.isExpired(start + 100)).isTrue();
		health.heard(start + 60);
		assertThat(health.isExpired(start + 159)).isFalse();
		assertThat(health.isExpired(start + 160)).isTrue();
		assertThat(health.expiryNanos() - start).isEqualTo(160);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, Long.MAX_VALUE - 50 })
	void ownLatenessIsForgiven(long start) {
		PeerHealth health = new PeerHealth(100, start);
		health.credit(1000);
		assertThat(health.isExpired(start + 1099)).isFalse();
		assertThat(health.isExpired(start + 1100)).isTrue();
	}

}
