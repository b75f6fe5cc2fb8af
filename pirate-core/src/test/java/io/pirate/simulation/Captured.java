package io.pirate.simulation;

import io.pirate.wire.Frames;

/**
 * A message that somebody overheard.
 *
 * @param connection where it travelled
 * @param upwards from the connecting side
 * @param frames its frames
 */
record Captured(Connection connection, boolean upwards, Frames frames) {
}
