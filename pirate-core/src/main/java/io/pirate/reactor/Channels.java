package io.pirate.reactor;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The TCP channels of one socket, as its events tell. One whose handling fails in JeroMQ
 * keeps its I/O thread from everything else, and can be closed only from outside.
 */
final class Channels {

	private final Set<SelectableChannel> open = ConcurrentHashMap.newKeySet();

	void opened(Object channel) {
		if (channel instanceof SelectableChannel selectable) {
			this.open.add(selectable);
		}
	}

	void closed(Object channel) {
		if (channel instanceof SelectableChannel selectable) {
			this.open.remove(selectable);
		}
	}

	/** How many are open. */
	int count() {
		return this.open.size();
	}

	/** Forgets those whose end no event has told. */
	void forgetClosed() {
		this.open.removeIf((channel) -> !channel.isOpen());
	}

	/** Only for a context whose I/O thread has failed. */
	void abandon() {
		for (SelectableChannel channel : this.open) {
			try {
				channel.close();
			}
			catch (IOException ex) {
				// as closed as it gets
			}
		}
		this.open.clear();
	}

}
