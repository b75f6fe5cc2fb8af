package io.pirate.wire;

import org.jspecify.annotations.Nullable;

/**
 * The commands between a Majordomo worker and its queue. RFC 7's REPLY is {@link #FINAL}
 * here: a reply after which nothing follows.
 */
enum MdpCommand {

	/** Worker: I serve. */
	READY(1, 1),
	/** Queue: do this. */
	REQUEST(2, 2),
	/** Worker: a part of the answer; not in MDP/0.1. */
	PARTIAL(0, 3),
	/** Worker: the answer, or the last part of it. */
	FINAL(3, 4),
	/** Both: I live. */
	HEARTBEAT(4, 5),
	/** Both: I leave, or you do not belong here. */
	DISCONNECT(5, 6);

	private static final int NONE = 0;

	private static final MdpCommand[] ALL = values();

	private final byte[] v01;

	private final byte[] v02;

	MdpCommand(int v01, int v02) {
		this.v01 = new byte[] { (byte) v01 };
		this.v02 = new byte[] { (byte) v02 };
	}

	/** Its frame, shared: not to be changed. */
	byte[] frame(MdpVersion version) {
		return switch (version) {
			case V01 -> this.v01;
			case V02 -> this.v02;
		};
	}

	static @Nullable MdpCommand decode(MdpVersion version, byte[] frame) {
		if (frame.length != 1 || frame[0] == NONE) {
			return null;
		}
		for (MdpCommand command : ALL) {
			if (command.frame(version)[0] == frame[0]) {
				return command;
			}
		}
		return null;
	}

}
