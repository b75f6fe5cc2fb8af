package io.pirate.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The reply cache and its index. */
class ReplyCacheTest {

	private static final long TTL = 1000;

	private static final Scatter SCATTER = new Scatter(new Random(5)::nextLong);

	private final List<Long> forgotten = new ArrayList<>();

	private final ReplyCache cache = new ReplyCache(TTL, 1_000_000, SCATTER, this.forgotten::add, () -> 1);

	@Test
	void whatWasPutIsFoundUntilItIsTooOld() {
		CallFrame call = CallFrame.build(1, 2).text(":ct", "text/plain").flag(":queue").end();
		assertThat(this.cache.put(1, 2, 77, call, Frames.ofText("a", "", "b"), 100)).isTrue();
		RememberedReply found = this.cache.find(1, 2, 1099);
		assertThat(found).isEqualTo(new RememberedReply(77, call, Frames.ofText("a", "", "b")));
		assertThat(this.cache.find(1, 2, 1100)).isNull();
		assertThat(this.cache.find(1, 3, 100)).isNull();
		assertThat(this.cache.find(2, 2, 100)).isNull();
	}

	@Test
	void whatIsTooOldGivesItsMemoryBack() {
		put(1, 1, 10, 0);
		assertThat(this.cache.nextExpiryNanos()).isEqualTo(TTL);
		this.cache.expire(TTL - 1);
		assertThat(this.cache.size()).isEqualTo(1);
		this.cache.expire(TTL);
		assertThat(this.cache.size()).isZero();
		assertThat(this.cache.bytes()).isZero();
		assertThat(this.cache.isEmpty()).isTrue();
		assertThat(this.forgotten).containsExactly(1L);
	}

	@Test
	void itNeverTakesMoreBytesThanAllowedAndKeepsTheYoungest() {
		for (int i = 0; i < 10_000; i++) {
			put(1, i, 300, i / 100);
			assertThat(this.cache.bytes()).isLessThanOrEqualTo(1_000_000);
		}
		assertThat(this.cache.find(1, 9_999, 99)).isNotNull();
		assertThat(this.cache.find(1, 0, 99)).isNull();
		assertThat(this.cache.size() + this.forgotten.size()).isEqualTo(10_000);
	}

	@Test
	void originsOfOneReplyEachLeaveRoomForFewer() {
		ReplyCache many = new ReplyCache(TTL, 1_000_000, SCATTER, this.forgotten::add, () -> 1_000_000);
		for (int i = 0; i < 10_000; i++) {
			put(1, i, 300, 0);
			many.put(i, 1, 0, CallFrame.of(i, 1), Frames.of(new byte[300]), 0);
			assertThat(many.bytes()).isLessThanOrEqualTo(1_000_000);
		}
		assertThat(many.bytes()).isGreaterThan(800_000);
		assertThat(many.size()).isLessThan(this.cache.size() * 9 / 10);
	}

	@Test
	void aReplyLargerThanASegmentHasOneOfItsOwn() {
		assertThat(put(1, 1, 500_000, 0)).isTrue();
		assertThat(put(1, 2, 2_000_000, 0)).isFalse();
		assertThat(this.cache.find(1, 1, 0).body().frame(0)).hasSize(500_000);
		this.cache.forget(1, 1);
		assertThat(this.cache.bytes()).isZero();
	}

	@Test
	void forgettingAllMakesRoomAtOnce() {
		for (int round = 0; round < 1000; round++) {
			put(1, round, 10_000, 0);
			this.cache.forget(1, round);
		}
		assertThat(this.cache.bytes()).isLessThan(200_000);
		assertThat(this.cache.size()).isZero();
	}

	@Test
	void aSecondReplyReplacesTheFirst() {
		put(1, 1, 10, 0);
		put(1, 1, 20, 1);
		assertThat(this.cache.size()).isEqualTo(1);
		assertThat(this.cache.find(1, 1, 1).body().frame(0)).hasSize(20);
	}

	@Test
	void withoutTimeNothingIsRemembered() {
		ReplyCache none = new ReplyCache(0, 1_000_000, SCATTER, this.forgotten::add, () -> 1);
		assertThat(none.put(1, 1, 1, CallFrame.of(1, 1), Frames.ofText("x"), 0)).isFalse();
		assertThat(none.isEmpty()).isTrue();
	}

	@Test
	void itAgreesWithAMapOverRandomUse() {
		Random random = new Random(42);
		Map<Long, Integer> model = new HashMap<>();
		for (int i = 0; i < 50_000; i++) {
			long number = random.nextInt(300);
			if (random.nextInt(3) > 0) {
				int length = random.nextInt(200);
				put(5, number, length, 0);
				model.put(number, length);
			}
			else {
				this.cache.forget(5, number);
				model.remove(number);
			}
			long asked = random.nextInt(300);
			RememberedReply found = this.cache.find(5, asked, 0);
			if (found != null || this.cache.size() == model.size()) {
				Integer length = (found != null) ? (Integer) found.body().frame(0).length : null;
				assertThat(length).isEqualTo(model.get(asked));
			}
			model.keySet().removeIf((key) -> this.cache.size() < model.size() && this.cache.find(5, key, 0) == null);
			assertThat(this.cache.size()).isEqualTo(model.size());
		}
	}

	@Test
	void theIndexAgreesWithAMapOverRandomUse() {
		Random random = new Random(7);
		ReplyIndex index = new ReplyIndex(SCATTER);
		Map<Long, Long> model = new HashMap<>();
		for (long i = 1; i < 200_000; i++) {
			long number = random.nextInt(5000);
			int place = index.find(3, number);
			assertThat((place >= 0) ? (Long) index.reference(place) : null).isEqualTo(model.get(number));
			if (place >= 0 && random.nextBoolean()) {
				index.remove(place);
				model.remove(number);
			}
			else {
				Long before = model.put(number, i);
				assertThat(index.put(3, number, i)).isEqualTo((before != null) ? before : 0);
			}
		}
		assertThat(index.size()).isEqualTo(model.size());
	}

	private boolean put(long origin, long number, int length, long now) {
		return this.cache.put(origin, number, 0, CallFrame.of(origin, number), Frames.of(new byte[length]), now);
	}

}
