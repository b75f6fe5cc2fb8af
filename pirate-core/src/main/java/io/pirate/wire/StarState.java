package io.pirate.wire;

import org.jspecify.annotations.Nullable;

/** What a queue of a pair is doing. */
public enum StarState {

	/** Started as the primary, has not heard the other one yet. */
	PRIMARY(1),

	/** Started as the backup, has not heard the other one yet. */
	BACKUP(2),

	/** The one that serves. */
	ACTIVE(3),

	/** Ready to take over. */
	PASSIVE(4),

	/** Says goodbye: the other one need not wait for its silence. */
	GONE(5);

	private final int code;

	StarState(int code) {
		this.code = code;
	}

	byte code() {
		return (byte) this.code;
	}

	static @Nullable StarState of(int code) {
		for (StarState state : values()) {
			if (state.code == code) {
				return state;
			}
		}
		return null;
	}

}
