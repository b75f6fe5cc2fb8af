package io.pirate;

import java.util.List;

import com.neilalexander.jnacl.crypto.curve25519xsalsa20poly1305;
import io.pirate.wire.Z85;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CurveKeyPairTest {

	private static final String PUBLIC = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7";

	private static final String SECRET = "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6";

	@Test
	void knowsThePublicKeyOfASecretOne() {
		assertThat(CurveKeyPair.ofSecret(SECRET).publicKey()).isEqualTo(PUBLIC);
		assertThat(CurveKeyPair.of(PUBLIC, SECRET).secretKey()).isEqualTo(SECRET);
	}

	@Test
	void computesAsTheOtherLibraryDoes() {
		for (int i = 0; i < 20; i++) {
			byte[] publicKey = new byte[Z85.KEY_BYTES];
			byte[] secretKey = new byte[Z85.KEY_BYTES];
			curve25519xsalsa20poly1305.crypto_box_keypair(publicKey, secretKey);
			assertThat(CurveKeyPair.ofSecret(Z85.encode(secretKey)).publicKey()).isEqualTo(Z85.encode(publicKey));
		}
	}

	@Test
	void freshPairsDiffer() {
		CurveKeyPair first = CurveKeyPair.generate();
		assertThat(first).isNotEqualTo(CurveKeyPair.generate());
		assertThat(CurveKeyPair.of(first.publicKey(), first.secretKey())).isEqualTo(first).hasSameHashCodeAs(first);
	}

	@Test
	void halvesMustBelongTogether() {
		String other = CurveKeyPair.generate().publicKey();
		assertThatIllegalArgumentException().isThrownBy(() -> CurveKeyPair.of(other, SECRET))
			.withMessageContaining("not the one of the secret key")
			.withMessageNotContainingAny(other, SECRET);
	}

	@Test
	void badKeysAreNamedButNotShown() {
		assertThatIllegalArgumentException().isThrownBy(() -> CurveKeyPair.ofSecret(SECRET + "x"))
			.withMessageContaining("secret key")
			.withMessageContaining("41 characters")
			.withMessageNotContaining(SECRET);
		assertThatIllegalArgumentException().isThrownBy(() -> CurveKeyPair.requirePublic(PUBLIC.replace('r', '~')))
			.withMessageContaining("public key");
	}

	@Test
	void nothingShowsAKey() {
		CurveKeyPair pair = CurveKeyPair.of(PUBLIC, SECRET);
		AcceptedPeer peer = new AcceptedPeer("shop", List.of(PUBLIC), List.of("*"), List.of());
		SecurityOptions options = SecurityOptions.server(pair, PeerList.of(peer));
		ClientOptions client = ClientOptions.of("tcp://127.0.0.1:1").with(options);
		assertThat(pair + " " + peer + " " + client + options.curve()).doesNotContain(SECRET).doesNotContain("JTKVSB");
		assertThat(peer).hasToString("AcceptedPeer[shop]");
	}

	@Test
	void peersHaveDifferentNamesAndKeys() {
		AcceptedPeer shop = new AcceptedPeer("shop", List.of(PUBLIC), List.of(), List.of());
		AcceptedPeer again = new AcceptedPeer("shop", List.of(CurveKeyPair.generate().publicKey()), List.of(),
				List.of());
		AcceptedPeer other = new AcceptedPeer("other", List.of(PUBLIC), List.of(), List.of());
		assertThatIllegalArgumentException().isThrownBy(() -> PeerList.of(shop, again)).withMessageContaining("'shop'");
		assertThatIllegalArgumentException().isThrownBy(() -> PeerList.of(shop, other))
			.withMessageContaining("same key");
		AcceptedPeer any = new AcceptedPeer("any", List.of("*"), List.of(), List.of());
		AcceptedPeer every = new AcceptedPeer("every", List.of("*"), List.of(), List.of());
		assertThatIllegalArgumentException().isThrownBy(() -> PeerList.of(any, every))
			.withMessageContaining("every other key");
		assertThatIllegalArgumentException().isThrownBy(() -> new AcceptedPeer("none", List.of(), List.of(), List.of()))
			.withMessageContaining("'none'");
	}

}
