package io.pirate.simulation;

import java.nio.charset.StandardCharsets;

import io.pirate.wire.Frames;
import org.jspecify.annotations.Nullable;

/**
 * What the first frame of a part says: which run of a handler gave it, and as its how
 * manieth.
 *
 * @param execution the run's number
 * @param index from 0
 */
record PartTag(long execution, int index) {

	private static final String PREFIX = "part ";

	byte[] encode() {
		return (PREFIX + this.execution + " " + this.index).getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Reads a body.
	 * @param body any frames
	 * @return its tag, or {@code null} if it is no part
	 */
	static @Nullable PartTag of(Frames body) {
		if (body.isEmpty() || body.frame(0).length > 40) {
			return null;
		}
		String text = body.text(0);
		int blank = text.lastIndexOf(' ');
		if (!text.startsWith(PREFIX) || blank <= PREFIX.length()) {
			return null;
		}
		try {
			return new PartTag(Long.parseLong(text.substring(PREFIX.length(), blank)),
					Integer.parseInt(text.substring(blank + 1)));
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
