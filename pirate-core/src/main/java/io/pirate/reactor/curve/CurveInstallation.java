package io.pirate.reactor.curve;

import io.pirate.reactor.replacement.Part;
import io.pirate.reactor.replacement.Replacement;
import io.pirate.reactor.replacement.ReplacementState;
import zmq.io.mechanism.Mechanism;

/**
 * Puts our classes in the place of four of JeroMQ's, in its own class loader, before the
 * first context loads them. Decided once in a process; where it cannot be done, JeroMQ
 * stays as it is.
 * <ul>
 * <li>{@link FastCurve} becomes {@code zmq.io.mechanism.curve.Curve}</li>
 * <li>{@link GuardedServer} and {@link GuardedClient} become the two mechanisms, and
 * extend the stock ones, which live on under other names</li>
 * <li>{@link TimedNull} becomes {@code zmq.io.mechanism.NullMechanism}, for those who
 * come without CURVE</li>
 * </ul>
 */
public final class CurveInstallation {

	/** {@code false} as a system property leaves JeroMQ its own cryptography. */
	public static final String FAST_PROPERTY = "pirate.jeromq.fast-curve";

	/** {@code false} as a system property leaves JeroMQ's mechanisms unguarded. */
	public static final String GUARDED_PROPERTY = "pirate.jeromq.guarded-curve";

	/** Of JeroMQ 0.6.0's class files, for which ours were written. */
	private static final String CURVE_SHA256 = "6f4fb863aff289dc8f2834fa6644f3e6b7bf272f505825b457cdc2e87e37457b";

	private static final String SERVER_SHA256 = "33509e06f16bc972c9f58dcf6001fe095d6f6ce66fcaf19629653eefbb112de5";

	private static final String CLIENT_SHA256 = "6c3c012c5d923df874e3ba71a057650bb60617cc646237dea08180d2facf5be2";

	private static final String NULL_SHA256 = "ff314b76efa52d0b6ea7db50e61bdbdc1355cf396811a736bd25015538dacbe6";

	/** What ours uses of Bouncy Castle; an application may have excluded it. */
	private static final String[] NEEDED = { "org.bouncycastle.crypto.engines.Salsa20Engine",
			"org.bouncycastle.math.ec.rfc7748.X25519" };

	/** Loads none of those that are to be replaced. */
	private static final String NEIGHBOUR = "zmq.io.mechanism.curve.CurveServerMechanism$State";

	private static final Replacement FAST = new Replacement("Cryptography of JeroMQ's CURVE", FAST_PROPERTY,
			CurveInstallation.class, neighbour(), Part.beside("SalsaLanes"), Part.beside("OneTimeTag"),
			Part.beside("MixedKey"), Part.beside("CurveBox"), Part.beside("ArrivingBox"), Part.beside("SharedKeys"),
			Part.beside("CurveFrames"), Part.of("FastCurve", "Curve", CURVE_SHA256));

	private static final Replacement GUARDED = new Replacement("Guards around JeroMQ's CURVE", GUARDED_PROPERTY,
			CurveInstallation.class, neighbour(), Part.known("CurveFrames"), Part.beside("HandshakeNews"),
			Part.beside("CurveGuard"), Part.around("CurveServerMechanism", SERVER_SHA256, "GuardedServer"),
			Part.around("CurveClientMechanism", CLIENT_SHA256, "GuardedClient"));

	private static final Replacement TIMED = new Replacement("Time of handshakes without CURVE", GUARDED_PROPERTY,
			CurveInstallation.class, Mechanism.class, Part.beside("HandshakeNews"),
			Part.of("TimedNull", "NullMechanism", NULL_SHA256));

	private CurveInstallation() {
	}

	/**
	 * Installs ours or leaves JeroMQ as it is. The first decision in a process holds. The
	 * cryptography comes first: to see whether the mechanisms are ours loads it.
	 * @param fast whether to install the cryptography, if its system property does not
	 * say no; the guards are always wanted
	 * @return whose cryptography JeroMQ uses from now on
	 */
	public static ReplacementState decide(boolean fast) {
		ReplacementState state = FAST.decide(fast, NEEDED);
		GUARDED.decide(true);
		TIMED.decide(true);
		return state;
	}

	/**
	 * Whether the mechanisms are guarded; decides for all of ours if that is still open.
	 * @return whose mechanisms JeroMQ uses
	 */
	public static ReplacementState guards() {
		decide(true);
		return GUARDED.decide(true);
	}

	/**
	 * Whether handshakes without CURVE are told of; decides for all of ours if that is
	 * still open.
	 * @return whose mechanism JeroMQ uses
	 */
	public static ReplacementState timed() {
		decide(true);
		return TIMED.decide(true);
	}

	private static Class<?> neighbour() {
		try {
			return Class.forName(NEIGHBOUR, false, CurveInstallation.class.getClassLoader());
		}
		catch (ClassNotFoundException ex) {
			// another JeroMQ: nothing of it will be recognised
			return zmq.Msg.class;
		}
	}

}
