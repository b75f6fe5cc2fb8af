package io.pirate.wire;

/** What an address frame may turn out to be. */
public sealed interface AddressFrame permits CallFrame, AddressFrame.Opaque, Malformed {

	/** Somebody else's, or of a later version: return it as it is. */
	enum Opaque implements AddressFrame {

		/** The only one. */
		INSTANCE

	}

}
