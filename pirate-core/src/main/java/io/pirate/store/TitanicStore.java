package io.pirate.store;

/**
 * The seam between what is decided and the disk. One thread writes, one other may read.
 */
public interface TitanicStore extends AutoCloseable {

	/**
	 * Opens it, and joins as an instance that takes requests to execute them.
	 * @throws StoreException if that is impossible; the message says what to do
	 */
	void open();

	/**
	 * Whether other instances may take requests out of it.
	 * @return true if leases have to be renewed
	 */
	boolean isShared();

	/**
	 * Begins a transaction; there is one at a time.
	 * @return what can be written
	 * @throws StoreException if the database is not there
	 */
	StoreTransaction begin();

	/**
	 * What is committed, for one other thread.
	 * @return the reader, the same every time
	 */
	StoreReader reader();

	/**
	 * Does what keeps the file small; called now and then between transactions.
	 * @throws StoreException if it did not work
	 */
	void compact();

	/** Leaves what was taken to others, and closes everything. Never throws. */
	@Override
	void close();

}
