package io.pirate.wire;

import org.jspecify.annotations.Nullable;

/** The forms in which a client may ask, which are also the forms of its replies. */
public enum ClientDialect {

	/** Plain request-reply: {@code [address…][""][body…]}, for the anonymous service. */
	PLAIN(null),

	/** RFC 7: {@code [address…][""]["MDPC01"][service][body…]}. */
	MAJORDOMO_01(MdpVersion.V01),

	/** RFC 18 as it is: {@code ["MDPC02"][01][service][body…]}, no addresses. */
	MAJORDOMO_02_BARE(MdpVersion.V02),

	/** RFC 18 after an envelope: {@code [address…][""]["MDPC02"][01][service][body…]}. */
	MAJORDOMO_02(MdpVersion.V02),

	/** RFC 10: {@code [control frame][body…]}, the control frame among the addresses. */
	FREELANCE(null),

	/** One frame, between peers of ours, see {@link CompactCodec}. */
	COMPACT(MdpVersion.V02);

	private final @Nullable MdpVersion majordomo;

	ClientDialect(@Nullable MdpVersion majordomo) {
		this.majordomo = majordomo;
	}

	/**
	 * Whether a reply may come in parts even if the client stated no call frame.
	 * @return true for Majordomo 0.2
	 */
	public boolean hasParts() {
		return this.majordomo == MdpVersion.V02;
	}

	@Nullable MdpVersion majordomo() {
		return this.majordomo;
	}

}
