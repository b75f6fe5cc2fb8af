package io.pirate.reactor.signaler;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.Msg;
import zmq.poll.IPollEvents;

/**
 * Defines {@link OneBitSignaler} as {@code zmq.Signaler} and {@link ChangePoller} as
 * {@code zmq.poll.Poller}, in JeroMQ's own class loader, before JeroMQ's classes of those
 * names are loaded by the first context. Decided once in a process; where it cannot be
 * done, JeroMQ stays as it is.
 */
public final class SignalerInstallation {

	/** {@code false} as a system property leaves JeroMQ as it is. */
	public static final String PROPERTY = "pirate.jeromq.fast-wakeup";

	private static final Replacement SIGNALER = new Replacement(Msg.class, "Signaler",
			"363702184bb71e090e542c63d325377b16ef6d4b5d83b2f64805f6836f4ecc44", OneBitSignaler.class, List.of());

	private static final Replacement POLLER = new Replacement(IPollEvents.class, "Poller",
			"c86cb1e38fd44958a7f5bcab13344e3fbd647d9a2ec657ae55a0b7266f3b76f9", ChangePoller.class,
			List.of("$Handle", "Timers", "Timers$Timer"));

	private static final String NATIVE_IMAGE = "org.graalvm.nativeimage.imagecode";

	private static final Logger logger = LoggerFactory.getLogger(SignalerInstallation.class);

	private static @Nullable SignalerState decided;

	private SignalerInstallation() {
	}

	/**
	 * Installs our signaler, unless that was decided before or the system property says
	 * no. To be called before JeroMQ is used.
	 * @return what JeroMQ uses from now on
	 */
	public static SignalerState install() {
		return decide(true);
	}

	/**
	 * Installs our signaler or leaves JeroMQ as it is. The first decision in a process
	 * holds.
	 * @param wanted whether to install it, if the system property does not say no
	 * @return what JeroMQ uses from now on
	 */
	public static synchronized SignalerState decide(boolean wanted) {
		SignalerState state = decided;
		if (state == null) {
			boolean allowed = Boolean.parseBoolean(System.getProperty(PROPERTY, "true"));
			state = (wanted && allowed) ? define() : leave();
			decided = state;
			logger.info("Wake-up of JeroMQ's threads: {}", state.description());
		}
		else if (state.ours() && !wanted) {
			logger.info("Wake-up of JeroMQ's threads: stays installed, {}=false comes too late", PROPERTY);
		}
		return state;
	}

	private static SignalerState leave() {
		return SIGNALER.isInUse() ? SignalerState.INSTALLED : SignalerState.SWITCHED_OFF;
	}

	private static SignalerState define() {
		if (System.getProperty(NATIVE_IMAGE) != null) {
			return SignalerState.stock("a native image defines no classes");
		}
		try {
			if (!SIGNALER.fits()) {
				return SignalerState.stock("zmq.Signaler is not the one of JeroMQ 0.6.0");
			}
			SIGNALER.define();
			definePoller();
			return SignalerState.INSTALLED;
		}
		catch (LinkageError ex) {
			// or this class has been loaded anew, for example by devtools
			return SIGNALER.isInUse() ? SignalerState.INSTALLED : SignalerState.stock("JeroMQ was in use before");
		}
		catch (IllegalAccessException ex) {
			return SignalerState.stock("the module path needs --add-opens org.zeromq.jeromq/zmq=io.pirate.core");
		}
		catch (IOException | GeneralSecurityException | RuntimeException ex) {
			return SignalerState.stock("it cannot be defined: " + ex);
		}
	}

	/** One works without the other. */
	private static void definePoller() throws IOException, GeneralSecurityException {
		try {
			if (POLLER.fits()) {
				POLLER.define();
				return;
			}
			logger.info("JeroMQ's poller stays as it is: zmq.poll.Poller is not the one of JeroMQ 0.6.0");
		}
		catch (LinkageError | IllegalAccessException ex) {
			logger.info("JeroMQ's poller stays as it is: {}", ex.toString());
		}
	}

}
