package io.pirate;

import java.io.Serializable;

import io.pirate.wire.TspCodec;

/**
 * What a submitted request is known by (RFC 9). Its text is all there is to keep:
 * {@code new Ticket(ticket.id())} is equal to the ticket, in whatever process. Whoever
 * has it can read the reply and close the request.
 *
 * @param id 32 hexadecimal digits
 */
public record Ticket(String id) implements Serializable {

	private static final long serialVersionUID = 1L;

	public Ticket {
		if (!TspCodec.isId(id)) {
			throw new IllegalArgumentException("a ticket is made of 32 hexadecimal digits: " + id);
		}
	}

	/** The id. */
	@Override
	public String toString() {
		return this.id;
	}

}
