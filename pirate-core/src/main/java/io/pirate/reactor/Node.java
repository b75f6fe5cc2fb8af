package io.pirate.reactor;

/**
 * A machine with its sockets, run by one {@link Loop}. All methods are called by the
 * loop's thread.
 */
public interface Node {

	/**
	 * Opens sockets and registers them with the loop. Called again after {@link #close()}
	 * when the loop had to replace its I/O thread: the machine lives on, its sockets are
	 * new.
	 * @param loop who runs this node
	 */
	void open(Loop loop);

	/**
	 * Receives what is there, up to a batch for each socket.
	 * @param now nanoTime
	 * @return whether more may be there
	 */
	boolean drain(long now);

	/**
	 * Lets the machine do what is due, after everything readable was drained.
	 * @param now nanoTime
	 */
	void tick(long now);

	/**
	 * The loop did not run for that long although it should have: nobody else is to blame
	 * for the silence. Called before what waited is drained, all of which then comes
	 * before {@code tick}: who is heard now needs no credit.
	 * @param nanos by how much it was late
	 */
	void late(long nanos);

	/**
	 * When {@code tick} has to be called next at the latest.
	 * @param now nanoTime
	 * @return the deadline, comparable by difference
	 */
	long nextDeadline(long now);

	/**
	 * The wall clock was set. JeroMQ's timers follow it: after a step back its reconnects
	 * and heartbeats stand still, so connecting sockets have to be reopened. Bound ones
	 * need not.
	 */
	default void clockStepped() {
	}

	/** Closes the sockets. */
	void close();

}
