package io.pirate.machine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who counts calls, and until when it is known. */
class OriginsTest {

	private static final Peer ONE = Peer.named("one", List.of(), List.of());

	private final Origins origins = new Origins(new Scatter(new Random(3)::nextLong));

	@Test
	void anOriginIsKnownAsLongAsOneOfItsCalls() {
		int place = this.origins.add(7, ONE, 3, 1);
		this.origins.retain(place);
		assertThat(this.origins.find(8)).isNegative();
		this.origins.release(7);
		assertThat(this.origins.find(7)).isEqualTo(place);
		this.origins.release(7);
		assertThat(this.origins.find(7)).isNegative();
		assertThat(this.origins.size()).isZero();
		this.origins.release(7);
		assertThat(this.origins.size()).isZero();
	}

	@Test
	void zeroIsAnOriginLikeOthers() {
		assertThat(this.origins.find(0)).isNegative();
		int place = this.origins.add(0, ONE, 0, 0);
		assertThat(this.origins.find(0)).isEqualTo(place);
	}

	@Test
	void itBelongsToWhoeverHasThatNameWhateverHisRights() {
		int place = this.origins.add(7, ONE, 3, 1);
		assertThat(this.origins.isOf(place, ONE)).isTrue();
		assertThat(this.origins.isOf(place, Peer.named("one", List.of("*"), List.of()))).isTrue();
		assertThat(this.origins.isOf(place, Peer.named("two", List.of(), List.of()))).isFalse();
		assertThat(this.origins.isOf(place, Peer.ANYONE)).isFalse();
	}

	@Test
	void numbersOnlyRise() {
		int place = this.origins.add(7, ONE, 3, 1);
		this.origins.reach(place, 9);
		this.origins.reach(place, 5);
		this.origins.done(place, 4);
		assertThat(this.origins.highest(place)).isEqualTo(9);
		assertThat(this.origins.done(place)).isEqualTo(4);
	}

	@Test
	void itAgreesWithAMapOverRandomUse() {
		Random random = new Random(11);
		Map<Long, Integer> calls = new HashMap<>();
		for (int i = 0; i < 200_000; i++) {
			long origin = random.nextInt(3000);
			int place = this.origins.find(origin);
			assertThat(place >= 0).isEqualTo(calls.containsKey(origin));
			if (random.nextInt(5) < ((i / 50_000) % 2 == 0 ? 3 : 2)) {
				if (place < 0) {
					this.origins.add(origin, ONE, origin, 0);
				}
				else {
					assertThat(this.origins.highest(place)).isEqualTo(origin);
					this.origins.retain(place);
				}
				calls.merge(origin, 1, Integer::sum);
			}
			else {
				this.origins.release(origin);
				calls.computeIfPresent(origin, (key, count) -> (count > 1) ? count - 1 : null);
			}
			assertThat(this.origins.size()).isEqualTo(calls.size());
		}
	}

}
