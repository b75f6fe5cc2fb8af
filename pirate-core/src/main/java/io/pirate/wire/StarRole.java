package io.pirate.wire;

import org.jspecify.annotations.Nullable;

/** What a queue of a pair was configured to be. */
public enum StarRole {

	/** The one that serves if both could. */
	PRIMARY(1),

	/** The one that takes over. */
	BACKUP(2);

	private final int code;

	StarRole(int code) {
		this.code = code;
	}

	byte code() {
		return (byte) this.code;
	}

	static @Nullable StarRole of(int code) {
		for (StarRole role : values()) {
			if (role.code == code) {
				return role;
			}
		}
		return null;
	}

	/**
	 * Whether an epoch is one of this role's: even from the primary, odd from the backup,
	 * so that no two nodes ever serve in the same.
	 * @param epoch any
	 * @return true if it is
	 */
	public boolean owns(long epoch) {
		return (epoch & 1) == ((this == PRIMARY) ? 0 : 1);
	}

	/**
	 * This role's next epoch.
	 * @param epoch the highest anybody knows of
	 * @return the lowest of this role above it
	 */
	public long after(long epoch) {
		return owns(epoch) ? epoch + 2 : epoch + 1;
	}

}
