package io.pirate;

/**
 * The calling thread was interrupted while it waited. Its interrupt flag is set again;
 * the call is cancelled, but the request may have run.
 */
public final class PirateInterruptedException extends PirateException {

	private static final long serialVersionUID = 1L;

	public PirateInterruptedException(InterruptedException cause) {
		super("Interrupted while waiting for a reply", cause);
	}

}
