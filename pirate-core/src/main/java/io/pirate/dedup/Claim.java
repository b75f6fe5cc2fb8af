package io.pirate.dedup;

/** What a memory says to a worker that is about to run a call. */
public sealed interface Claim {

	/** Nobody has run it: it is yours, until you keep its reply or release it. */
	enum Granted implements Claim {

		/** The only one. */
		INSTANCE

	}

	/** Somebody else is running it: ask again. */
	enum Running implements Claim {

		/** The only one. */
		INSTANCE

	}

	/**
	 * It has run.
	 *
	 * @param kept its reply
	 */
	record Known(KeptReply kept) implements Claim {
	}

}
