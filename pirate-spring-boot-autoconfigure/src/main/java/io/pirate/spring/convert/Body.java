package io.pirate.spring.convert;

import io.pirate.wire.Frames;
import org.jspecify.annotations.Nullable;

/**
 * A converted object.
 *
 * @param frames at least one frame
 * @param contentType what they are, or {@code null} if nobody says
 */
public record Body(Frames frames, @Nullable String contentType) {

	private static final Frames NOTHING = Frames.of(new byte[0]);

	/** One empty frame, the reply of a method that returns nothing. */
	public static final Body EMPTY = new Body(NOTHING, null);

}
