package io.pirate.store;

/** Something to be written with the next commit. On the store's thread. */
interface StoreTask {

	/** Writes; called again if the transaction is repeated. */
	void write(StoreTransaction transaction);

	/** It is durable. */
	void done(long now);

	/** It is not, or nobody knows. */
	void failed(StoreException failure, long now);

	/**
	 * Whether it has to be written sooner or later: then it is tried again instead of
	 * failing.
	 * @return true for what has happened already
	 */
	default boolean isDue() {
		return false;
	}

}
