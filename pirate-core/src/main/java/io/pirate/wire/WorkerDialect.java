package io.pirate.wire;

import org.jspecify.annotations.Nullable;

/** The protocols a worker may speak with a queue. */
public enum WorkerDialect {

	/** Simple Pirate: a REQ socket, no heartbeats, one request in hand. */
	SIMPLE(false, null),

	/** Paranoid Pirate, RFC 6: a DEALER with a pulse. */
	PARANOID(true, null),

	/** Majordomo 0.1, RFC 7: named services. */
	MAJORDOMO_01(true, MdpVersion.V01),

	/** Majordomo 0.2, RFC 18: named services, replies in parts. */
	MAJORDOMO_02(true, MdpVersion.V02);

	private final boolean pulse;

	private final @Nullable MdpVersion majordomo;

	WorkerDialect(boolean pulse, @Nullable MdpVersion majordomo) {
		this.pulse = pulse;
		this.majordomo = majordomo;
	}

	/**
	 * Whether peers of this dialect exchange heartbeats.
	 * @return false for Simple Pirate
	 */
	public boolean hasPulse() {
		return this.pulse;
	}

	/**
	 * Whether services have names, and peers tell each other when they leave.
	 * @return true for both versions of Majordomo
	 */
	public boolean isMajordomo() {
		return this.majordomo != null;
	}

	/**
	 * Whether a reply may come in parts from any peer that speaks it.
	 * @return true for Majordomo 0.2
	 */
	public boolean hasParts() {
		return this.majordomo == MdpVersion.V02;
	}

	@Nullable MdpVersion majordomo() {
		return this.majordomo;
	}

	static WorkerDialect of(MdpVersion version) {
		return switch (version) {
			case V01 -> MAJORDOMO_01;
			case V02 -> MAJORDOMO_02;
		};
	}

}
