package io.pirate.store;

/** What a failure of the store means for those who use it. */
public enum StoreTrouble {

	/** Nothing was written; something else may be, for example once there is space. */
	REFUSED,

	/** Nothing was written, because another instance was in the way: at once again. */
	CONFLICT,

	/** The database is not there at the moment; nobody knows whether it was written. */
	DISCONNECTED,

	/** The disk, or the file, cannot be trusted any more: nothing must be written. */
	FATAL

}
