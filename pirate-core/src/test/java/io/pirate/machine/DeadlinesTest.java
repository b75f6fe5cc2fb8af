package io.pirate.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeadlinesTest {

	private final Deadlines deadlines = new Deadlines();

	private final List<String> rang = new ArrayList<>();

	private Deadline alarm(String name) {
		return new Deadline((now) -> this.rang.add(name));
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, Long.MAX_VALUE - 5, Long.MIN_VALUE, -5 })
	void ringsInOrderAlsoAcrossTheOverflowOfNanoTime(long start) {
		this.deadlines.set(alarm("late"), start + 10);
		this.deadlines.set(alarm("early"), start + 3);
		this.deadlines.set(alarm("later"), start + 20);
		assertThat(this.deadlines.next(start)).isEqualTo(start + 3);
		this.deadlines.run(start + 2);
		assertThat(this.rang).isEmpty();
		this.deadlines.run(start + 10);
		assertThat(this.rang).containsExactly("early", "late");
		assertThat(this.deadlines.next(start)).isEqualTo(start + 20);
	}

	@Test
	void neverIsFarAwayFromAnyNow() {
		long now = Long.MAX_VALUE - 3;
		assertThat(this.deadlines.next(now) - now).isEqualTo(Deadlines.NEVER_NANOS);
	}

	@Test
	void aMovedAlarmRingsOnceAtItsNewTime() {
		Deadline alarm = alarm("moved");
		this.deadlines.set(alarm, 5);
		this.deadlines.set(alarm, 50);
		this.deadlines.run(10);
		assertThat(this.rang).isEmpty();
		this.deadlines.set(alarm, 20);
		this.deadlines.run(20);
		this.deadlines.run(100);
		assertThat(this.rang).containsExactly("moved");
	}

	@Test
	void aClearedAlarmLeavesNothingBehind() {
		Deadline alarm = alarm("cleared");
		this.deadlines.set(alarm, 5);
		this.deadlines.clear(alarm);
		this.deadlines.clear(alarm);
		assertThat(alarm.isSet()).isFalse();
		assertThat(this.deadlines.size()).isZero();
		this.deadlines.run(10);
		assertThat(this.rang).isEmpty();
	}

	@Test
	void alarmsMaySetAndClearOthersWhileTheyRing() {
		Deadline victim = alarm("victim");
		Deadline follower = alarm("follower");
		Deadline first = new Deadline((now) -> {
			this.deadlines.clear(victim);
			this.deadlines.set(follower, now);
		});
		this.deadlines.set(first, 1);
		this.deadlines.set(victim, 2);
		this.deadlines.run(5);
		assertThat(this.rang).containsExactly("follower");
	}

	@Test
	void agreesWithASortedMapOverRandomOperations() {
		Random random = new Random(7);
		long base = Long.MAX_VALUE - 2000;
		TreeMap<Long, Integer> model = new TreeMap<>();
		List<Integer> order = new ArrayList<>();
		List<Deadline> alarms = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			int number = i;
			alarms.add(new Deadline((now) -> order.add(number)));
		}
		for (int step = 0; step < 20_000; step++) {
			int i = random.nextInt(alarms.size());
			Deadline alarm = alarms.get(i);
			model.values().remove(i);
			long offset = random.nextInt(1_000_000);
			if (random.nextInt(3) == 0 || model.containsKey(offset)) {
				this.deadlines.clear(alarm);
			}
			else {
				this.deadlines.set(alarm, base + offset);
				model.put(offset, i);
			}
			assertThat(this.deadlines.size()).isEqualTo(model.size());
		}
		this.deadlines.run(base + 1_000_000);
		assertThat(order).containsExactlyElementsOf(model.values());
	}

}
