package io.pirate;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.pirate.machine.Peer;
import io.pirate.reactor.Admission;
import io.pirate.reactor.CurveSettings;
import io.pirate.reactor.Endpoint;
import io.pirate.reactor.PeerTable;
import io.pirate.wire.Z85;
import org.jspecify.annotations.Nullable;

/**
 * How connections are encrypted and authenticated: by CURVE, RFC 26, or not at all.
 * Everybody who connects proves to hold the secret key of its public key, and so does the
 * server. A queue knows its own application by its own key.
 *
 * @param own this side's keys; {@code null} without CURVE
 * @param serverKeys public keys of which one has to be the server's, for those who
 * connect; several while a server changes its key, or where several servers differ
 * @param peers who may connect to what this side binds
 */
public record SecurityOptions(@Nullable CurveKeyPair own, List<String> serverKeys, PeerList peers) {

	/** Everybody may connect and read everything. */
	public static final SecurityOptions NONE = new SecurityOptions(null, List.of(), new PeerList(List.of()));

	public SecurityOptions {
		serverKeys = List.copyOf(serverKeys);
		serverKeys.forEach(CurveKeyPair::requirePublic);
		if (own == null && !serverKeys.isEmpty()) {
			throw new IllegalArgumentException("who knows the server's public key needs a key pair of its own, too");
		}
	}

	/**
	 * CURVE for what binds: queues and servers.
	 * @param own its keys
	 * @param peers who may connect, besides those who hold the same keys
	 * @return the options
	 */
	public static SecurityOptions server(CurveKeyPair own, PeerList peers) {
		return new SecurityOptions(own, List.of(own.publicKey()), peers);
	}

	/**
	 * CURVE for what connects: clients and registered workers.
	 * @param own its keys
	 * @param serverKeys public keys, of which one has to be the server's
	 * @return the options
	 */
	public static SecurityOptions client(CurveKeyPair own, String... serverKeys) {
		return new SecurityOptions(own, List.of(serverKeys), new PeerList(List.of()));
	}

	/**
	 * Whether connections are encrypted.
	 * @return false for {@link #NONE}
	 */
	public boolean isOn() {
		return this.own != null;
	}

	/**
	 * Whether only this machine can connect to an address.
	 * @param address to bind
	 * @return true for inproc and loopback
	 * @throws IllegalArgumentException if it is malformed, or its host is unknown, which
	 * may be known and anywhere when it is bound
	 */
	public static boolean isLocal(String address) {
		return Endpoint.toBind(address).loopback();
	}

	/** As a part of the same application: towards what is bound with the same keys. */
	SecurityOptions towardsSelf() {
		return (this.own != null) ? server(this.own, this.peers) : this;
	}

	/** What the sockets are told; anew for each owner of sockets. */
	@Nullable CurveSettings curve() {
		CurveKeyPair pair = this.own;
		return (pair != null) ? curve(pair, this.serverKeys, new Admission(pair.publicKey(), this.peers::table)) : null;
	}

	/**
	 * What the sockets between two queues are told: nobody else may speak there.
	 * @param peerKey the other queue's public key; {@code null} if both have the same
	 */
	@Nullable CurveSettings curveOfPair(@Nullable String peerKey) {
		CurveKeyPair pair = this.own;
		if (pair == null) {
			return null;
		}
		String other = (peerKey != null) ? peerKey : pair.publicKey();
		PeerTable table = new PeerTable(Map.of(other, Peer.SELF), null);
		return curve(pair, List.of(other), new Admission(pair.publicKey(), () -> table));
	}

	private static CurveSettings curve(CurveKeyPair pair, List<String> serverKeys, Admission admission) {
		return new CurveSettings(pair.publicBytes(), pair.secretBytes(),
				serverKeys.stream().map((key) -> Objects.requireNonNull(Z85.decode(key))).toList(), admission);
	}

}
