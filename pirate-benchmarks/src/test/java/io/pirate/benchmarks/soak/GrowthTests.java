package io.pirate.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What counts as growth. */
class GrowthTests {

	private static final long MEBIBYTE = 1024 * 1024;

	@Test
	void cachesThatFillAtFirstAreNone() {
		assertThat(growth((i) -> new Period(1000, 300, 0, Math.min(i, 8) * 4 * MEBIBYTE, 40, 90))).isEmpty();
	}

	@Test
	void whatGrowsToTheEndIsTold() {
		assertThat(growth((i) -> new Period(1000, 300, 0, i * 4 * MEBIBYTE, 40 + i, 90 + i))).containsExactly(
				"heap of the queue in MiB from 56.0 to 104.0", "threads from 54.0 to 66.0",
				"descriptors from 104.0 to 116.0");
	}

	@Test
	void lostRequestsAreNeverFlat() {
		assertThat(growth((i) -> new Period(1000, 300, (i == 3) ? 2 : 0, MEBIBYTE, 40, 90)))
			.containsExactly("2 requests without an answer");
	}

	private static List<String> growth(IntFunction<Period> period) {
		List<Period> periods = new ArrayList<>();
		for (int i = 0; i < 32; i++) {
			periods.add(period.apply(i));
		}
		return Growth.of(periods);
	}

}
