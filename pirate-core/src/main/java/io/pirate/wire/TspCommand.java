package io.pirate.wire;

/** What a client asks of a Titanic, RFC 9. */
public sealed interface TspCommand permits TspCommand.Submit, TspCommand.Fetch, TspCommand.Close, Malformed {

	/**
	 * Store that request and execute it: {@code titanic.request [service][body…]}.
	 *
	 * @param service whom it is for
	 * @param body at least one frame
	 */
	record Submit(ServiceName service, Frames body) implements TspCommand {
	}

	/**
	 * Give me the reply, if there is one: {@code titanic.reply [id]}.
	 *
	 * @param id 32 lower case hex digits
	 */
	record Fetch(String id) implements TspCommand {
	}

	/**
	 * Forget request and reply: {@code titanic.close [id]}.
	 *
	 * @param id 32 lower case hex digits
	 */
	record Close(String id) implements TspCommand {
	}

}
