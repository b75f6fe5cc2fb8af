package io.pirate.simulation;

import java.nio.charset.StandardCharsets;

import io.pirate.wire.Frames;
import org.jspecify.annotations.Nullable;

/**
 * What the first frame of a simulated body says: whose it is, and what its handler does.
 *
 * @param call the call's number in this run
 * @param nature how its handler behaves
 */
record Tag(long call, Nature nature) {

	private static final String PREFIX = "call ";

	/** How a handler behaves. */
	enum Nature {

		/** It answers with the request's own body. */
		ECHO,

		/** It gives parts, if it can. */
		STREAM,

		/** It fails. */
		FAIL,

		/** It ends the whole worker. */
		POISON,

		/** It takes far too long. */
		STUCK

	}

	byte[] encode() {
		return (PREFIX + this.call + " " + this.nature).getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Reads a body.
	 * @param body any frames
	 * @return its tag, or {@code null} if it is not one of this run's
	 */
	static @Nullable Tag of(Frames body) {
		if (body.isEmpty() || body.frame(0).length > 40) {
			return null;
		}
		String text = body.text(0);
		int blank = text.lastIndexOf(' ');
		if (!text.startsWith(PREFIX) || blank <= PREFIX.length()) {
			return null;
		}
		try {
			long call = Long.parseLong(text.substring(PREFIX.length(), blank));
			return new Tag(call, Nature.valueOf(text.substring(blank + 1)));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
