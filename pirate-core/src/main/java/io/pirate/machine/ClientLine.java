package io.pirate.machine;

import io.pirate.wire.Identity;

/** What one client's connection has waiting for one service: a place in a ring. */
final class ClientLine {

	final Identity client;

	final WorkList works = new WorkList();

	ClientLine next = this;

	ClientLine previous = this;

	ClientLine(Identity client) {
		this.client = client;
	}

	/** Joins the ring just before that place, so that it is the last one served. */
	void joinBefore(ClientLine place) {
		this.previous = place.previous;
		this.next = place;
		place.previous.next = this;
		place.previous = this;
	}

	void leave() {
		this.previous.next = this.next;
		this.next.previous = this.previous;
	}

}
