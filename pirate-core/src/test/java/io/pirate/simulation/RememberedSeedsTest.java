package io.pirate.simulation;

import org.junit.jupiter.api.Test;

/** Runs that once failed, by what was wrong then. */
class RememberedSeedsTest {

	/**
	 * Lost with its connection, a call was sent again within the same attempt, as often
	 * as the connection came back.
	 */
	@Test
	void whatWasLostIsSentAgainOnlyAsAnAttemptOfItsOwn() {
		Simulation.run(-9_010_668_720_295_024_416L);
	}

}
