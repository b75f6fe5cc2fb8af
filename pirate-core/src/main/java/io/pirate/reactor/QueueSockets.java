package io.pirate.reactor;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;

import io.pirate.wire.Identity;

/** The sockets of one worker: one for each queue it registers with. */
final class QueueSockets {

	private static final QueueSocket[] NONE = {};

	private final SocketSettings settings;

	/** An array, for it is walked at every turn. */
	private QueueSocket[] all = NONE;

	/** Links whose socket failed during the event at hand. */
	private final BitSet broken = new BitSet();

	/**
	 * No sockets.
	 * @param settings limits of each
	 */
	QueueSockets(SocketSettings settings) {
		this.settings = settings;
	}

	/** Those that are open now; not to be changed. */
	QueueSocket[] all() {
		return this.all;
	}

	void open(int link, String endpoint, Identity identity, ConnectionListener listener, Loop owner) {
		QueueSocket socket = new QueueSocket(link, endpoint, this.settings, listener, () -> this.broken.set(link));
		QueueSocket[] more = Arrays.copyOf(this.all, this.all.length + 1);
		more[more.length - 1] = socket;
		this.all = more;
		socket.open(owner, identity);
	}

	void close(int link) {
		find(link).close();
		this.all = Arrays.stream(this.all).filter((socket) -> socket.number() != link).toArray(QueueSocket[]::new);
	}

	QueueSocket find(int link) {
		for (QueueSocket socket : this.all) {
			if (socket.number() == link) {
				return socket;
			}
		}
		throw new IllegalStateException("link " + link + " is not open");
	}

	/** Tells each link whose socket has failed, once; telling may break others. */
	void tellBroken(IntConsumer listener) {
		for (int link = this.broken.nextSetBit(0); link >= 0; link = this.broken.nextSetBit(0)) {
			this.broken.clear(link);
			listener.accept(link);
		}
	}

	void closeAll() {
		for (QueueSocket socket : this.all) {
			socket.close();
		}
	}

}
