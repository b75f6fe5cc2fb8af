package io.pirate.machine;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tables whose keys peers choose: such as differ only where a plain hash would not look.
 * In one heap together every look-up would pass by all of them.
 */
class ChosenKeysTest {

	private static final int KEYS = 4096;

	private static final int UPPER_BITS = 46;

	private final Scatter scatter = new Scatter(new SecureRandom()::nextLong);

	@Test
	void originsDoNotCrowd() {
		Origins origins = new Origins(this.scatter);
		chosen().forEach((origin) -> origins.add(origin, Peer.ANYONE, 1, 1));
		assertNoCrowd(chosen().map(origins::find).map((place) -> place / 4));
	}

	@Test
	void repliesDoNotCrowd() {
		ReplyIndex index = new ReplyIndex(this.scatter);
		chosen().forEach((origin) -> index.put(origin, 1, 1));
		assertNoCrowd(chosen().map((origin) -> index.find(origin, 1)).map((place) -> place / 3));
	}

	private static LongStream chosen() {
		return LongStream.range(0, KEYS).map((key) -> key << UPPER_BITS);
	}

	/** Of places half of which are free a dozen or two are taken in a row by chance. */
	private static void assertNoCrowd(LongStream taken) {
		long[] places = taken.sorted().toArray();
		int longest = 0;
		int row = 0;
		for (int i = 1; i < places.length; i++) {
			row = (places[i] == places[i - 1] + 1) ? row + 1 : 0;
			longest = Math.max(longest, row);
		}
		assertThat(Arrays.stream(places).distinct().count()).isEqualTo(KEYS);
		assertThat(longest).isLessThan(300);
	}

}
