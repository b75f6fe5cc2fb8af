package io.pirate.wire;

/**
 * Input that is not what its place demands; a value, so that nobody can forget to handle
 * it.
 *
 * @param reason what is wrong, without peer-supplied text
 */
public record Malformed(String reason)
		implements
			PlainMessage,
			CompactMessage,
			StarCommand,
			ClientRequest,
			ClientReply,
			FlpMessage,
			WorkerCommand,
			QueueCommand,
			AddressFrame,
			TspCommand,
			TspReply {
}
