package io.pirate.simulation;

import org.junit.jupiter.api.Test;

/** Runs that once failed, by what was wrong then. */
class RememberedSeedsTest {

	/**
	 * A repeat that was late began what nobody read, and its worker had no hand for
	 * anything else.
	 */
	@Test
	void nobodyWaitsForEverForCreditOfACallThatHasEnded() {
		Simulation.run(5_977_511_516_800_644_351L, Sabotage.NONE, true);
	}

	/**
	 * Lost with its connection, a call was sent again within the same attempt, as often
	 * as the connection came back.
	 */
	@Test
	void whatWasLostIsSentAgainOnlyAsAnAttemptOfItsOwn() {
		Simulation.run(-1_408_286_705_195_058_990L);
	}

	/**
	 * In one frame a request does not say which version of Majordomo its client reads:
	 * what was too long for one frame came back in the other one.
	 */
	@Test
	void whoAsksInVersion1IsAnsweredInVersion1() {
		Simulation.run(-2_881_298_809_180_318_832L);
		Simulation.run(445_881_008_094_007_734L);
	}

}
