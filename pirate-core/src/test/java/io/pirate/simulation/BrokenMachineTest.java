package io.pirate.simulation;

import io.pirate.machine.BrokerActions;
import io.pirate.machine.Call;
import io.pirate.machine.ClientActions;
import io.pirate.machine.WorkerActions;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/** The simulation can fail: each way of being broken is found within a few runs. */
class BrokenMachineTest {

	private static final int RUNS = 300;

	@Test
	void aCallThatEndsTwiceIsFound() {
		assertFound("ends twice", new Sabotage() {
			@Override
			public Call call(CallRecord real) {
				return new Breakages.BrokenCall(real, 2);
			}
		});
	}

	@Test
	void aCallThatNeverEndsIsFound() {
		assertFound("has not ended in time", new Sabotage() {
			@Override
			public Call call(CallRecord real) {
				return new Breakages.BrokenCall(real, 0);
			}
		});
	}

	@Test
	void aWrongBodyIsFound() {
		assertFound("a wrong reply", new Sabotage() {
			@Override
			public Reply handled(Reply real) {
				return Reply.ok(Frames.ofText("something else"), null, real.headers());
			}
		});
	}

	@Test
	void aReplyToSomebodyElseIsFound() {
		assertFound("who never asked that", new Sabotage() {
			@Override
			public BrokerActions queue(BrokerActions real) {
				return new Breakages.Misdirected(real);
			}
		});
	}

	@Test
	void aRequestGivenToTwoWorkersIsFound() {
		assertFound("twice", new Sabotage() {
			@Override
			public BrokerActions queue(BrokerActions real) {
				return new Breakages.Doubled(real);
			}
		});
	}

	@Test
	void aRedeliveryThatIsForgottenIsFound() {
		assertFound("", new Sabotage() {
			@Override
			public BrokerActions queue(BrokerActions real) {
				return new Breakages.Forgetful(real);
			}
		});
	}

	@Test
	void aWorkerThatRegistersOnlyOnceIsFound() {
		assertFound("", new Sabotage() {
			@Override
			public WorkerActions worker(WorkerActions real) {
				return new Breakages.Shy(real);
			}
		});
	}

	@Test
	void aHandlerThatIsStartedTwiceIsFound() {
		assertFound(" runs ", new Sabotage() {
			@Override
			public WorkerActions worker(WorkerActions real) {
				return new Breakages.Eager(real);
			}
		});
	}

	@Test
	void aClientThatSendsTwiceIsFound() {
		assertFound("sends more often than it may", new Sabotage() {
			@Override
			public ClientActions client(ClientActions real) {
				return new Breakages.Insistent(real);
			}
		});
	}

	private static void assertFound(String symptom, Sabotage sabotage) {
		for (int n = 0; n < RUNS; n++) {
			long seed = Chance.seed(1, n);
			try {
				Simulation.run(seed, sabotage);
			}
			catch (Violation violation) {
				assertThat(violation).hasMessageContaining(symptom)
					.hasMessageContaining("-Dpirate.simulation.seed=" + seed)
					.hasMessageContaining("the last events:");
				return;
			}
		}
		fail("nothing was found in " + RUNS + " runs");
	}

}
