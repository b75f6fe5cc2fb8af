package io.pirate;

import io.pirate.reactor.signaler.SignalerInstallation;
import io.pirate.reactor.replacement.ReplacementState;

/**
 * How the threads of JeroMQ wake each other in this process. JeroMQ 0.6.0 loses a
 * scheduler slice now and then when one thread wakes another; pirate replaces the class
 * that does so, {@code zmq.Signaler}, before JeroMQ is first used, and with it some that
 * cost time: the poller of its I/O threads, what reads and writes frames, and the
 * message. That concerns every user of JeroMQ in the process, and nobody notices but by
 * its speed. See {@code docs/jeromq-wakeup.md}.
 * <p>
 * The first client, queue or worker decides this by itself. An application that uses
 * JeroMQ before that can do so earlier. With {@value #PROPERTY} {@code =false} as a
 * system property JeroMQ stays as it is. Safe for use by many threads.
 */
public final class JeromqWakeup {

	/** The system property; also the property of Spring Boot. */
	public static final String PROPERTY = SignalerInstallation.PROPERTY;

	private JeromqWakeup() {
	}

	/**
	 * Decides for the whole process, before JeroMQ is first used; later calls change
	 * nothing. Logs one line at level INFO.
	 * @param fast whether to replace JeroMQ's class, if the system property does not say
	 * no
	 * @return what is in use from now on, as {@link #state()} tells
	 */
	public static String decide(boolean fast) {
		return SignalerInstallation.decide(fast).description();
	}

	/**
	 * What is in use. Decides for the replacement if that is still open.
	 * @return "installed", "switched off", or "stock: " and the reason why the
	 * replacement could not be installed
	 */
	public static String state() {
		return SignalerInstallation.install().description();
	}

	/**
	 * Whether the replacement is in use. Decides for it if that is still open.
	 * @return false if it is JeroMQ's own class
	 */
	public static boolean isFast() {
		ReplacementState state = SignalerInstallation.install();
		return state.ours();
	}

}
