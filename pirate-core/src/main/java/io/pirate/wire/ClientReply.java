package io.pirate.wire;

/** What a Majordomo queue tells a client, after the envelope. */
public sealed interface ClientReply permits ClientReply.Part, Malformed {

	/**
	 * A reply or a part of one.
	 *
	 * @param service whom it comes from
	 * @param body at least one frame
	 * @param last whether nothing follows
	 */
	record Part(ServiceName service, Frames body, boolean last) implements ClientReply {
	}

}
