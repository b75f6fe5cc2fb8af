package io.pirate;

import io.pirate.reactor.replacement.ReplacementState;
import io.pirate.reactor.signaler.DecoderInstallation;

/**
 * Whether the memory for frames that peers have announced and not sent is bounded in this
 * process. JeroMQ 0.6.0 makes room for a frame as soon as it knows the size; pirate
 * replaces the two classes that do so before JeroMQ is first used. That concerns every
 * user of JeroMQ in the process, and only sockets of pirate refuse anything. See
 * {@code docs/limits.md}.
 * <p>
 * The first client, queue or worker decides this by itself. With {@value #PROPERTY}
 * {@code =false} as a system property JeroMQ stays as it is. Safe for use by many
 * threads.
 */
public final class JeromqFrames {

	/** The system property. */
	public static final String PROPERTY = DecoderInstallation.PROPERTY;

	private JeromqFrames() {
	}

	/**
	 * What is in use. Decides for the guard if that is still open.
	 * @return "installed", "switched off", or "stock: " and the reason why the guard
	 * could not be installed
	 */
	public static String state() {
		return DecoderInstallation.install().description();
	}

	/**
	 * Whether the guard is in use. Decides for it if that is still open.
	 * @return false if JeroMQ's own classes are
	 */
	public static boolean isGuarded() {
		ReplacementState state = DecoderInstallation.install();
		return state.ours();
	}

}
