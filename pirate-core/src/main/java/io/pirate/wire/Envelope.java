package io.pirate.wire;

import org.jspecify.annotations.Nullable;

/**
 * What has to come back in front of the reply to a client's request.
 *
 * @param dialect the form in which the client asked
 * @param foreign addresses that return unchanged; none in a bare dialect
 * @param call the call frame, if the client is one of ours: the last address
 */
public record Envelope(ClientDialect dialect, Frames foreign, @Nullable CallFrame call) {

	/** What a REQ peer sends: a delimiter and nothing before it. */
	public static final Envelope EMPTY = new Envelope(Frames.NONE, null);

	/**
	 * The envelope of a plain request.
	 * @param foreign addresses that return unchanged
	 * @param call the call frame, if the client is one of ours
	 */
	public Envelope(Frames foreign, @Nullable CallFrame call) {
		this(ClientDialect.PLAIN, foreign, call);
	}

	/**
	 * The same addresses, in another form.
	 * @param newDialect the form
	 * @return an envelope
	 */
	public Envelope as(ClientDialect newDialect) {
		return (newDialect == this.dialect) ? this : new Envelope(newDialect, this.foreign, this.call);
	}

	/**
	 * The same addresses in a form of several frames, which every peer of ours takes.
	 * @param service whom the request is for
	 * @return this, unless it is compact
	 */
	public Envelope inFrames(ServiceName service) {
		return (this.dialect != ClientDialect.COMPACT) ? this
				: as(service.isAnonymous() ? ClientDialect.PLAIN : ClientDialect.MAJORDOMO_02);
	}

	/**
	 * The same form and addresses, with another call frame.
	 * @param newCall the call frame or {@code null}
	 * @return an envelope
	 */
	public Envelope with(@Nullable CallFrame newCall) {
		return new Envelope(this.dialect, this.foreign, newCall);
	}

}
