package io.pirate.spring;

import io.pirate.dedup.ReplyMemory;

/** Finds what {@link PirateWorker#deduplicate()} names. */
@FunctionalInterface
public interface ReplyMemories {

	/** There are none. */
	ReplyMemories NONE = (store, origin) -> {
		throw new PirateWorkerDefinitionException(origin + ": deduplicate = \"" + store + "\" names no memory",
				"Remove the attribute.");
	};

	/**
	 * The memory of that name. Workers that name the same one share it.
	 * @param store what the attribute says, not empty
	 * @param origin whose attribute, for messages
	 * @return the memory
	 * @throws PirateWorkerDefinitionException if there is none, with what to do
	 */
	ReplyMemory memory(String store, String origin);

}
