package io.pirate.simulation;

/** One run of a handler for a call. */
final class Execution {

	final CallRecord call;

	final long number;

	/** By whom, in which form. */
	final Plan.WorkerPlan worker;

	/** Parts its handler has given. */
	int produced;

	/** Parts that have left its worker. */
	int sent;

	/** It has given all it had to give. */
	boolean complete;

	Execution(CallRecord call, long number, Plan.WorkerPlan worker) {
		this.call = call;
		this.number = number;
		this.worker = worker;
	}

	boolean isForeign() {
		return this.worker.make() == Plan.Make.FOREIGN;
	}

	@Override
	public String toString() {
		return "execution " + this.number + " (" + this.produced + " parts" + (this.complete ? "" : " so far") + ")";
	}

}
