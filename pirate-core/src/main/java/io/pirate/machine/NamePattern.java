package io.pirate.machine;

import io.pirate.wire.ServiceName;

/**
 * A pattern of service names. Every character stands for itself, except {@code *}, which
 * stands for any number of any characters, none and dots included:
 * <ul>
 * <li>{@code orders}: that service and no other</li>
 * <li>{@code orders.*}: every name that begins with {@code orders.}</li>
 * <li>{@code *.read}: every name that ends so; {@code orders.*.read} is bound at both
 * ends</li>
 * <li>{@code *}: every name, the anonymous one included</li>
 * <li>{@code (anonymous)}: the anonymous service, of plain REQ and paranoid peers</li>
 * </ul>
 * Case counts. There is no escape: a service whose name contains a {@code *} can be
 * granted only by a pattern that grants others too.
 */
final class NamePattern {

	private static final char ANY = '*';

	private final String text;

	/** What stands between the stars; a pattern without one is a single piece. */
	private final String[] pieces;

	private NamePattern(String text, String[] pieces) {
		this.text = text;
		this.pieces = pieces;
	}

	/**
	 * Reads a pattern.
	 * @param text as above
	 * @return the pattern
	 * @throws IllegalArgumentException if no service name can match it
	 */
	static NamePattern of(String text) {
		if (text.equals(ServiceName.ANONYMOUS.toString())) {
			return new NamePattern(text, new String[] { "" });
		}
		if (text.isBlank()) {
			throw new IllegalArgumentException("a pattern of service names must not be blank; the anonymous service is "
					+ ServiceName.ANONYMOUS + ", every service is *");
		}
		try {
			ServiceName unused = new ServiceName(text);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("a pattern of service names: " + ex.getMessage(), ex);
		}
		return new NamePattern(text, text.split("\\*", -1));
	}

	/** Whether it stands for every name there is. */
	boolean isEverything() {
		return this.text.chars().allMatch((character) -> character == ANY);
	}

	boolean matches(ServiceName service) {
		String name = service.text();
		int last = this.pieces.length - 1;
		String head = this.pieces[0];
		String tail = this.pieces[last];
		if (last == 0) {
			return name.equals(head);
		}
		if (name.length() < head.length() + tail.length() || !name.startsWith(head) || !name.endsWith(tail)) {
			return false;
		}
		return matchesBetween(name, head.length(), name.length() - tail.length());
	}

	/** The leftmost place of each piece leaves most room to the next. */
	private boolean matchesBetween(String name, int from, int end) {
		int at = from;
		for (int i = 1; i < this.pieces.length - 1; i++) {
			String piece = this.pieces[i];
			int found = name.indexOf(piece, at);
			if (found < 0 || found + piece.length() > end) {
				return false;
			}
			at = found + piece.length();
		}
		return true;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
