package io.pirate.wire;

/**
 * The names of the call frame's own properties. They start with a colon, which an
 * application's headers must not.
 */
public final class Property {

	/** Which sending of the call this is, from 1. */
	public static final String ATTEMPT = ":attempt";

	/** Milliseconds left until the caller gives up. Never a wall-clock time. */
	public static final String BUDGET = ":budget";

	/** Flag: never resend, never redeliver once handed out. */
	public static final String ONCE = ":once";

	/** Lowest number of this origin still open, 8 bytes. */
	public static final String DONE = ":done";

	/** Content type of the body. */
	public static final String CONTENT_TYPE = ":ct";

	/** Flag: the sender is a queue of ours. */
	public static final String QUEUE = ":queue";

	/** The service of a compact request. */
	public static final String SERVICE = ":service";

	/** Outcome of a reply, see {@link ReplyStatus}. */
	public static final String STATUS = ":status";

	/** Machine-readable code of a failure. */
	public static final String CODE = ":code";

	/** Human-readable reason of a failure. */
	public static final String REASON = ":reason";

	/**
	 * Milliseconds, 4 bytes: reject the request if nobody has served its service that
	 * long.
	 */
	public static final String GRACE = ":grace";

	/**
	 * Flag: hand it out as if it were its last delivery, to a worker with empty hands
	 * that gets nothing else meanwhile.
	 */
	public static final String ALONE = ":alone";

	/**
	 * So many more parts may be sent, 4 bytes. On a request, how many at first: it says
	 * that its client takes a reply in parts.
	 */
	public static final String CREDIT = ":credit";

	/** Flag: no more parts are wanted. */
	public static final String CANCEL = ":cancel";

	/** Which part of the reply this is, from 0, 4 bytes. */
	public static final String PART = ":part";

	/** Flag: another part follows. */
	public static final String MORE = ":more";

	/**
	 * The epoch of a pair's active queue, 8 bytes: on a lease its own, on the answer of a
	 * worker that refuses it the highest that worker has seen.
	 */
	public static final String EPOCH = ":epoch";

	/** How they begin, and no header of an application may. */
	static final byte RESERVED = ':';

	private Property() {
	}

	/**
	 * Whether a name belongs to the protocol rather than to the application.
	 * @param name a property's name
	 * @return true if it starts with a colon
	 */
	public static boolean isReserved(String name) {
		return !name.isEmpty() && name.charAt(0) == RESERVED;
	}

}
