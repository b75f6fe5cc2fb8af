package io.pirate.machine;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Property;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What has waited too long is sent away, and nobody else waits for that. */
class SweeperTest {

	private static final long MILLI = 1_000_000;

	private final BrokerStage stage = new BrokerStage(QueueSettings.defaults(1L << 30));

	private long number;

	@Test
	void thousandsThatExpireTogetherAreSentAwayAFewAtATime() {
		for (int i = 0; i < 5_000; i++) {
			ask("s", 1_000);
		}
		this.stage.effects();
		long now = 1_000 * MILLI;
		this.stage.machine().tick(now);
		int most = this.stage.effects().size();
		int all = most;
		assertThat(most).isPositive();
		while (waiting("s") > 0) {
			now = this.stage.machine().nextDeadline(now);
			this.stage.machine().tick(now);
			int answers = this.stage.effects().size();
			most = Math.max(most, answers);
			all += answers;
		}
		assertThat(all).isEqualTo(5_000);
		assertThat(most).isLessThanOrEqualTo(256);
		assertThat(now).isLessThan(1_100 * MILLI);
		assertThat(this.stage.machine().snapshot(now).services()).isEmpty();
	}

	@Test
	void longBacklogsTakeTurnsAndShortOnesDoNotWait() {
		for (int service = 0; service < 20; service++) {
			for (int i = 0; i < 1_000; i++) {
				ask("s" + service, 1_000_000);
			}
			ask("s" + service, 1_000);
		}
		ask("short", 1_000);
		this.stage.effects();
		long now = 1_000 * MILLI;
		this.stage.machine().tick(now);
		assertThat(this.stage.effects()).hasSize(2).anyMatch((effect) -> effect.contains("from short"));
		int all = 2;
		while (all < 21) {
			now = this.stage.machine().nextDeadline(now);
			this.stage.machine().tick(now);
			int answers = this.stage.effects().size();
			assertThat(answers).isLessThanOrEqualTo(1);
			all += answers;
		}
		assertThat(now).isBetween(1_019 * MILLI, 1_050 * MILLI);
	}

	private int waiting(String service) {
		QueueSnapshot.ServiceView view = this.stage.machine().snapshot(0).services().get(new ServiceName(service));
		return (view != null) ? view.waiting() : 0;
	}

	private void ask(String service, int budgetMillis) {
		this.stage.call("c", CallFrame.build(1, ++this.number).number(Property.BUDGET, budgetMillis).end(),
				new ServiceName(service), "x", 0);
	}

}
