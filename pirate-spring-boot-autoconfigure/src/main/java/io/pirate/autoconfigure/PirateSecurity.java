package io.pirate.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.pirate.CurveKeyPair;
import io.pirate.SecurityOptions;
import io.pirate.autoconfigure.PirateProperties.Connection;
import io.pirate.autoconfigure.SecurityProperties.Curve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.io.ResourceLoader;

/**
 * Makes the core's security out of properties, and keeps addresses that others can reach
 * closed without it.
 */
final class PirateSecurity {

	private static final Logger logger = LoggerFactory.getLogger(PirateSecurity.class);

	private static final String CURVE = "pirate.security.curve";

	private final PirateProperties properties;

	private final SecurityProperties security;

	private final KeyFile files;

	private final @Nullable CurveKeyPair own;

	private final PiratePeers peers;

	/** Of this application, whatever connection they are for. */
	private final Set<String> secrets = ConcurrentHashMap.newKeySet();

	/**
	 * Everything that does not depend on a connection, judged.
	 * @param properties everything below {@code pirate}
	 * @param security everything below {@code pirate.security}
	 * @param loader finds files and resources
	 */
	PirateSecurity(PirateProperties properties, SecurityProperties security, ResourceLoader loader) {
		this.properties = properties;
		this.security = security;
		PropertyCheck check = new PropertyCheck("pirate.security");
		this.files = new KeyFile(loader, check);
		rememberStated();
		this.own = remember(mapper("").own());
		this.peers = new PiratePeers(new PeersMapper(PeersMapper.PREFIX).peers(security.peers()),
				security.peersLocation(), this.files,
				check.positive("peers-refresh-interval", security.peersRefreshInterval()).toMillis());
		if (this.own != null) {
			this.peers.requireOthers(this.own.publicKey());
		}
		if (security.curve().enabled() == null && !this.peers.names().isEmpty()) {
			throw check.wrong("curve.enabled", "(not set)",
					"is unset, but there are peers, which nobody could tell apart",
					"Set it to true and configure keys, or remove pirate.security.peers.");
		}
	}

	PiratePeers peers() {
		return this.peers;
	}

	/** Whatever must not be shown. */
	Set<String> secrets() {
		return Set.copyOf(this.secrets);
	}

	/** For what binds: the embedded queue, and bound workers. */
	SecurityOptions server(String connection) {
		CurveKeyPair pair = pair(connection);
		if (pair == null) {
			return SecurityOptions.NONE;
		}
		this.peers.requireOthers(pair.publicKey());
		return SecurityOptions.server(pair, this.peers.list());
	}

	/**
	 * For what connects.
	 * @param connection whose
	 * @param who asks, for what is wrong
	 * @param elsewhere whether it surely is not this application that it connects to
	 */
	SecurityOptions client(String connection, String who, boolean elsewhere) {
		CurveKeyPair pair = pair(connection);
		if (pair == null) {
			return SecurityOptions.NONE;
		}
		CurveMapper mapper = mapper(connection);
		Set<String> keys = new LinkedHashSet<>();
		boolean hosts = this.properties.queue().enabled() || this.properties.worker().bind() != null;
		if (this.own != null && this.properties.queue().enabled() && !elsewhere) {
			keys.add(this.own.publicKey());
		}
		keys.addAll(mapper.serverKeys());
		// a named connection has endpoints of its own because somebody else is there
		boolean others = elsewhere && !connection.isEmpty();
		if (keys.isEmpty() && hosts && this.own != null && !others) {
			keys.add(this.own.publicKey());
		}
		if (keys.isEmpty()) {
			throw mapper.serverKeyMissing(who);
		}
		return SecurityOptions.client(pair, new ArrayList<>(keys).toArray(String[]::new));
	}

	/** The other queue's key of a pair, judged. */
	@Nullable String pairKey() {
		String stated = this.properties.binaryStar().peerPublicKey();
		if (stated == null) {
			return null;
		}
		PropertyCheck check = new PropertyCheck("pirate.binary-star");
		if (this.own == null) {
			throw check.wrong("peer-public-key", "(not shown)", "means nothing without CURVE",
					"Set pirate.security.curve.enabled=true and configure keys, or remove the property.");
		}
		try {
			return CurveKeyPair.requirePublic(stated);
		}
		catch (IllegalArgumentException ex) {
			throw check.wrong("peer-public-key", "(not shown)", "is no key: " + ex.getMessage(),
					"Copy all 40 characters of the other queue's pirate.security.curve.public-key.");
		}
	}

	/**
	 * Stops the start where others could reach what is bound, and nobody would have to
	 * prove anything.
	 * @param property the address's name
	 * @param address what is bound
	 * @param encrypted whether CURVE is on there
	 */
	void requireSafe(String property, String address, boolean encrypted) {
		if (encrypted || isLocal(property, address)) {
			return;
		}
		if (!this.security.allowInsecureBind()) {
			throw new InvalidPiratePropertyException(property, address,
					"can be reached from other machines, and anybody there could read, ask and serve: CURVE is off",
					"Set pirate.security.curve.enabled=true and configure keys, which --pirate.security.generate-keys "
							+ "prints; or bind 127.0.0.1; or accept it with pirate.security.allow-insecure-bind=true.");
		}
		logger.warn("{}={} can be reached from other machines without encryption and without any proof of identity, "
				+ "as pirate.security.allow-insecure-bind=true allows", property, address);
	}

	/** Of an unknown host nobody can say who reaches it. */
	private static boolean isLocal(String property, String address) {
		try {
			return SecurityOptions.isLocal(address);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidPiratePropertyException(property, address, "cannot be bound: " + ex.getMessage(),
					"Bind an address of this machine, such as tcp://127.0.0.1:5555.");
		}
	}

	private @Nullable CurveKeyPair pair(String connection) {
		return hasOwnKeys(connection) ? remember(mapper(connection).own()) : this.own;
	}

	private @Nullable CurveKeyPair remember(@Nullable CurveKeyPair pair) {
		if (pair != null) {
			this.secrets.add(pair.secretKey());
		}
		return pair;
	}

	/** Also of what is switched off or not used: it is a secret elsewhere. */
	private void rememberStated() {
		remember(this.security.curve().secretKey(), this.security.curve().secretKeyLocation());
		this.properties.connections().values().forEach((connection) -> {
			if (connection.security() != null) {
				remember(connection.security().secretKey(), connection.security().secretKeyLocation());
			}
		});
	}

	private void remember(@Nullable String key, @Nullable String location) {
		if (key != null && !key.isBlank()) {
			this.secrets.add(key);
		}
		if (location != null && this.files.isKey(location)) {
			this.secrets.add(location);
		}
	}

	private boolean hasOwnKeys(String connection) {
		Connection named = this.properties.connections().get(connection);
		return named != null && named.security() != null;
	}

	private CurveMapper mapper(String connection) {
		Curve usual = this.security.curve();
		Connection named = this.properties.connections().get(connection);
		SecurityProperties.OfConnection special = (named != null) ? named.security() : null;
		String prefix = (special != null) ? "pirate.connections." + connection + ".security" : CURVE;
		PropertyCheck check = new PropertyCheck(prefix);
		return new CurveMapper((special != null) ? special.over(usual) : usual, check,
				new KeyFile(this.files.loader(), check));
	}

}
