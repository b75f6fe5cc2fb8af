package io.pirate.simulation;

import java.time.Duration;

import io.pirate.machine.BrokerActions;
import io.pirate.machine.BrokerEvents;
import io.pirate.machine.BrokerMachine;
import io.pirate.machine.Call;
import io.pirate.machine.ClientActions;
import io.pirate.machine.Peer;
import io.pirate.machine.QueueSettings;
import io.pirate.machine.WorkerActions;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
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

	/** Few runs have two queues of which one is lost while somebody waits for it. */
	@Test
	void aCallThatMovesTooSoonIsFound() {
		assertFound(10 * RUNS, "before a stated time is over", new Sabotage() {
			@Override
			public Duration failoverDelay(Duration real) {
				return Duration.ZERO;
			}
		});
	}

	@Test
	void aWrongBodyIsFound() {
		assertFound("a wrong ", new Sabotage() {
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

	@Test
	void partsInTheWrongOrderAreFound() {
		assertFound("", new Sabotage() {
			@Override
			public BrokerActions queue(BrokerActions real) {
				return new PartBreakages.Swapping(real);
			}
		});
	}

	@Test
	void aPartThatIsLostIsFound() {
		assertFound("", new Sabotage() {
			@Override
			public BrokerActions queue(BrokerActions real) {
				return new PartBreakages.Losing(real);
			}
		});
	}

	@Test
	void aReplyThatIsSilentlyShortIsFound() {
		assertFound("", new Sabotage() {
			@Override
			public BrokerActions queue(BrokerActions real) {
				return new PartBreakages.Shortening(real);
			}
		});
	}

	@Test
	void partsOfTwoRepliesAreFound() {
		assertFound("for call", new Sabotage() {
			@Override
			public BrokerActions queue(BrokerActions real) {
				return new PartBreakages.Mixing(real);
			}
		});
	}

	@Test
	void aRequestForAnotherServiceIsFound() {
		assertFound("who serves", new Sabotage() {
			@Override
			public BrokerActions queue(BrokerActions real) {
				return new PartBreakages.Astray(real);
			}
		});
	}

	@Test
	void aReplyInAnotherNameIsFound() {
		assertFound("answers as other", new Sabotage() {
			@Override
			public BrokerActions queue(BrokerActions real) {
				return new PartBreakages.Misnaming(real);
			}
		});
	}

	@Test
	void aQueueThatGrantsTooMuchIsFound() {
		assertFound("are on their way", new Sabotage() {
			@Override
			public BrokerActions queue(BrokerActions real) {
				return new PartBreakages.Generous(real);
			}
		});
	}

	@Test
	void aQueueThatForgetsToCancelIsFound() {
		assertFound("go on with", new Sabotage() {
			@Override
			public BrokerActions queue(BrokerActions real) {
				return new PartBreakages.Patient(real);
			}
		});
	}

	@Test
	void aWorkerThatIgnoresCreditIsFound() {
		assertFound("with a credit of", new Sabotage() {
			@Override
			public WorkerActions worker(WorkerActions real) {
				return new PartBreakages.Greedy(real);
			}
		});
	}

	@Test
	void aWorkerThatDoesNotStopIsFound() {
		assertFound("does not stop", new Sabotage() {
			@Override
			public WorkerActions worker(WorkerActions real) {
				return new PartBreakages.Unstoppable(real);
			}
		});
	}

	@Test
	void aClientThatForgetsToCancelIsFound() {
		assertFound(" told ", new Sabotage() {
			@Override
			public ClientActions client(ClientActions real) {
				return new PartBreakages.Mute(real);
			}
		});
	}

	@Test
	void whatIsLeftBehindIsFound() {
		BrokerMachine queue = new BrokerMachine(QueueSettings.defaults(1_000_000), 1, () -> 1, new Silence(),
				new BrokerEvents() {
				});
		assertThat(Leftovers.in(queue)).isEmpty();
		queue.onRequest(Identity.of(new byte[] { 1 }), Peer.ANYONE, Envelope.EMPTY, ServiceName.ANONYMOUS,
				Frames.ofText("hi"), 0);
		assertThat(Leftovers.in(queue)).containsExactly("Work");
	}

	/** Sends nothing. */
	private static final class Silence implements BrokerActions {

		@Override
		public void toClient(Identity client, Envelope envelope, ServiceName service, Frames body) {
			// nobody hears it
		}

		@Override
		public boolean offer(Identity client, Envelope envelope, ServiceName service, Frames body, boolean last) {
			return true;
		}

		@Override
		public void toWorker(Identity worker, WorkerDialect dialect, QueueCommand command) {
			// nobody hears it
		}

	}

	private static void assertFound(String symptom, Sabotage sabotage) {
		assertFound(RUNS, symptom, sabotage);
	}

	private static void assertFound(int runs, String symptom, Sabotage sabotage) {
		for (int n = 0; n < runs; n++) {
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
		fail("nothing was found in " + runs + " runs");
	}

}
