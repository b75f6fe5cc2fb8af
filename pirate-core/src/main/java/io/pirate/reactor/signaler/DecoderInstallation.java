package io.pirate.reactor.signaler;

import io.pirate.reactor.replacement.Part;
import io.pirate.reactor.replacement.Replacement;
import io.pirate.reactor.replacement.ReplacementState;
import zmq.io.coder.v1.V1Protocol;
import zmq.io.coder.v2.V2Protocol;

/**
 * Puts {@link GuardedDecoder1} and {@link GuardedDecoder2} in the place of JeroMQ's
 * decoders, in its own class loader, before the first connection loads them. Decided once
 * in a process; where it cannot be done, JeroMQ stays as it is.
 * <p>
 * JeroMQ's own make room for a frame as soon as its size has come, before any byte of it:
 * nine bytes are worth a whole frame of memory, for everybody who can connect. Whatever
 * else may take the place of a decoder has to ask {@link ArrivingFrame} likewise.
 */
public final class DecoderInstallation {

	/** {@code false} as a system property leaves JeroMQ's decoders unguarded. */
	public static final String PROPERTY = "pirate.jeromq.guarded-frames";

	/** Of JeroMQ 0.6.0's class files, for which ours were written. */
	private static final String V1_SHA256 = "763fb4622a90b474ac36740e3ef8582bf6c15432642f66b8e648c1d0d9616299";

	private static final String V2_SHA256 = "3edfa79c30aaaed071665c257a2958a0f4c70a85aad84ecabd5333daf89082ca";

	private static final Replacement OLD = new Replacement("Guard of the frames of old peers", PROPERTY,
			DecoderInstallation.class, V1Protocol.class, Part.beside("ArrivingFrame"),
			Part.around("V1Decoder", V1_SHA256, "GuardedDecoder1"));

	private static final Replacement USUAL = new Replacement("Guard of frames that are announced", PROPERTY,
			DecoderInstallation.class, V2Protocol.class, Part.beside("ArrivingFrame"),
			Part.around("V2Decoder", V2_SHA256, "GuardedDecoder2"));

	private DecoderInstallation() {
	}

	/**
	 * Installs ours, unless that was decided before or the system property says no. To be
	 * called before JeroMQ is used.
	 * @return whose decoders JeroMQ uses from now on; ours only if both are
	 */
	public static ReplacementState install() {
		// our own decoder asks by itself, and is there or not before the others are
		ReplacementState framing = SignalerInstallation.framing();
		ReplacementState usual = framing.ours() ? framing : guardUsual();
		ReplacementState old = OLD.decide(true);
		return usual.ours() ? old : usual;
	}

	/** The guard of JeroMQ's own decoder, where {@link FrameDecoder} is not wanted. */
	static ReplacementState guardUsual() {
		return USUAL.decide(true);
	}

}
