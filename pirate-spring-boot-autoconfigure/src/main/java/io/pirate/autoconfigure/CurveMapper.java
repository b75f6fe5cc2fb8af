package io.pirate.autoconfigure;

import java.util.List;

import io.pirate.CurveKeyPair;
import io.pirate.autoconfigure.SecurityProperties.Curve;
import org.jspecify.annotations.Nullable;

/**
 * What the properties say about keys, judged. Keys are never repeated in what is wrong
 * with them.
 *
 * @param curve the properties, inherited ones included
 * @param check knows the properties' names
 * @param files reads what they point to
 */
record CurveMapper(Curve curve, PropertyCheck check, KeyFile files) {

	private static final String HIDDEN = "(not shown)";

	private static final String UNSET = "(not set)";

	private static final String GENERATE = "Start the application with --pirate.security.generate-keys, which prints "
			+ "a pair to paste.";

	/** The application's keys, or {@code null} without CURVE. */
	@Nullable CurveKeyPair own() {
		if (this.curve.enabled() == null) {
			requireNoKeys();
			return null;
		}
		if (!this.curve.enabled()) {
			return null;
		}
		String secret = secret();
		String stated = this.curve.publicKey();
		CurveKeyPair pair = pair(secret);
		if (stated != null && !pair.publicKey().equals(publicKey("public-key", stated))) {
			throw this.check.wrong("public-key", HIDDEN, "is not the public key of the secret key",
					"Remove it, for it follows from the secret key, or take both from the same pair.");
		}
		return pair;
	}

	/** Of the servers, as configured; may be empty. */
	List<String> serverKeys() {
		List<String> stated = this.curve.serverPublicKey();
		return (stated == null) ? List.of()
				: stated.stream().map((key) -> publicKey("server-public-key", key)).toList();
	}

	/** Of a connection that leads elsewhere. */
	InvalidPiratePropertyException serverKeyMissing(String who) {
		return this.check.wrong("server-public-key", UNSET, who + " connects with CURVE, and has to know whom to trust",
				"Set it to the public key of the queue or server, the one that its own configuration calls "
						+ "pirate.security.curve.public-key.");
	}

	private String secret() {
		String stated = this.curve.secretKey();
		String location = this.curve.secretKeyLocation();
		if (location != null && this.files.isKey(location)) {
			throw this.check.wrong("secret-key-location", HIDDEN, "is a key, not the place of one",
					"Set secret-key instead, or write it into a file and name that. If it is a path, there is no such "
							+ "file.");
		}
		if (stated != null && location != null) {
			throw this.check.wrong("secret-key-location", HIDDEN, "and secret-key are both set", "Remove one of them.");
		}
		if (location != null) {
			return this.files.secret("secret-key-location", location);
		}
		if (stated == null || stated.isBlank()) {
			throw this.check.wrong("secret-key", UNSET, "is needed with CURVE, or secret-key-location is", GENERATE);
		}
		return stated;
	}

	private CurveKeyPair pair(String secret) {
		try {
			return CurveKeyPair.ofSecret(secret);
		}
		catch (IllegalArgumentException ex) {
			boolean fromFile = this.curve.secretKeyLocation() != null;
			throw this.check.wrong(fromFile ? "secret-key-location" : "secret-key",
					fromFile ? String.valueOf(this.curve.secretKeyLocation()) : HIDDEN,
					"holds no key: " + ex.getMessage(), remedy());
		}
	}

	private String publicKey(String property, String key) {
		try {
			return CurveKeyPair.requirePublic(key);
		}
		catch (IllegalArgumentException ex) {
			throw this.check.wrong(property, HIDDEN, "is no key: " + ex.getMessage(), remedy());
		}
	}

	private static String remedy() {
		return "Copy all 40 characters, in double quotes where it is YAML, and in single quotes where it is a shell. "
				+ GENERATE;
	}

	/** Who configures keys believes that they do something. */
	private void requireNoKeys() {
		boolean some = this.curve.publicKey() != null || this.curve.secretKey() != null
				|| this.curve.secretKeyLocation() != null || this.curve.serverPublicKey() != null;
		if (some) {
			throw this.check.wrong("enabled", UNSET, "is unset, but there are keys, which nobody would use",
					"Set it to true, or to false if connections are to stay open to everybody.");
		}
	}

}
