package io.pirate.machine;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Property;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Names of services that come from requests are many, and are forgotten. */
class ServiceLimitTest {

	private static final int MOST = 1_000;

	private final BrokerStage stage = new BrokerStage(QueueSettings.defaults(1 << 28));

	@Test
	void asManyNamesAsAreAllowedAndNotOneMore() {
		for (int i = 0; i < MOST; i++) {
			ask(i, CallFrame.of(1, i));
		}
		assertThat(rejected(Rejection.TOO_MANY_SERVICES)).isZero();
		ask(MOST, CallFrame.of(1, MOST));
		assertThat(rejected(Rejection.TOO_MANY_SERVICES)).isEqualTo(1);
		assertThat(names()).isEqualTo(MOST);
	}

	@Test
	void namesOfRequestsNeverShutOutAWorkersAndAServedOneIsAlwaysKnown() {
		for (int i = 0; i < MOST; i++) {
			ask(i, CallFrame.of(1, i));
		}
		ServiceName late = new ServiceName("late");
		this.stage.say("w", new WorkerCommand.Ready(WorkerDialect.MAJORDOMO_02, late), 0);
		this.stage.call("c", CallFrame.of(1, MOST), late, "x", 0);
		assertThat(rejected(Rejection.TOO_MANY_SERVICES)).isZero();
		assertThat(this.stage.leases()).isEqualTo(1);
	}

	@Test
	void whatNobodyWaitsForIsNotRemembered() {
		for (int i = 0; i < 10 * MOST; i++) {
			ask(i, CallFrame.build(1, i).number(Property.BUDGET, 0).end());
			ask(i, CallFrame.build(2, i).number(Property.GRACE, 0).end());
			ask(i, CallFrame.of(3, i));
			ask(i, CallFrame.build(3, i).flag(Property.CANCEL).end());
		}
		assertThat(rejected(Rejection.TOO_MANY_SERVICES)).isZero();
		assertThat(names()).isZero();
		assertThat(this.stage.machine().snapshot(0).waitingBytes()).isZero();
	}

	@Test
	void whatIsRefusedBecauseTheQueueIsFullIsNotRememberedEither() {
		BrokerStage full = new BrokerStage(QueueSettings.defaults(4_000));
		for (int i = 0; i < 2 * MOST; i++) {
			full.call("c" + i, CallFrame.of(1, i), new ServiceName("s" + i), "x", 0);
		}
		QueueSnapshot snapshot = full.machine().snapshot(0);
		assertThat(snapshot.rejected().get(Rejection.BUSY)).isGreaterThan(MOST);
		assertThat(snapshot.services().values()).allMatch((service) -> service.waiting() > 0);
	}

	private void ask(int name, CallFrame call) {
		this.stage.call("c", call, new ServiceName("s" + name), "x", 0);
	}

	private long rejected(Rejection rejection) {
		return this.stage.machine().snapshot(0).rejected().get(rejection);
	}

	private int names() {
		return this.stage.machine().snapshot(0).services().size();
	}

}
