package io.pirate.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may connect, and whether connections are encrypted.
 *
 * @param curve Encryption and proof of identity.
 * @param peers Who may connect to what this application binds, and what they may do.
 * Whoever holds this application's own keys may do everything.
 * @param peersLocation File with more pirate.security.peers, YAML or properties, which is
 * read again when it changes; not writable by everybody.
 * @param peersRefreshInterval How often that file is looked at.
 * @param allowInsecureBind Whether addresses that other machines can reach may be bound
 * without CURVE.
 */
@ConfigurationProperties("pirate.security")
public record SecurityProperties(@DefaultValue Curve curve, @Nullable List<Peer> peers, @Nullable String peersLocation,
		@DefaultValue("10s") Duration peersRefreshInterval, @DefaultValue("false") boolean allowInsecureBind) {

	/**
	 * Encryption and proof of identity, ZeroMQ RFC 26.
	 *
	 * @param enabled Whether every connection is encrypted and proves who it is. Unset
	 * means not, and then there must be no keys either.
	 * @param publicKey This application's public key, 40 characters of Z85. Unset means
	 * the one of the secret key.
	 * @param secretKey This application's secret key, 40 characters of Z85.
	 * @param secretKeyLocation File, or classpath: resource, that holds the secret key
	 * instead; nobody but its owner and group may read it.
	 * @param serverPublicKey Public keys of which whoever this application connects to
	 * must hold one; several while a server changes its keys, or where servers differ.
	 * Unset means this application's own, if it hosts a queue or is bound, but not for
	 * named connections with endpoints of their own.
	 */
	public record Curve(@Nullable Boolean enabled, @Nullable String publicKey, @Nullable String secretKey,
			@Nullable String secretKeyLocation, @Nullable List<String> serverPublicKey) {

		/** Shows no key. */
		@Override
		public String toString() {
			return "Curve[enabled=" + this.enabled + "]";
		}

	}

	/**
	 * Somebody who may connect.
	 *
	 * @param name What it is called in health, metrics and logs.
	 * @param publicKey Its public key, or two while it changes keys; * alone stands for
	 * every key that no other peer has.
	 * @param call Patterns of services it may call. Unset means all.
	 * @param serve Patterns of services it may serve. Unset means none.
	 */
	public record Peer(@Nullable String name, @Nullable List<String> publicKey, @Nullable List<String> call,
			@Nullable List<String> serve) {

		/** The name only. */
		@Override
		public String toString() {
			return "Peer[" + this.name + "]";
		}

	}

	/**
	 * Keys of a named connection.
	 *
	 * @param enabled Whether it is encrypted.
	 * @param publicKey This application's public key there.
	 * @param secretKey This application's secret key there.
	 * @param secretKeyLocation File, or classpath: resource, that holds the secret key
	 * instead.
	 * @param serverPublicKey Public keys of which the other side must hold one.
	 */
	public record OfConnection(@Nullable Boolean enabled, @Nullable String publicKey, @Nullable String secretKey,
			@Nullable String secretKeyLocation, @Nullable List<String> serverPublicKey) {

		/**
		 * Keys belong together: with a secret key of its own nothing of them is
		 * inherited.
		 */
		Curve over(Curve inherited) {
			boolean own = this.publicKey != null || this.secretKey != null || this.secretKeyLocation != null;
			return new Curve((this.enabled != null) ? this.enabled : inherited.enabled(),
					own ? this.publicKey : inherited.publicKey(), own ? this.secretKey : inherited.secretKey(),
					own ? this.secretKeyLocation : inherited.secretKeyLocation(),
					(this.serverPublicKey != null) ? this.serverPublicKey : inherited.serverPublicKey());
		}

		/** Shows no key. */
		@Override
		public String toString() {
			return "OfConnection[enabled=" + this.enabled + "]";
		}

	}

}
