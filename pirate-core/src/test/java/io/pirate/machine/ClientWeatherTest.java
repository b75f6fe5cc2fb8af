package io.pirate.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.pirate.testing.Gate;
import io.pirate.wire.Frames;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random connects, losses, replies, rejections, cancels and noise: each call still ends
 * exactly once, in time, and nothing is left behind.
 */
class ClientWeatherTest {

	private static final int SEEDS = Gate.of(2_000, 200_000);

	private static final int HOURGLASS_MILLIS = 6_000;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void everyCallEndsOnceAndNothingIsLeftBehind(boolean exclusive) {
		for (int seed = 0; seed < SEEDS; seed++) {
			try {
				new Weather(seed, exclusive).run();
			}
			catch (AssertionError | RuntimeException ex) {
				throw new AssertionError("seed " + seed + ", exclusive " + exclusive, ex);
			}
		}
	}

	private static final class Weather {

		private final Random random;

		private final ClientScene scene;

		private final int endpoints;

		private final boolean exclusive;

		private final List<String> calls = new ArrayList<>();

		private final List<Long> ends = new ArrayList<>();

		Weather(int seed, boolean exclusive) {
			this.random = new Random(seed * 0x9E3779B97F4A7C15L);
			this.endpoints = 1 + this.random.nextInt(3);
			this.exclusive = exclusive;
			List<String> addresses = List.of("tcp://a", "tcp://b", "tcp://c").subList(0, this.endpoints);
			this.scene = new ClientScene(new ClientSettings(addresses, exclusive, 1000, 4));
		}

		void run() {
			long millis = 0;
			for (int step = 0; step < 120; step++) {
				millis += this.random.nextInt(60);
				this.scene.at(millis);
				overdue(millis);
				event(millis);
			}
			this.scene.at(millis + HOURGLASS_MILLIS);
			overdue(millis + HOURGLASS_MILLIS);
			this.calls.forEach(this.scene::outcome);
			ClientSnapshot snapshot = this.scene.snapshot();
			assertThat(snapshot.inFlight()).isZero();
			assertThat(snapshot.endpoints()).allMatch((view) -> view.inFlight() == 0);
			assertThat(this.scene.openLanes).hasSizeLessThanOrEqualTo(this.exclusive ? 4 : this.endpoints);
			assertThat(this.scene.openLanes.values()).as("every endpoint stays within reach").contains(0);
			this.scene.machine.close();
			assertThat(this.scene.openLanes).isEmpty();
			assertThat(this.scene.hasAlarm()).isFalse();
		}

		private void overdue(long millis) {
			for (int i = 0; i < this.calls.size(); i++) {
				if (this.ends.get(i) <= millis) {
					assertThat(this.scene.isOpen(this.calls.get(i))).as(this.calls.get(i) + " at " + millis).isFalse();
				}
			}
		}

		private void event(long millis) {
			List<Integer> lanes = List.copyOf(this.scene.openLanes.keySet());
			int lane = lanes.isEmpty() ? 1 : lanes.get(this.random.nextInt(lanes.size()));
			switch (this.random.nextInt(10)) {
				case 0, 1 -> this.scene.connected(lane);
				case 2 -> this.scene.disconnected(lane);
				case 3, 4, 5 -> begin(millis);
				case 6, 7 -> answer(lane);
				case 8 -> this.scene.message(lane, Frames.ofText("noise"));
				default -> cancel();
			}
		}

		private void begin(long millis) {
			RetryPolicy policy = this.random.nextInt(4) == 0 ? ClientScene.once(1 + this.random.nextInt(500))
					: ClientScene.policy(1 + this.random.nextInt(500), this.random.nextInt(4));
			String name = "c" + this.calls.size();
			this.calls.add(name);
			this.ends.add(millis + policy.total().toMillis());
			this.scene.call(name, policy);
		}

		private void answer(int lane) {
			if (this.exclusive) {
				this.scene.plainAnswer(lane, "x");
			}
			else if (!this.scene.sent.isEmpty()) {
				int any = Math.max(0, this.scene.sent.size() - 1 - this.random.nextInt(4));
				if (this.random.nextInt(4) == 0) {
					this.scene.reject(lane, any, this.random.nextBoolean() ? "busy" : "shutting-down");
				}
				else {
					this.scene.answer(lane, any, "x");
				}
			}
		}

		private void cancel() {
			if (!this.calls.isEmpty() && this.random.nextInt(3) == 0) {
				this.scene.cancel(this.calls.get(this.random.nextInt(this.calls.size())));
			}
		}

	}

}
