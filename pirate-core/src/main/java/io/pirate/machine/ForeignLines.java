package io.pirate.machine;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.pirate.wire.Identity;

/**
 * Where clients without call frames have something waiting, which goes with their
 * connections: so that the end of one costs what it had, and no look at every service.
 */
final class ForeignLines {

	private final Map<Identity, ClientLine> byClient = new HashMap<>();

	/** Something of a client without a call frame waits in that line. */
	void add(ClientLine line) {
		if (line.foreign) {
			return;
		}
		line.foreign = true;
		ClientLine other = this.byClient.put(line.client, line);
		line.nextForeign = other;
		if (other != null) {
			other.previousForeign = line;
		}
	}

	/** The line is no more. */
	void remove(ClientLine line) {
		if (!line.foreign) {
			return;
		}
		ClientLine next = line.nextForeign;
		ClientLine previous = line.previousForeign;
		if (next != null) {
			next.previousForeign = previous;
		}
		if (previous != null) {
			previous.nextForeign = next;
		}
		else if (next != null) {
			this.byClient.put(line.client, next);
		}
		else {
			this.byClient.remove(line.client);
		}
		line.foreign = false;
		line.nextForeign = null;
		line.previousForeign = null;
	}

	/** Visits all of a client; a visitor may remove the one it is shown. */
	void forEach(Identity client, Consumer<ClientLine> visitor) {
		ClientLine line = this.byClient.get(client);
		while (line != null) {
			ClientLine next = line.nextForeign;
			visitor.accept(line);
			line = next;
		}
	}

	boolean isEmpty() {
		return this.byClient.isEmpty();
	}

}
