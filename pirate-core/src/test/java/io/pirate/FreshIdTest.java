package io.pirate;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FreshIdTest {

	private static final int TIME_DIGITS = 12;

	@Test
	void idsAreThirtyTwoHexDigitsAndNeverTwice() {
		Set<String> ids = new HashSet<>();
		for (int i = 0; i < 10_000; i++) {
			String id = FreshId.next();
			assertThat(id).matches("[0-9a-f]{32}");
			assertThat(ids.add(id)).isTrue();
		}
	}

	@Test
	void whatIsMadeLaterSortsLater() {
		long before = System.currentTimeMillis();
		long made = Long.parseLong(FreshId.next().substring(0, TIME_DIGITS), 16);
		assertThat(made).isBetween(before, System.currentTimeMillis());
	}

	@Test
	void nothingOfTheRestIsTheSameInTwoOfOneMillisecond() {
		Set<String> rests = new HashSet<>();
		for (int i = 0; i < 10_000; i++) {
			assertThat(rests.add(FreshId.next().substring(TIME_DIGITS))).isTrue();
		}
	}

}
