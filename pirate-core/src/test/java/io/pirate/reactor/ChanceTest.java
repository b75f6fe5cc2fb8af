package io.pirate.reactor;

import java.security.SecureRandom;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a queue draws, and what cannot be told from it. */
class ChanceTest {

	@Test
	void whatIsDrawnFirstDoesNotComeFromTheGeneratorOfTheRest() {
		long seed = 42;
		Chance chance = new Chance(new Seeded(seed));
		SplittableRandom fast = new SplittableRandom(seed);
		long[] drawn = LongStream.generate(chance).limit(64).toArray();
		long[] foreseen = LongStream.generate(fast::nextLong).limit(64).toArray();
		assertThat(LongStream.of(drawn).limit(3)).doesNotContainAnyElementsOf(LongStream.of(foreseen).boxed().toList());
		assertThat(LongStream.of(drawn).skip(8)).containsSequence(LongStream.of(foreseen).limit(56).boxed().toList());
	}

	/** Gives the seed first. */
	private static final class Seeded extends SecureRandom {

		private static final long serialVersionUID = 1L;

		private final transient Random rest = new Random(7);

		private transient long first;

		Seeded(long first) {
			this.first = first;
		}

		@Override
		public long nextLong() {
			long next = this.first;
			this.first = this.rest.nextLong();
			return next;
		}

	}

}
