package io.pirate;

import io.pirate.reactor.curve.CurveInstallation;

/**
 * What JeroMQ does CURVE with in this process. Its own cryptography is slow; its
 * mechanisms can be made to throw in the I/O thread, know no limits, and its client can
 * be made to believe that somebody without the secret key is the server. Pirate replaces
 * the one class and puts guards around the other two before JeroMQ is first used. That
 * concerns every user of JeroMQ in the process; what goes over the wire is the same. See
 * {@code docs/jeromq-curve.md}.
 * <p>
 * The first client, queue or worker decides this by itself. An application that uses
 * JeroMQ before that can do so earlier. With the system properties
 * {@value #FAST_PROPERTY} or {@value #GUARDED_PROPERTY} {@code =false} JeroMQ stays as it
 * is. Safe for use by many threads.
 */
public final class JeromqCurve {

	/** The system property for the cryptography; also the property of Spring Boot. */
	public static final String FAST_PROPERTY = CurveInstallation.FAST_PROPERTY;

	/** The system property for the guards. */
	public static final String GUARDED_PROPERTY = CurveInstallation.GUARDED_PROPERTY;

	private JeromqCurve() {
	}

	/**
	 * Decides for the whole process, before JeroMQ is first used; later calls change
	 * nothing. Logs one line for each at level INFO. The guards are always wanted.
	 * @param fast whether to replace JeroMQ's cryptography, if the system property does
	 * not say no
	 * @return what is in use from now on, as {@link #state()} tells
	 */
	public static String decide(boolean fast) {
		return CurveInstallation.decide(fast).description();
	}

	/**
	 * Which cryptography is in use. Decides for the replacement if that is still open.
	 * @return "installed", "switched off", or "stock: " and the reason why the
	 * replacement could not be installed
	 */
	public static String state() {
		return decide(true);
	}

	/**
	 * Whether the mechanisms are guarded. Decides for the guards if that is still open.
	 * @return as {@link #state()}
	 */
	public static String guards() {
		return CurveInstallation.guards().description();
	}

	/**
	 * Whether the mechanisms are guarded, so that CURVE keeps what it promises.
	 * @return false if they are JeroMQ's own
	 */
	public static boolean isGuarded() {
		return CurveInstallation.guards().ours();
	}

}
