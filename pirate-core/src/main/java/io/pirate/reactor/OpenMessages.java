package io.pirate.reactor;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import zmq.io.Metadata;

/**
 * What has arrived of messages whose last frame has not, by connection. A connection that
 * ends in the middle is forgotten when its engine is. Used by the I/O thread only.
 */
final class OpenMessages {

	/** What a frame takes beside its bytes, roughly: JeroMQ's message, its buffer. */
	static final int FRAME_COST = 128;

	private final Map<Key, Open> messages = new HashMap<>();

	private final ReferenceQueue<Metadata> gone = new ReferenceQueue<>();

	private @Nullable Open latest;

	private long bytes;

	/** What all open messages take. */
	long bytes() {
		return this.bytes;
	}

	/**
	 * The message that a connection is sending.
	 * @param connection identified by this very object
	 * @return what has arrived of it, perhaps nothing
	 */
	Open of(Metadata connection) {
		Open cached = this.latest;
		if (cached != null && cached.key.refersTo(connection)) {
			return cached;
		}
		forgetGone();
		Open open = this.messages.computeIfAbsent(new Key(connection, this.gone), Open::new);
		this.latest = open;
		return open;
	}

	void grow(Open message, int size) {
		message.parts++;
		message.bytes += size;
		this.bytes += size + FRAME_COST;
	}

	void end(Open message) {
		this.bytes -= message.cost();
		message.parts = 0;
		message.bytes = 0;
		message.refused = false;
	}

	private void forgetGone() {
		for (Reference<?> key = this.gone.poll(); key != null; key = this.gone.poll()) {
			Open open = this.messages.remove(key);
			if (open != null) {
				this.bytes -= open.cost();
			}
		}
	}

	/** The message one connection is sending. */
	static final class Open {

		private final Key key;

		private int parts;

		private long bytes;

		private boolean refused;

		private Open(Key key) {
			this.key = key;
		}

		int parts() {
			return this.parts;
		}

		long bytes() {
			return this.bytes;
		}

		/** What it takes, frames of no bytes included. */
		long cost() {
			return this.bytes + (long) this.parts * FRAME_COST;
		}

		void refuse() {
			this.refused = true;
		}

		boolean isRefused() {
			return this.refused;
		}

		/** Whether a refused message has left frames in the queue. */
		boolean mutilated() {
			return this.refused && this.parts > 0;
		}

	}

	private static final class Key extends WeakReference<Metadata> {

		private final int hash;

		Key(Metadata connection, ReferenceQueue<Metadata> queue) {
			super(connection, queue);
			this.hash = System.identityHashCode(connection);
		}

		@Override
		public boolean equals(Object other) {
			return this == other || (other instanceof Key that && this.hash == that.hash && sameConnection(that));
		}

		private boolean sameConnection(Key that) {
			Metadata connection = get();
			return connection != null && that.refersTo(connection);
		}

		@Override
		public int hashCode() {
			return this.hash;
		}

	}

}
