package io.pirate.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.pirate.testing.Gate;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random parts, gaps, ends, failures, losses and cancels: each stream ends exactly once,
 * what it got is the beginning of one reply, and nothing is left behind.
 */
class PartWeatherTest {

	private static final int SEEDS = Gate.of(1_000, 100_000);

	@ParameterizedTest
	@EnumSource(value = ClientProtocol.class, mode = EnumSource.Mode.EXCLUDE, names = "FREELANCE")
	void everyStreamEndsOnceWithTheBeginningOfOneReply(ClientProtocol protocol) {
		for (int seed = 0; seed < SEEDS; seed++) {
			try {
				new Weather(seed, protocol).run();
			}
			catch (AssertionError | RuntimeException ex) {
				throw new AssertionError("seed " + seed + ", " + protocol, ex);
			}
		}
	}

	private static final class Weather {

		private final Random random;

		private final ClientScene scene;

		private final List<String> calls = new ArrayList<>();

		Weather(int seed, ClientProtocol protocol) {
			this.random = new Random(seed * 0x9E3779B97F4A7C15L);
			this.scene = ClientScene.of(protocol, false,
					this.random.nextBoolean() ? new String[] { "tcp://a" } : new String[] { "tcp://a", "tcp://b" });
		}

		void run() {
			long millis = 0;
			for (int step = 0; step < 200; step++) {
				millis += this.random.nextInt(40);
				this.scene.at(millis);
				event();
			}
			for (String call : this.calls) {
				this.scene.taken(call, this.scene.parts(call).size(), 0);
			}
			this.scene.at(millis + 5000);
			for (String call : this.calls) {
				this.scene.outcome(call);
				for (int i = 0; i < this.scene.parts(call).size(); i++) {
					assertThat(this.scene.parts(call).get(i)).isEqualTo("part" + i);
				}
			}
			assertThat(this.scene.snapshot().inFlight()).isZero();
			assertThat(this.scene.snapshot().endpoints()).allMatch((view) -> view.inFlight() == 0);
			this.scene.machine.close();
			assertThat(this.scene.openLanes).isEmpty();
			assertThat(this.scene.hasAlarm()).isFalse();
		}

		private void event() {
			List<Integer> lanes = List.copyOf(this.scene.openLanes.keySet());
			int lane = lanes.get(this.random.nextInt(lanes.size()));
			switch (this.random.nextInt(12)) {
				case 0, 1 -> this.scene.connected(lane);
				case 2 -> lose(lane);
				case 3, 4 -> begin();
				case 5 -> cancel();
				default -> part(lane);
			}
		}

		private void lose(int lane) {
			if (this.random.nextInt(5) == 0) {
				this.scene.disconnected(lane);
			}
		}

		private void begin() {
			String name = "c" + this.calls.size();
			RetryPolicy policy = this.random.nextInt(4) == 0 ? ClientScene.once(1 + this.random.nextInt(500))
					: ClientScene.policy(1 + this.random.nextInt(500), this.random.nextInt(4));
			this.calls.add(name);
			if (this.random.nextInt(3) == 0) {
				this.scene.ask("rows", name, policy);
			}
			else {
				this.scene.stream(name, policy);
			}
		}

		private void part(int lane) {
			if (this.scene.sent.isEmpty()) {
				return;
			}
			int any = Math.max(0, this.scene.sent.size() - 1 - this.random.nextInt(3));
			String name = this.scene.sent.get(any).text(this.scene.sent.get(any).size() - 1);
			int next = this.scene.parts(name).size();
			switch (this.random.nextInt(20)) {
				case 0 -> this.scene.part(lane, any, next, false);
				case 1 -> this.scene.end(lane, any, next);
				case 2 -> this.scene.part(lane, any, this.random.nextInt(5), true);
				case 3 ->
					this.scene.queueAnswer(lane, any, Reply.failure(ReplyStatus.LOST, "stream-broken", "x"), 0, false);
				case 4, 5 -> this.scene.taken(name, this.random.nextInt(1 + next), 0);
				default -> this.scene.part(lane, any, next, true);
			}
		}

		private void cancel() {
			if (!this.calls.isEmpty() && this.random.nextInt(3) == 0) {
				this.scene.cancel(this.calls.get(this.random.nextInt(this.calls.size())));
			}
		}

	}

}
