package io.pirate.reactor;

import java.lang.ref.WeakReference;

import io.pirate.machine.Peer;
import org.jspecify.annotations.Nullable;
import zmq.io.Metadata;

/**
 * Who is behind the connections of one bound socket. With CURVE the key that a connection
 * has proved to hold comes with each message, in the property that {@link ZapHandler}
 * adds; a peer cannot know that property's name, so it can neither forge it nor get
 * anything through that came past the handler. Looked up once for each connection and
 * table of peers, for JeroMQ gives the same object with every message of a connection.
 */
final class Senders {

	private static final int PLACES = 1024;

	private final Peer everybody;

	private final @Nullable Admission admission;

	private final String property;

	private final @Nullable Known[] places;

	private Senders(Peer everybody, @Nullable Admission admission, String property) {
		this.everybody = everybody;
		this.admission = admission;
		this.property = property;
		this.places = new Known[(admission != null) ? PLACES : 0];
	}

	/** All are the same, and nothing is looked at. */
	static Senders all(Peer everybody) {
		return new Senders(everybody, null, "");
	}

	/**
	 * Each is told by its key.
	 * @param admission who holds which key
	 * @param property the name of the property that carries the key
	 */
	static Senders proven(Admission admission, String property) {
		return new Senders(Peer.NOBODY, admission, property);
	}

	/**
	 * Who has sent a message.
	 * @param connection what JeroMQ knows of the connection
	 * @return the peer, who may have no rights any more; {@code null} if the connection
	 * was never let in
	 */
	@Nullable Peer of(@Nullable Metadata connection) {
		if (this.admission == null) {
			return this.everybody;
		}
		return (connection != null) ? lookUp(this.admission, connection) : null;
	}

	private @Nullable Peer lookUp(Admission judge, Metadata connection) {
		PeerTable table = judge.table();
		int place = System.identityHashCode(connection) & (PLACES - 1);
		Known known = this.places[place];
		if (known == null || !known.refersTo(connection) || known.table != table) {
			String key = connection.get(this.property);
			if (key == null) {
				return null;
			}
			Peer peer = judge.find(table, key);
			known = new Known(connection, table, (peer != null) ? peer : Peer.NOBODY);
			this.places[place] = known;
		}
		return known.peer;
	}

	/** Whose connection it is, by one table; does not keep what JeroMQ has forgotten. */
	private static final class Known extends WeakReference<Metadata> {

		private final PeerTable table;

		private final Peer peer;

		Known(Metadata connection, PeerTable table, Peer peer) {
			super(connection);
			this.table = table;
			this.peer = peer;
		}

	}

}
