package io.pirate.simulation;

import java.util.function.UnaryOperator;

import io.pirate.machine.StarActions;
import io.pirate.wire.StarCommand;
import io.pirate.wire.StarRole;
import io.pirate.wire.StarState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/** The simulation of pairs can fail, too. */
class BrokenPairTest {

	private static final int RUNS = 300;

	@Test
	void twoThatServeInOneEpochAreFound() {
		assertFound(" serves in the epoch 2 of ", (real) -> new Bent(real) {
			@Override
			public void serve(long epoch) {
				super.serve(2);
			}
		});
	}

	@Test
	void whoGoesBackToAnOldEpochIsFound() {
		assertFound(" after it has served in ", (real) -> new Bent(real) {

			private int times;

			@Override
			public void serve(long epoch) {
				super.serve(epoch - 1_000_000L * this.times++);
			}
		});
	}

	@Test
	void whoNeverServesIsFound() {
		assertFound("not answered although somebody could have", (real) -> new Bent(real) {
			@Override
			public void serve(long epoch) {
				super.standBy();
			}
		});
	}

	@Test
	void whoDoesNotHearTheOtherOneIsNoticedInTheEnd() {
		assertFound("not answered although somebody could have", (real) -> new Bent(real) {
			@Override
			public void toPeer(StarCommand.Tell command) {
				StarRole role = command.role();
				super.toPeer(new StarCommand.Tell(role, StarState.PASSIVE, 0, command.life(), command.number(), 0, 0));
			}
		});
	}

	private static void assertFound(String symptom, UnaryOperator<StarActions> bend) {
		Sabotage sabotage = new Sabotage() {
			@Override
			public StarActions star(StarActions real) {
				return bend.apply(real);
			}
		};
		for (int n = 0; n < RUNS; n++) {
			long seed = Chance.seed(1, n);
			try {
				Simulation.run(seed, sabotage, true);
			}
			catch (Violation violation) {
				assertThat(violation).hasMessageContaining(symptom)
					.hasMessageContaining("-Dpirate.simulation.pair.seed=" + seed);
				return;
			}
		}
		fail("nothing was found in " + RUNS + " runs");
	}

	/** Does what it is told, unless bent. */
	private static class Bent implements StarActions {

		private final StarActions real;

		Bent(StarActions real) {
			this.real = real;
		}

		@Override
		public void serve(long epoch) {
			this.real.serve(epoch);
		}

		@Override
		public void standBy() {
			this.real.standBy();
		}

		@Override
		public void toPeer(StarCommand.Tell command) {
			this.real.toPeer(command);
		}

		@Override
		public boolean hasWorkers() {
			return this.real.hasWorkers();
		}

	}

}
