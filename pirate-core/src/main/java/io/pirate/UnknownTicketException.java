package io.pirate;

/**
 * Titanic has no request of that ticket (RFC 9, status 400): it was closed, it has
 * outlived its age, or it was never there. Asking again is of no use.
 */
public final class UnknownTicketException extends PirateException {

	private static final long serialVersionUID = 1L;

	private final Ticket ticket;

	public UnknownTicketException(Ticket ticket) {
		super("Titanic has no request with the ticket " + ticket.id()
				+ ": it was closed, outlived its age, or was never there");
		this.ticket = ticket;
	}

	public Ticket ticket() {
		return this.ticket;
	}

}
