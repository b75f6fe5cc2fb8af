package io.pirate.machine;

import java.security.SecureRandom;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever chooses keys does not choose places. */
class ScatterTest {

	private static final int KEYS = 4096;

	private static final int PLACES = 1 << 17;

	private final Scatter scatter = new Scatter(new SecureRandom()::nextLong);

	@Test
	void theSameKeyGoesToTheSamePlace() {
		assertThat(this.scatter.of(3, 4)).isEqualTo(this.scatter.of(3, 4));
	}

	@Test
	void keysThatDifferInTheirUpperBitsOnlyAreSpread() {
		assertSpread(LongStream.range(0, KEYS).map((key) -> this.scatter.of(key << 52, 1)));
		assertSpread(LongStream.range(0, KEYS).map((key) -> this.scatter.of(1, key << 52)));
	}

	@Test
	void keysThatDifferInTheirLowerBitsOnlyAreSpread() {
		assertSpread(LongStream.range(0, KEYS).map((key) -> this.scatter.of(key, 0)));
		assertSpread(LongStream.range(0, KEYS).map((key) -> this.scatter.of(0, key)));
	}

	@Test
	void keysThatOutweighEachOtherAreSpread() {
		assertSpread(LongStream.range(0, KEYS).map((key) -> this.scatter.of(key, key)));
		assertSpread(LongStream.range(0, KEYS).map((key) -> this.scatter.of(key, -key)));
		assertSpread(LongStream.range(0, KEYS).map((key) -> this.scatter.of(-key * 0x9E3779B97F4A7C15L, key)));
	}

	/** By chance 62 of them meet another one. */
	private static void assertSpread(LongStream hashes) {
		assertThat(hashes.map((hash) -> hash & (PLACES - 1)).distinct().count()).isGreaterThan(KEYS - 200);
	}

}
