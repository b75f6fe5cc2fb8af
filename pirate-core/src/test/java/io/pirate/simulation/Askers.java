package io.pirate.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;

/** Who asked one queue, and with which addresses. */
final class Askers {

	private final Map<Identity, Set<Frames>> asked = new HashMap<>();

	void add(Identity client, Envelope envelope) {
		this.asked.computeIfAbsent(client, (key) -> new HashSet<>()).add(addressOf(envelope));
	}

	boolean contains(Identity client, Envelope envelope) {
		Set<Frames> requests = this.asked.get(client);
		return requests != null && requests.contains(addressOf(envelope));
	}

	private static Frames addressOf(Envelope envelope) {
		CallFrame call = envelope.call();
		if (call == null) {
			return envelope.foreign();
		}
		byte[][] parts = new byte[envelope.foreign().size() + 1][];
		parts[envelope.foreign().copyTo(parts, 0)] = CallFrame.of(call.origin(), call.number()).encode();
		return Frames.of(parts);
	}

}
