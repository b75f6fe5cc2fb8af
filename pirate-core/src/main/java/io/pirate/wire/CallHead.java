package io.pirate.wire;

import java.nio.ByteBuffer;

/** What every call frame begins with: magic, version, origin and number. */
final class CallHead {

	/** 01 'P' 'I' 'R'. */
	private static final int MAGIC = 0x01504952;

	static final byte VERSION = 1;

	private static final int ORIGIN = Integer.BYTES + 1;

	private static final int NUMBER = ORIGIN + Long.BYTES;

	static final int LENGTH = NUMBER + Long.BYTES;

	private CallHead() {
	}

	/** Whether it begins as a call frame of this version does. */
	static boolean isIn(byte[] frame) {
		return frame.length >= ORIGIN && frame[ORIGIN - 1] == VERSION && Properties.intAt(frame, 0) == MAGIC;
	}

	/** The frame whose head stands there, with properties that were read already. */
	static CallFrame read(byte[] frame, Properties properties) {
		return new CallFrame(longAt(frame, ORIGIN), longAt(frame, NUMBER), properties);
	}

	/** Without a view, of which every message would need one. */
	private static long longAt(byte[] bytes, int index) {
		return ((long) Properties.intAt(bytes, index) << Integer.SIZE)
				| Integer.toUnsignedLong(Properties.intAt(bytes, index + Integer.BYTES));
	}

	static void put(ByteBuffer out, CallFrame call) {
		out.putInt(MAGIC).put(VERSION).putLong(call.origin()).putLong(call.number());
	}

}
