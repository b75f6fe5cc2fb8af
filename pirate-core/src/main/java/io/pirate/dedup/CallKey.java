package io.pirate.dedup;

import io.pirate.wire.ServiceName;

/**
 * What a call is known by, in whatever process it arrives.
 *
 * @param service whom it is for
 * @param key what its caller named it, 1 to {@value #LONGEST} characters, none of them a
 * control character
 */
public record CallKey(ServiceName service, String key) {

	/** Longest key in characters. */
	public static final int LONGEST = 255;

	public CallKey {
		if (!isValid(key)) {
			throw new IllegalArgumentException(
					"a key has 1 to " + LONGEST + " characters, none of them a control character");
		}
	}

	/**
	 * Whether a text can be a key.
	 * @param key any text
	 * @return true if it is neither empty nor too long, and has no control characters
	 */
	public static boolean isValid(String key) {
		return !key.isEmpty() && key.length() <= LONGEST && key.codePoints().noneMatch(Character::isISOControl);
	}

}
