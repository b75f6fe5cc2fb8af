package io.pirate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;

import javax.crypto.KeyAgreement;

import io.pirate.wire.Z85;
import org.jspecify.annotations.Nullable;

/**
 * A pair of CURVE keys, RFC 26, each 40 characters of Z85, RFC 32. Who holds the secret
 * key is who the public key names. Immutable; never shows the secret by accident.
 */
public final class CurveKeyPair {

	private static final String CURVE = "X25519";

	/** The curve's generator: times a secret key it is the public key. */
	private static final BigInteger GENERATOR = BigInteger.valueOf(9);

	private final byte[] publicKey;

	private final byte[] secretKey;

	private CurveKeyPair(byte[] publicKey, byte[] secretKey) {
		this.publicKey = publicKey;
		this.secretKey = secretKey;
	}

	/**
	 * A new pair from a secure source of random numbers.
	 * @return the pair
	 */
	public static CurveKeyPair generate() {
		byte[] secret = new byte[Z85.KEY_BYTES];
		new SecureRandom().nextBytes(secret);
		return new CurveKeyPair(publicOf(secret), secret);
	}

	/**
	 * The pair that a secret key belongs to.
	 * @param secretKey 40 characters of Z85
	 * @return the pair
	 * @throws IllegalArgumentException if it is no key; the message does not show it
	 */
	public static CurveKeyPair ofSecret(String secretKey) {
		byte[] secret = Z85.decode(secretKey);
		if (secret == null) {
			throw new IllegalArgumentException(problem("secret", secretKey));
		}
		return new CurveKeyPair(publicOf(secret), secret);
	}

	/**
	 * A pair of which both halves are known.
	 * @param publicKey 40 characters of Z85
	 * @param secretKey 40 characters of Z85
	 * @return the pair
	 * @throws IllegalArgumentException if one of them is no key, or they do not belong
	 * together; the message does not show them
	 */
	public static CurveKeyPair of(String publicKey, String secretKey) {
		requirePublic(publicKey);
		CurveKeyPair pair = ofSecret(secretKey);
		if (!pair.publicKey().equals(publicKey)) {
			throw new IllegalArgumentException("the public key is not the one of the secret key");
		}
		return pair;
	}

	/**
	 * Checks the form of a public key.
	 * @param key what should be 40 characters of Z85
	 * @return the same
	 * @throws IllegalArgumentException if it is no key; the message does not show it
	 */
	public static String requirePublic(String key) {
		if (Z85.decode(key) == null) {
			throw new IllegalArgumentException(problem("public", key));
		}
		return key;
	}

	/**
	 * What others may know.
	 * @return 40 characters of Z85
	 */
	public String publicKey() {
		return Z85.encode(this.publicKey);
	}

	/**
	 * What nobody else may know.
	 * @return 40 characters of Z85
	 */
	public String secretKey() {
		return Z85.encode(this.secretKey);
	}

	byte[] publicBytes() {
		return this.publicKey.clone();
	}

	byte[] secretBytes() {
		return this.secretKey.clone();
	}

	/** Two pairs are equal if they have the same public key. */
	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof CurveKeyPair that && publicKey().equals(that.publicKey());
	}

	@Override
	public int hashCode() {
		return publicKey().hashCode();
	}

	@Override
	public String toString() {
		return "CurveKeyPair[not shown]";
	}

	private static String problem(String which, String key) {
		return "a " + which + " key is " + Z85.KEY_CHARACTERS + " characters of Z85 (letters, digits and .-:+=^!/*?&<>"
				+ "()[]{}@%$#), this one " + ((key.length() == Z85.KEY_CHARACTERS) ? "has others, or is too large"
						: "has " + key.length() + " characters");
	}

	private static byte[] publicOf(byte[] secret) {
		try {
			KeyFactory keys = KeyFactory.getInstance(CURVE);
			KeyAgreement product = KeyAgreement.getInstance(CURVE);
			product.init(keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, secret)));
			product.doPhase(keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, GENERATOR)), true);
			return product.generateSecret();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("this Java cannot compute with " + CURVE, ex);
		}
	}

}
