package io.pirate.machine;

import java.time.Duration;
import java.util.Map;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.Property;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What replies in parts cost a queue while nobody takes them. */
class PartCostTest {

	private static final long SECOND = 1_000_000_000;

	private final BrokerStage stage = new BrokerStage(new QueueSettings(HeartbeatPolicy.DEFAULT, 100, 30_000, 16, 10,
			10, Duration.ofSeconds(30), 5, Duration.ofSeconds(60), 100_000, 2, false,
			new PeerLimits(Duration.ofMinutes(1), 12_000, CallFrame.LONGEST)));

	@Test
	void aPartKeptForAClientThatGetsOnlyTheLastCounts() {
		this.stage.ready("a*2", WorkerDialect.PARANOID, 0);
		this.stage.request("c1", "q", 0);
		this.stage.request("c2", "q", 0);
		part(1, 0, 4_000, "");
		assertThat(waitingBytes()).isBetween(4_000L, 5_000L);
		part(1, 1, 3_000, "");
		assertThat(waitingBytes()).isBetween(3_000L, 4_000L);
		part(2, 0, 25_000, "");
		assertThat(waitingBytes()).isBetween(28_000L, 30_000L);
		this.stage.effects();
		part(1, 2, 20_000, "");
		assertThat(this.stage.effects()).contains("rejected busy", "worker a*2 CANCEL [lease 1]");
		assertThat(waitingBytes()).isBetween(25_000L, 26_000L);
		this.stage.reply("a*2", 2, Map.of(Property.CODE, "end"), "", 0);
		assertThat(this.stage.effects()).hasSize(1);
		assertThat(waitingBytes()).isZero();
	}

	@Test
	void theHeadersOfAPartThatWaitsCount() {
		this.stage.ready("a*1", WorkerDialect.PARANOID, 0);
		call(0);
		part(1, 0, 1, "h".repeat(5_000));
		assertThat(waitingBytes()).isBetween(5_000L, 6_000L);
		part(1, 1, 1, "h".repeat(5_000));
		this.stage.effects();
		part(1, 2, 1, "h".repeat(5_000));
		assertThat(this.stage.effects()).contains("rejected too-slow", "worker a*1 CANCEL [lease 1]");
		assertThat(waitingBytes()).isZero();
	}

	@Test
	void whoTakesNothingIsTriedMoreAndMoreRarelyAndSoonAgainIfItDoes() {
		this.stage.ready("a*1", WorkerDialect.PARANOID, 0);
		call(64);
		this.stage.full("c1", true);
		part(1, 0, 100, "");
		int turns = 0;
		long now = 0;
		while (now < 2 * SECOND) {
			now = this.stage.machine().nextDeadline(now);
			this.stage.machine().tick(now);
			turns++;
		}
		assertThat(turns).isLessThan(60);
		this.stage.effects();
		this.stage.full("c1", false);
		now += SECOND / 3;
		this.stage.machine().tick(now);
		assertThat(this.stage.effects()).anyMatch((effect) -> effect.startsWith("client c1 ANSWER 1 PARTIAL"));
		this.stage.full("c1", true);
		part(1, 1, 100, "");
		this.stage.full("c1", false);
		this.stage.machine().tick(now + SECOND / 200);
		assertThat(this.stage.effects()).anyMatch((effect) -> effect.startsWith("client c1 ANSWER 1 PARTIAL"));
	}

	@Test
	void creditThatComesBeforeTheFirstPartIsGivenToIt() {
		this.stage.ready("a*1", WorkerDialect.PARANOID, 0);
		call(0);
		this.stage.call("c1", CallFrame.build(1, 1).number(Property.CREDIT, 1).end(), "", 0);
		this.stage.effects();
		part(1, 0, 100, "");
		part(1, 1, 100, "");
		assertThat(this.stage.effects()).hasSize(1);
	}

	private void call(int credit) {
		this.stage.call("c1", CallFrame.build(1, 1).number(Property.ATTEMPT, 1).number(Property.CREDIT, credit).end(),
				"x", 0);
		this.stage.effects();
	}

	private long waitingBytes() {
		return this.stage.machine().snapshot(0).waitingBytes();
	}

	private void part(int lease, int number, int bytes, String header) {
		Frames addresses = this.stage.answer(lease,
				(frame) -> frame.number(Property.PART, number).flag(Property.MORE).text("h", header));
		this.stage.say(this.stage.leases() > 1 ? "a*2" : "a*1",
				new WorkerCommand.Partial(WorkerDialect.PARANOID, addresses, Frames.of(new byte[bytes])), 0);
	}

}
