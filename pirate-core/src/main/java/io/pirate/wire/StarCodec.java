package io.pirate.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The link between the two queues of a pair: one frame for each message.
 *
 * <pre>
 * 'S' 'T' 'A' 'R' · version 01 · role · state · epoch · life · number · heard life · heard number
 * </pre>
 *
 * Role and state take one byte, the five numbers eight, big endian. Bytes after them
 * belong to later versions and are ignored.
 */
public final class StarCodec {

	static final int LENGTH = 7 + 5 * Long.BYTES;

	private static final byte[] MAGIC = { 'S', 'T', 'A', 'R', 1 };

	private StarCodec() {
	}

	/**
	 * Writes a message.
	 * @param tell what
	 * @return its one frame
	 */
	public static Frames encode(StarCommand.Tell tell) {
		return Frames.of(ByteBuffer.allocate(LENGTH)
			.put(MAGIC)
			.put(tell.role().code())
			.put(tell.state().code())
			.putLong(tell.epoch())
			.putLong(tell.life())
			.putLong(tell.number())
			.putLong(tell.heardLife())
			.putLong(tell.heardNumber())
			.array());
	}

	/**
	 * Reads a message.
	 * @param frames any
	 * @return what it says, or {@link Malformed}
	 */
	public static StarCommand decode(Frames frames) {
		if (frames.size() != 1 || frames.frame(0).length < LENGTH) {
			return new Malformed("not a message of the other queue");
		}
		byte[] bytes = frames.frame(0);
		if (!Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
			return new Malformed("another protocol or version on the peer link");
		}
		ByteBuffer in = ByteBuffer.wrap(bytes, MAGIC.length, LENGTH - MAGIC.length);
		StarRole role = StarRole.of(in.get());
		StarState state = StarState.of(in.get());
		long epoch = in.getLong();
		if (role == null || state == null) {
			return new Malformed("unknown role or state");
		}
		if (!Epoch.isValid(epoch)) {
			return new Malformed("an epoch that cannot be");
		}
		return new StarCommand.Tell(role, state, epoch, in.getLong(), in.getLong(), in.getLong(), in.getLong());
	}

}
