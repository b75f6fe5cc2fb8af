package io.pirate.machine;

import java.util.StringJoiner;

import io.pirate.wire.CallFrame;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who asks for long lists without end takes a small part of the queue's time. */
class MmiListTest {

	private static final long SECOND = 1_000_000_000;

	private int entries;

	private long seen;

	private final MmiList list = new MmiList(this::addTo);

	@Test
	void aShortListIsAlwaysNew() {
		this.entries = 10;
		for (int i = 0; i < 100; i++) {
			this.list.at(0);
		}
		assertThat(this.seen).isEqualTo(1_000);
	}

	@Test
	void aLongListIsGivenAgainForAWhile() {
		this.entries = 1_000;
		for (long now = 0; now < SECOND; now += SECOND / 10_000) {
			this.list.at(now);
		}
		assertThat(this.seen).isBetween(90_000L, 100_000L);
		this.entries = 1;
		assertThat(this.list.at(2 * SECOND).text(0)).isEqualTo("[0]");
		assertThat(this.list.at(2 * SECOND)).isNotSameAs(this.list.at(2 * SECOND));
	}

	@Test
	void aListOfServicesIsNewAsSoonAsThatIsCheap() {
		BrokerStage stage = new BrokerStage(QueueSettings.defaults(1 << 28));
		for (int i = 0; i < 50; i++) {
			ready(stage, i);
		}
		assertThat(services(stage, 0)).contains("s49").doesNotContain("s50");
		ready(stage, 50);
		assertThat(services(stage, 499_999)).doesNotContain("s50");
		assertThat(services(stage, 500_000)).contains("s50");
	}

	private static void ready(BrokerStage stage, int number) {
		stage.say("w" + number, new WorkerCommand.Ready(WorkerDialect.MAJORDOMO_02, new ServiceName("s" + number)), 0);
	}

	private static String services(BrokerStage stage, long now) {
		stage.effects();
		stage.call("c", CallFrame.of(1, 1), new ServiceName("mmi.services"), "x", now);
		return stage.effects().get(0);
	}

	private int addTo(StringJoiner json, long now) {
		for (int i = 0; i < this.entries; i++) {
			json.add(Integer.toString(i));
		}
		this.seen += this.entries;
		return this.entries;
	}

}
