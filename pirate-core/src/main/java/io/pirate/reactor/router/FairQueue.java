package io.pirate.reactor.router;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.pipe.Pipe;
import zmq.util.Blob;

/**
 * Takes messages from the peers in turns, in the order of {@code zmq.socket.FQ}. A pipe
 * carries its place with it, in the number that only other types of sockets use, so
 * nothing is searched for.
 */
final class FairQueue {

	private static final int USUAL_PEERS = 8;

	/** The active ones first. */
	private @Nullable Pipe[] pipes = new Pipe[USUAL_PEERS];

	/** Whose pipes they are. */
	private @Nullable RoutedPeer[] peers = new RoutedPeer[USUAL_PEERS];

	private int size;

	private int active;

	/** Whose turn it is. */
	private int current;

	private @Nullable Pipe lastIn;

	/** Has its turn until its message of several frames is given out. */
	private @Nullable Pipe giving;

	/** Of the latest sender, if it has gone. */
	private @Nullable Blob savedCredential;

	void attach(RoutedPeer peer) {
		if (this.size == this.pipes.length) {
			this.pipes = Arrays.copyOf(this.pipes, 2 * this.size);
			this.peers = Arrays.copyOf(this.peers, 2 * this.size);
		}
		put(peer.pipe(), peer, this.size);
		swap(this.active, this.size);
		this.size++;
		this.active++;
	}

	boolean has(Pipe pipe) {
		return pipe.getRoutingId() > 0;
	}

	/** There is something to read again. */
	void activated(Pipe pipe) {
		int place = place(pipe);
		if (place >= this.active) {
			swap(place, this.active);
			this.active++;
		}
	}

	/**
	 * Forgets a pipe.
	 * @return whose it was
	 */
	@Nullable RoutedPeer terminated(Pipe pipe) {
		int place = place(pipe);
		RoutedPeer peer = this.peers[place];
		if (place < this.active) {
			rest(place);
			place = this.active;
		}
		this.size--;
		swap(place, this.size);
		this.pipes[this.size] = null;
		this.peers[this.size] = null;
		pipe.setRoutingId(0);
		if (this.lastIn == pipe) {
			this.savedCredential = pipe.getCredential();
			this.lastIn = null;
		}
		return peer;
	}

	/**
	 * Takes the next message, with the name of its sender in front.
	 * @param message an empty one
	 * @return whether there was a message
	 */
	boolean receive(TakenMessage message) {
		while (this.active > 0) {
			Pipe pipe = this.pipes[this.current];
			RoutedPeer peer = this.peers[this.current];
			Msg frame = (pipe != null) ? pipe.read() : null;
			if (frame == null || peer == null) {
				rest(this.current);
			}
			else if (frame.isIdentity()) {
				// a peer has connected anew, and keeps the name it had
				turn(pipe);
			}
			else if (!frame.hasMore()) {
				message.add(peer.frame());
				message.add(frame);
				turn(pipe);
				return true;
			}
			else if (take(message, peer, frame)) {
				this.giving = pipe;
				return true;
			}
		}
		return false;
	}

	/** The last frame of what was received is given out. */
	void given() {
		Pipe pipe = this.giving;
		if (pipe != null) {
			this.giving = null;
			if (this.pipes[this.current] == pipe) {
				turn(pipe);
			}
		}
	}

	@Nullable Blob credential() {
		return (this.lastIn != null) ? this.lastIn.getCredential() : this.savedCredential;
	}

	/**
	 * Pipes show whole messages only. Should one end in the middle of a message even so,
	 * then nobody sees any of it.
	 */
	private static boolean take(TakenMessage message, RoutedPeer peer, Msg first) {
		message.add(peer.frame());
		Msg frame = first;
		message.add(frame);
		while (frame.hasMore()) {
			frame = peer.pipe().read();
			if (frame == null) {
				message.clear();
				return false;
			}
			message.add(frame);
		}
		return true;
	}

	private void turn(Pipe pipe) {
		this.lastIn = pipe;
		int next = this.current + 1;
		this.current = (next < this.active) ? next : 0;
	}

	/** Nothing to read: behind all who are active. */
	private void rest(int place) {
		this.active--;
		swap(place, this.active);
		if (this.current == this.active) {
			this.current = 0;
		}
	}

	private void swap(int left, int right) {
		if (left != right) {
			Pipe pipe = this.pipes[left];
			RoutedPeer peer = this.peers[left];
			put(this.pipes[right], this.peers[right], left);
			put(pipe, peer, right);
		}
	}

	private void put(@Nullable Pipe pipe, @Nullable RoutedPeer peer, int place) {
		this.pipes[place] = pipe;
		this.peers[place] = peer;
		if (pipe != null) {
			pipe.setRoutingId(place + 1);
		}
	}

	private static int place(Pipe pipe) {
		return pipe.getRoutingId() - 1;
	}

}
