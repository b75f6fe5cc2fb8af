package io.pirate.spring;

import org.springframework.context.SmartLifecycle;

/**
 * When things start and stop. The higher phase starts later and stops earlier. Workers
 * stop before a web server begins its graceful shutdown ({@code DEFAULT_PHASE - 1024}),
 * clients after it, and the embedded queue last, because both need it to leave politely.
 */
public final class PiratePhases {

	/** Workers. */
	public static final int WORKERS = SmartLifecycle.DEFAULT_PHASE - 512;

	/** Clients: after web requests in progress have asked what they wanted to ask. */
	public static final int CLIENT = SmartLifecycle.DEFAULT_PHASE - 3072;

	/** The Titanic: clients may leave requests until they are closed. */
	public static final int TITANIC = SmartLifecycle.DEFAULT_PHASE - 3584;

	/** The embedded queue: first up, last down. */
	public static final int QUEUE = SmartLifecycle.DEFAULT_PHASE - 4096;

	private PiratePhases() {
	}

}
