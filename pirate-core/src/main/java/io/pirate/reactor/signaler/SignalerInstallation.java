package io.pirate.reactor.signaler;

import io.pirate.reactor.replacement.Part;
import io.pirate.reactor.replacement.Replacement;
import io.pirate.reactor.replacement.ReplacementState;
import io.pirate.reactor.router.RouterInstallation;
import zmq.ZError;
import zmq.io.coder.v2.V2Protocol;
import zmq.poll.IPollEvents;

/**
 * Defines {@link OneBitSignaler} as {@code zmq.Signaler}, {@link ChangePoller} as
 * {@code zmq.poll.Poller}, and {@link FrameEncoder} and {@link FrameDecoder} as
 * {@code V2Encoder} and {@code V2Decoder} of {@code zmq.io.coder.v2}, and
 * {@link ArrayMessage} as {@code zmq.Msg}, in JeroMQ's own class loader, before JeroMQ's
 * classes of those names are loaded by the first context; and has the
 * {@link RouterInstallation} do the same. Decided once in a process; where it cannot be
 * done, JeroMQ stays as it is.
 */
public final class SignalerInstallation {

	/** {@code false} as a system property leaves JeroMQ as it is. */
	public static final String PROPERTY = "pirate.jeromq.fast-wakeup";

	/** Of {@code zmq/Signaler.class} in JeroMQ 0.6.0, for which ours was written. */
	private static final String STOCK_SHA256 = "363702184bb71e090e542c63d325377b16ef6d4b5d83b2f64805f6836f4ecc44";

	private static final Replacement REPLACEMENT = new Replacement("Wake-up of JeroMQ's threads", PROPERTY,
			SignalerInstallation.class, ZError.class, Part.of("OneBitSignaler", "Signaler", STOCK_SHA256));

	private static final Replacement POLLER = new Replacement("JeroMQ's poller", PROPERTY, SignalerInstallation.class,
			IPollEvents.class, Part.beside("ChangePollerTimers$Timer"), Part.beside("ChangePollerTimers"),
			Part.beside("ChangePollerSelector"),
			Part.of("ChangePoller$Handle", "Poller$Handle",
					"d93efd53d971a48f4b792e9955d338437f309bad810c921305b7bbb1472e72fd"),
			Part.of("ChangePoller", "Poller", "c86cb1e38fd44958a7f5bcab13344e3fbd647d9a2ec657ae55a0b7266f3b76f9"));

	/** A neighbour that does not load the stock one. */
	private static final Replacement MESSAGE = new Replacement("JeroMQ's message", PROPERTY, SignalerInstallation.class,
			ZError.class,
			Part.of("ArrayMessageAccess", "Msg$1", "77f68f52095ca2ba8f0b2346e520bd1397ed1adf984a660c5c3bcf1a8845e20d"),
			Part.of("ArrayMessage", "Msg", "1bfeb5f732f044144ae760c17853b786071a7966340066bc602a1147368226bf"));

	private static final Replacement FRAMING = new Replacement("JeroMQ's framing", PROPERTY, SignalerInstallation.class,
			V2Protocol.class, Part.beside("ArrivingFrame"),
			Part.of("FrameEncoder", "V2Encoder", "04ee9cd61aae3baed50b20aa0d64941252b30ec2bb36ad0fcf9fe8bc41098e3d"),
			Part.of("FrameDecoder", "V2Decoder", "3edfa79c30aaaed071665c257a2958a0f4c70a85aad84ecabd5333daf89082ca"));

	private SignalerInstallation() {
	}

	/**
	 * Whether frames are read by one of ours; decides for all of them if that is open.
	 */
	static ReplacementState framing() {
		ReplacementState wakeup = install();
		return FRAMING.decide(wakeup.ours());
	}

	/**
	 * Installs our signaler, unless that was decided before or the system property says
	 * no. To be called before JeroMQ is used.
	 * @return what JeroMQ uses from now on
	 */
	public static ReplacementState install() {
		return decide(true);
	}

	/**
	 * Installs our signaler or leaves JeroMQ as it is. The first decision in a process
	 * holds.
	 * @param wanted whether to install it, if the system property does not say no
	 * @return what JeroMQ uses from now on
	 */
	public static ReplacementState decide(boolean wanted) {
		ReplacementState state = REPLACEMENT.decide(wanted);
		// each works without the others
		boolean ours = wanted && state.ours();
		MESSAGE.decide(ours);
		POLLER.decide(ours);
		if (!ours) {
			// before JeroMQ's is looked at, which loads it
			DecoderInstallation.guardUsual();
		}
		FRAMING.decide(ours);
		// last, for to look there loads what is replaced above
		RouterInstallation.decide(ours);
		return state;
	}

}
