package io.pirate.wire;

/** What a client tells a queue or a server, whatever the dialect it says it in. */
public sealed interface ClientRequest permits ClientRequest.Ask, Malformed {

	/**
	 * Do this.
	 *
	 * @param envelope what has to come back
	 * @param service whom it is for; anonymous if the dialect knows no names
	 * @param body at least one frame
	 */
	record Ask(Envelope envelope, ServiceName service, Frames body) implements ClientRequest {
	}

}
