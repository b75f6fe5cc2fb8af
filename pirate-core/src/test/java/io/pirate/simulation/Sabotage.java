package io.pirate.simulation;

import java.time.Duration;

import io.pirate.machine.BrokerActions;
import io.pirate.machine.Call;
import io.pirate.machine.ClientActions;
import io.pirate.machine.StarActions;
import io.pirate.machine.WorkerActions;
import io.pirate.wire.Reply;

/**
 * Stands between the machines and the world and leaves everything as it is. Tests that
 * prove that a violation is seen replace one of these by something broken.
 */
interface Sabotage {

	/** All is well. */
	Sabotage NONE = new Sabotage() {
	};

	default BrokerActions queue(BrokerActions real) {
		return real;
	}

	default ClientActions client(ClientActions real) {
		return real;
	}

	default WorkerActions worker(WorkerActions real) {
		return real;
	}

	default Duration failoverDelay(Duration real) {
		return real;
	}

	default StarActions star(StarActions real) {
		return real;
	}

	default Call call(CallRecord real) {
		return real;
	}

	default Reply handled(Reply real) {
		return real;
	}

}
