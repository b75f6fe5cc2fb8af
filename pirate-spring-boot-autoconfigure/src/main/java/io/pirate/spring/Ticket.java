package io.pirate.spring;

import java.util.regex.Pattern;

/**
 * What a submitted request is known by (RFC 9).
 *
 * @param id 32 hexadecimal digits
 */
public record Ticket(String id) {

	private static final Pattern FORM = Pattern.compile("[0-9A-Fa-f]{32}");

	public Ticket {
		if (!FORM.matcher(id).matches()) {
			throw new IllegalArgumentException("a ticket is made of 32 hexadecimal digits: " + id);
		}
	}
}
