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

	private static final int BLOCK = 4 * Long.BYTES;

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
		int at = in.position();
		int end = in.limit();
		long hash = mixed(start, end - at);
		if (end - at >= BLOCK) {
			// four at a time, none of which has to wait for the others
			long one = hash;
			long two = hash + 1;
			long three = hash + 2;
			long four = hash + 3;
			for (; at <= end - BLOCK; at += BLOCK) {
				one = mixed(one, in.getLong(at));
				two = mixed(two, in.getLong(at + Long.BYTES));
				three = mixed(three, in.getLong(at + 2 * Long.BYTES));
				four = mixed(four, in.getLong(at + 3 * Long.BYTES));
			}
			hash = mixed(mixed(mixed(one, two), three), four);
		}
		for (; at <= end - Long.BYTES; at += Long.BYTES) {
			hash = mixed(hash, in.getLong(at));
		}
		for (; at < end; at++) {
			hash = mixed(hash, in.get(at));
		}
		return hash;
	}

	private static long mixed(long hash, long value) {
		long mixed = (hash ^ value) * FACTOR;
		return mixed ^ (mixed >>> 29);
	}

}
