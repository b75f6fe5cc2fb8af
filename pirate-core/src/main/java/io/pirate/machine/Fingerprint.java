package io.pirate.machine;

import java.nio.ByteBuffer;

import io.pirate.wire.Frames;
import io.pirate.wire.ServiceName;

/**
 * Tells whether a repeated call is the same call: 64 bits of what it asks and of whom. It
 * guards a client against its own mistakes, not against an enemy, so speed counts.
 */
final class Fingerprint {

	private static final long FACTOR = 0x9E3779B97F4A7C15L;

	private Fingerprint() {
	}

	static long of(ServiceName service, Frames body) {
		long hash = service.hashCode() * FACTOR + body.size();
		for (int i = 0; i < body.size(); i++) {
			hash = of(hash, body.view(i));
		}
		return hash;
	}

	private static long of(long start, ByteBuffer in) {
		long hash = mixed(start, in.remaining());
		while (in.remaining() >= Long.BYTES) {
			hash = mixed(hash, in.getLong());
		}
		while (in.hasRemaining()) {
			hash = mixed(hash, in.get());
		}
		return hash;
	}

	private static long mixed(long hash, long value) {
		long mixed = (hash ^ value) * FACTOR;
		return mixed ^ (mixed >>> 29);
	}

}
