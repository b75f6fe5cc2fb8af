package io.pirate.simulation;

/** What a process runs: a machine with its sockets, as a node of the reactor is. */
interface Program {

	void boot(long now);

	void tick(long now);

	/**
	 * After each event: what a node has to report to its machine later than it happened.
	 */
	void settle(long now);

	long nextDeadline(long now);

	void late(long nanos);

}
