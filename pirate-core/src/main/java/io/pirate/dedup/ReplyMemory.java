package io.pirate.dedup;

/**
 * Keeps the replies of a service's calls for a while. Methods may block; they are called
 * where handlers run. Safe for use by many threads.
 */
public interface ReplyMemory {

	/**
	 * What is known of a call; if that is nothing, the caller may run it.
	 * @param call which
	 * @return the claim
	 * @throws RuntimeException if the memory does not work: then the call is not run
	 */
	Claim claim(CallKey call);

	/**
	 * A call that was granted has run.
	 * @param call which
	 * @param reply its reply
	 * @throws RuntimeException if the memory does not work: then the call may run again
	 */
	void keep(CallKey call, KeptReply reply);

	/**
	 * A call that was granted has failed: whoever asks next may run it.
	 * @param call which
	 * @throws RuntimeException if the memory does not work
	 */
	void release(CallKey call);

}
