package io.pirate.benchmarks.peers;

import io.pirate.benchmarks.load.Asker;
import io.pirate.benchmarks.load.Figures;
import io.pirate.benchmarks.load.Load;

/** A client that is compared by its blocking calls only; threads share it. */
interface BlockingAsker extends Asker, Asker.Caller {

	@Override
	default Asker.Caller caller() {
		return this;
	}

	@Override
	default Figures pipelined(Load load, long nanos) {
		throw new UnsupportedOperationException("blocking callers only");
	}

}
