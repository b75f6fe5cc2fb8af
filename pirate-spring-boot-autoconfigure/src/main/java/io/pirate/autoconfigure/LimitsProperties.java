package io.pirate.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What peers may send at once, and what their connections may cost, below
 * {@code pirate.limits}. The first three are for every socket of this application, the
 * others for each address that it binds.
 *
 * @param maxMessageFrames Frames of one message.
 * @param maxMessageBytes Bytes of one message, over all its frames. Unset means 4MB, or
 * what a frame of max-message-size needs.
 * @param maxPendingBytes Bytes that one socket has received and nobody has looked at, and
 * as many that it was given and peers have not read. Unset means 256MB, or an eighth of
 * the heap if that is less.
 * @param maxConnections Connections of one bound address. Unset means 20000, or as many
 * as there is memory for.
 * @param maxHandshakesPerSecond New connections in a second with CURVE, of which up to
 * ten at once. Unset means 200, or 10 without Bouncy Castle.
 * @param handshakeTimeout How long a peer may take to say who it is. Unset means 3s, and
 * 6s with CURVE.
 */
public record LimitsProperties(@DefaultValue("1024") int maxMessageFrames, @Nullable DataSize maxMessageBytes,
		@Nullable DataSize maxPendingBytes, @Nullable Integer maxConnections, @Nullable Integer maxHandshakesPerSecond,
		@Nullable Duration handshakeTimeout) {
}
