package io.pirate.benchmarks.plan;

import java.util.List;

import io.pirate.benchmarks.load.Load;
import io.pirate.benchmarks.load.Load.Kind;
import io.pirate.benchmarks.stage.Setup;
import io.pirate.benchmarks.stage.Topology;
import io.pirate.benchmarks.stage.Wakeup;

/** What it costs to be on disk when the caller goes on. */
final class TitanicRows {

	private static final int BYTES = 256;

	private static final int CALLERS = 64;

	private static final String DISK = "log file, fsync for each record, 1 writer";

	private static final String DISK_SHARED = "log file, group commit, 64 writers";

	private static final String QUEUE = "queue, PirateClient, 1 caller, 256 B";

	private static final String TITANIC = "Titanic, stored and acknowledged, 1 caller";

	private static final String TITANIC_SHARED = "Titanic, stored and acknowledged, 64 callers";

	private static final double SHARE_OF_GROUP_COMMIT = 0.35;

	private static final double SHARE_OF_ONE = 0.8;

	private TitanicRows() {
	}

	static Group group() {
		Setup disk = Setup.of(Topology.DISK, Wakeup.OURS);
		Setup queue = Setup.of(Topology.QUEUE, Wakeup.OURS);
		Setup titanic = Setup.of(Topology.TITANIC, Wakeup.OURS);
		return new Group("titanic", "requests on disk, 256 B",
				List.of(Scenario.of(DISK, disk, Load.sync(Kind.DISK, 1, BYTES)),
						Scenario.of(DISK_SHARED, disk, Load.sync(Kind.DISK, CALLERS, BYTES)),
						Scenario.of(QUEUE, queue, Load.sync(Kind.CLIENT, 1, BYTES)),
						Scenario.of(TITANIC, titanic, Load.sync(Kind.SUBMIT, 1, BYTES)),
						Scenario.of(TITANIC_SHARED, titanic, Load.sync(Kind.SUBMIT, CALLERS, BYTES))
							.to(DISK_SHARED, SHARE_OF_GROUP_COMMIT)),
				List.of(Claim.inTurn(TITANIC + " / one fsync and one round trip", TITANIC, DISK, QUEUE, SHARE_OF_ONE)));
	}

}
