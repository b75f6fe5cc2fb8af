package io.pirate.machine;

import java.util.List;
import java.util.regex.Pattern;

import io.pirate.wire.ServiceName;

/**
 * Who is at the other end of a connection, as its key proves it, and what it may do. One
 * object stands for a peer until its rights are read anew; then another one of the same
 * name takes its place. Immutable as far as anybody can see; safe for use by many
 * threads.
 * <p>
 * Rights are patterns of service names. Every character stands for itself, except
 * {@code *}, which stands for any number of any characters, dots included:
 * {@code orders}, {@code orders.*}, {@code *.read}, {@code *}. The anonymous service is
 * written {@code (anonymous)}. What the queue itself answers, {@code mmi.*}, and what a
 * Titanic does, {@code titanic.*}, are services like others.
 */
public final class Peer {

	/** Everybody, as long as nobody has to prove who they are: security is off. */
	public static final Peer ANYONE = new Peer("(anyone)", Grant.EVERYTHING, Grant.EVERYTHING);

	/** This process itself. */
	public static final Peer SELF = new Peer("(self)", Grant.EVERYTHING, Grant.EVERYTHING);

	/** Somebody without any right: unknown, or removed since. */
	public static final Peer NOBODY = new Peer("(nobody)", Grant.NOTHING, Grant.NOTHING);

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	private final String name;

	private final Grant calls;

	private final Grant serves;

	private volatile boolean superseded;

	private Peer(String name, Grant calls, Grant serves) {
		this.name = name;
		this.calls = calls;
		this.serves = serves;
	}

	/**
	 * A peer with a name, which tells it from all others.
	 * @param name 1 to 64 letters, digits, dots, underscores or hyphens; it appears in
	 * health, metrics and logs
	 * @param call patterns of what it may call
	 * @param serve patterns of what it may serve
	 * @return the peer
	 * @throws IllegalArgumentException if the name or a pattern is malformed; the message
	 * tells which and why
	 */
	public static Peer named(String name, List<String> call, List<String> serve) {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException(
					"a peer's name must be 1 to 64 letters, digits, dots, underscores or hyphens");
		}
		return new Peer(name, new Grant(call), new Grant(serve));
	}

	/**
	 * What it is called in health, metrics and logs; never a key.
	 * @return the name; in parentheses if nobody gave it
	 */
	public String name() {
		return this.name;
	}

	public boolean mayCall(ServiceName service) {
		return this.calls.covers(service);
	}

	public boolean mayServe(ServiceName service) {
		return this.serves.covers(service);
	}

	/**
	 * Whether the other one is the same, perhaps with other rights than before.
	 * @param other any peer
	 * @return true if both have the same name
	 */
	public boolean isSame(Peer other) {
		return this == other || this.name.equals(other.name);
	}

	/**
	 * What it may do has been decided anew, and is said by another peer of this name, or
	 * by none.
	 */
	public void supersede() {
		this.superseded = true;
	}

	boolean isSuperseded() {
		return this.superseded;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
