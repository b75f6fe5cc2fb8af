package io.pirate.benchmarks.hostile;

import java.util.function.Supplier;

import io.pirate.benchmarks.load.CurveKeys;
import io.pirate.wire.Frames;

/**
 * What is done to a queue with CURVE, and how much longer the calls of others may take
 * meanwhile.
 */
public enum Attack {

	/** The greeting and the first command of a handshake, the same for everybody. */
	REPLAYED_HELLO("handshakes begun, replayed", true, 2000, strangers(Stranger.hello(), 64)),

	/** Whole handshakes, with a key that nobody knows. */
	WRONG_KEY("handshakes with a wrong key", true, 500,
			(frontend, backend) -> new Churn(frontend, CurveKeys::askUnknown)),

	/** Peers without encryption. */
	NO_KEY("peers without keys", true, 2000, strangers(Stranger.plain(), 64)),

	/** Connections that say nothing and stay, as long as they are let. */
	SILENT("connections that say nothing", true, 2000, strangers(Stranger.silence(), 2000)),

	/** Noise, half of it after a greeting that is none. */
	GARBAGE("noise in place of a handshake", true, 2000, strangers(Stranger.noise(), 64)),

	/** Valid peers that come, ask and go. */
	CHURN("connect, ask, close, with a key", true, 500,
			(frontend, backend) -> new Churn(frontend, CurveKeys::askHostile)),

	/** More calls than anybody else makes, of the same service. */
	FLOOD("calls without end", false, 20_000, callers(Insider::call)),

	/**
	 * As many different callers as calls, who would all go to one place of a plain hash
	 * table.
	 */
	CHOSEN("calls of chosen origins", false, 5000, callers(Insider::chosen)),

	/** What is no message of any protocol. */
	MALFORMED("malformed messages", false, 5000, callers(Insider::malformed)),

	/** A mebibyte in each frame, and too many of them or too long. */
	GIANT("messages of 5 MiB", false, 10, callers(Insider::giant)),

	/** Three times as many frames as a message may have. */
	PARTS("messages of 3,000 frames", false, 20, callers(Insider::parts)),

	/** Replies that nobody reads. */
	UNREAD("replies of 16 KiB, never read", false, 500,
			(frontend, backend) -> new Insider(frontend, Insider::large, false)),

	/** Calls of a service that the peer may not call. */
	DENIED("calls of what it may not call", false, 5000, callers(Insider::forbidden)),

	/** Workers without the right to serve. */
	STOLEN_SERVICE("READY without the right", false, 1000,
			(frontend, backend) -> new Insider(backend, Insider::ready, true));

	private static final double TARGET_OF_HANDSHAKES = 3;

	private static final double TARGET = 2;

	private final String text;

	private final boolean handshakes;

	private final int perSecond;

	private final Attacker.Beginning beginning;

	Attack(String text, boolean handshakes, int perSecond, Attacker.Beginning beginning) {
		this.text = text;
		this.handshakes = handshakes;
		this.perSecond = perSecond;
		this.beginning = beginning;
	}

	private static Attacker.Beginning strangers(Supplier<byte[]> says, int kept) {
		return (frontend, backend) -> new Stranger(frontend, says, kept);
	}

	private static Attacker.Beginning callers(Supplier<Frames> says) {
		return (frontend, backend) -> new Insider(frontend, says, true);
	}

	/**
	 * How often it is done in a second, if nothing else is asked for.
	 * @return the rate
	 */
	public int perSecond() {
		return this.perSecond;
	}

	/**
	 * How many times as long the 99th percentile of others may be as if somebody else
	 * were attacked.
	 * @return at most
	 */
	public double target() {
		return this.handshakes ? TARGET_OF_HANDSHAKES : TARGET;
	}

	Attacker begin(String frontend, String backend) {
		return this.beginning.at(frontend, backend);
	}

	@Override
	public String toString() {
		return this.text;
	}

}
