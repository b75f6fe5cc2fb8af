package io.pirate.machine;

/**
 * Decides which of two queues serves. Used by one thread at a time; after every event its
 * owner asks {@link #nextDeadline} and calls {@link #tick} no later than then.
 */
public sealed interface Leadership permits BinaryStarMachine, ArbitratedMachine {

	/**
	 * Stands by, and tells so.
	 * @param now nanoTime
	 */
	void start(long now);

	/**
	 * The queue's thread is about to handle what waited: before that, whoever may serve
	 * no more because the thread slept must know.
	 * @param now nanoTime
	 */
	void awake(long now);

	/**
	 * A client asked while the queue stood by.
	 * @param now nanoTime
	 */
	void onAsked(long now);

	/**
	 * A worker knows of a higher epoch; the queue hands out nothing until it is told to
	 * serve.
	 * @param epoch that epoch
	 * @param now nanoTime
	 */
	void onSurpassed(long epoch, long now);

	/**
	 * The owner's loop was late; silence of that time counts for nobody.
	 * @param nanos by how much
	 */
	void onLate(long nanos);

	/**
	 * The queue is about to leave: the other one need not wait.
	 * @param now nanoTime
	 */
	void leave(long now);

	/**
	 * Does what is due.
	 * @param now nanoTime
	 */
	void tick(long now);

	/**
	 * When {@link #tick} is needed next.
	 * @param now nanoTime
	 * @return the deadline, comparable by difference
	 */
	long nextDeadline(long now);

	/**
	 * The state now.
	 * @param now nanoTime
	 * @return an immutable copy
	 */
	StarSnapshot snapshot(long now);

}
