package io.pirate.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What one of our workers says of itself in its routing id:
 * {@code pirate/1;<name>;<capacity>;<heartbeat interval ms>;<16 hex random>}, or
 * {@code pirate/2;…} if it takes requests in one frame, see {@link CompactCodec}. A
 * claim, not a proof. Opaque to a queue that is not ours.
 *
 * @param name 1 to 64 of {@code A-Za-z0-9._-}
 * @param capacity requests it takes in hand, at least 1
 * @param heartbeatInterval the interval at which it sends heartbeats
 * @param nonce random, fresh at every connect
 * @param compact whether it takes requests in one frame
 */
public record WorkerIdentity(String name, int capacity, Duration heartbeatInterval, long nonce, boolean compact) {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	private static final Pattern SHAPE = Pattern
		.compile("pirate/([12]);([A-Za-z0-9._-]{1,64});([1-9][0-9]{0,8});([1-9][0-9]{0,8});([0-9a-f]{16})");

	private static final int LONGEST = 128;

	public WorkerIdentity {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException("worker name must be 1 to 64 of A-Z a-z 0-9 . _ -: " + name);
		}
		if (capacity < 1 || capacity > 999_999_999) {
			throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
		}
		if (heartbeatInterval.toMillis() < 1 || heartbeatInterval.toMillis() > 999_999_999) {
			throw new IllegalArgumentException("heartbeat interval must be at least 1 ms: " + heartbeatInterval);
		}
	}

	/**
	 * A worker that takes requests in several frames only.
	 * @param name 1 to 64 of {@code A-Za-z0-9._-}
	 * @param capacity requests it takes in hand, at least 1
	 * @param heartbeatInterval the interval at which it sends heartbeats
	 * @param nonce random, fresh at every connect
	 */
	public WorkerIdentity(String name, int capacity, Duration heartbeatInterval, long nonce) {
		this(name, capacity, heartbeatInterval, nonce, false);
	}

	/**
	 * Reads a routing id.
	 * @param identity any peer's
	 * @return what it says, or {@code null} if it is not in our form
	 */
	public static @Nullable WorkerIdentity parse(Identity identity) {
		if (identity.bytes().length > LONGEST) {
			return null;
		}
		Matcher matcher = SHAPE.matcher(new String(identity.bytes(), StandardCharsets.ISO_8859_1));
		if (!matcher.matches()) {
			return null;
		}
		return new WorkerIdentity(matcher.group(2), Integer.parseInt(matcher.group(3)),
				Duration.ofMillis(Integer.parseInt(matcher.group(4))), HexFormat.fromHexDigitsToLong(matcher.group(5)),
				matcher.group(1).equals("2"));
	}

	/**
	 * A valid worker name nearest to any text, for defaults such as an application's
	 * name.
	 * @param text any text
	 * @return the text with every other character replaced by '-', cut at 64;
	 * {@code worker} if nothing is left
	 */
	public static String nameFrom(String text) {
		String name = text.replaceAll("[^A-Za-z0-9._-]", "-");
		return name.isEmpty() ? "worker" : name.substring(0, Math.min(64, name.length()));
	}

	public Identity encode() {
		String text = (this.compact ? "pirate/2;" : "pirate/1;") + this.name + ";" + this.capacity + ";"
				+ this.heartbeatInterval.toMillis() + ";" + HexFormat.of().toHexDigits(this.nonce);
		return Identity.of(text.getBytes(StandardCharsets.ISO_8859_1));
	}

}
