package io.pirate.reactor.replacement;

/**
 * Whose class JeroMQ uses in this process.
 *
 * @param ours whether it is ours
 * @param description "installed", "switched off", or "stock: " and why
 */
public record ReplacementState(boolean ours, String description) {

	static final ReplacementState INSTALLED = new ReplacementState(true, "installed");

	static final ReplacementState SWITCHED_OFF = new ReplacementState(false, "switched off");

	static ReplacementState stock(String why) {
		return new ReplacementState(false, "stock: " + why);
	}

}
