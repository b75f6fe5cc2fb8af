package io.pirate.reactor.signaler;

/**
 * Which signaler JeroMQ uses in this process.
 *
 * @param ours whether it is {@link OneBitSignaler}
 * @param description "installed", "switched off", or "stock: " and why
 */
public record SignalerState(boolean ours, String description) {

	static final SignalerState INSTALLED = new SignalerState(true, "installed");

	static final SignalerState SWITCHED_OFF = new SignalerState(false, "switched off");

	static SignalerState stock(String why) {
		return new SignalerState(false, "stock: " + why);
	}

}
