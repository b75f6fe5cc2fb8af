package io.pirate.store;

import java.util.List;
import java.util.Map;

import io.pirate.machine.TitanicSnapshot;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;

/** Reads what is committed. Used by one thread. */
public interface StoreReader {

	/** A stored request, as its client may see it. */
	sealed interface Found {

		/** No such request, or it was closed. */
		enum Unknown implements Found {

			/** The only one. */
			INSTANCE

		}

		/** It has not ended. */
		enum Waiting implements Found {

			/** The only one. */
			INSTANCE

		}

		/**
		 * It has ended.
		 *
		 * @param reply the service's reply, or why there is none
		 */
		record Ended(Reply reply) implements Found {
		}

	}

	/**
	 * What is stored.
	 *
	 * @param backlog requests not executed, by service
	 * @param oldestMs age of the oldest of them, or 0
	 * @param replies replies and failures
	 * @param deadLetters requests given up
	 */
	record Figures(Map<ServiceName, Long> backlog, long oldestMs, long replies, long deadLetters) {

		/** Of a store that cannot be read. */
		public static final Figures NONE = new Figures(Map.of(), 0, 0, 0);

	}

	/**
	 * Looks for a request.
	 * @param id its ticket
	 * @return what is known
	 * @throws StoreException if it cannot be read, or is damaged
	 */
	Found find(String id);

	/**
	 * Counts.
	 * @return the figures
	 * @throws StoreException if it cannot be read
	 */
	Figures figures();

	/**
	 * Requests given up, latest first.
	 * @param most how many at most
	 * @return the dead letters
	 * @throws StoreException if it cannot be read
	 */
	List<TitanicSnapshot.DeadLetter> deadLetters(int most);

}
