package io.pirate.wire;

import org.jspecify.annotations.Nullable;

/**
 * The address stack of a client's request: what has to come back in front of the reply.
 *
 * @param foreign frames that return unchanged
 * @param call the call frame, if the client is one of ours: the last address
 */
public record Envelope(Frames foreign, @Nullable CallFrame call) {

	/** What a REQ peer sends: a delimiter and nothing before it. */
	public static final Envelope EMPTY = new Envelope(Frames.NONE, null);

}
