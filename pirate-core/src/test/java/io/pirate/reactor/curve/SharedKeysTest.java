package io.pirate.reactor.curve;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

import com.neilalexander.jnacl.crypto.curve25519xsalsa20poly1305;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Those that JeroMQ's own cryptography agrees on, each computed once. */
class SharedKeysTest {

	private final Random random = new Random(25);

	private final SharedKeys keys = new SharedKeys();

	@Test
	void agreesAsTheStockCryptographyDoes() {
		byte[] publicKey = publicKey();
		byte[] secretKey = bytes(32);
		for (int i = 0; i < 60; i++) {
			byte[] changed = this.random.nextBoolean() ? publicKey : secretKey;
			changed[this.random.nextInt(31)]++;
			assertThat(this.keys.of(publicKey, secretKey)).isEqualTo(stock(publicKey, secretKey));
			assertThat(this.keys.of(publicKey, secretKey)).isEqualTo(stock(publicKey, secretKey));
		}
		assertThat(this.keys.computed()).isEqualTo(60);
	}

	@Test
	void aHandshakeNeedsThree() {
		byte[] client = publicKey();
		byte[] transientClient = publicKey();
		byte[] server = bytes(32);
		byte[] transientServer = bytes(32);
		byte[] hello = this.keys.of(transientClient, server);
		byte[] welcome = this.keys.of(transientClient, server);
		byte[] initiate = this.keys.of(transientClient, transientServer);
		// the server has it at the beginning of what was in the box
		byte[] vouch = this.keys.of(Arrays.copyOf(client, 384), transientServer);
		byte[] messages = this.keys.of(transientClient, transientServer);
		assertThat(this.keys.computed()).isEqualTo(3);
		assertThat(hello).isEqualTo(welcome).isEqualTo(stock(transientClient, server));
		assertThat(initiate).isEqualTo(messages).isEqualTo(stock(transientClient, transientServer));
		assertThat(vouch).isEqualTo(stock(client, transientServer));
	}

	@Test
	void aKeyWithWhichEverybodyAgreesIsNone() {
		assertThat(this.keys.of(new byte[32], bytes(32))).containsOnly(0);
		assertThat(this.keys.of(new byte[32], bytes(32))).containsOnly(0);
	}

	/** A box may be closed by anybody with JeroMQ's class, whose one has no state. */
	@Test
	void threadsMayShareThem() {
		byte[] secretKey = bytes(32);
		byte[][] publicKeys = { publicKey(), publicKey(), publicKey(), publicKey() };
		byte[][] expected = Arrays.stream(publicKeys).map((key) -> stock(key, secretKey)).toArray(byte[][]::new);
		long wrong = IntStream.range(0, 4000)
			.parallel()
			.filter((i) -> !Arrays.equals(this.keys.of(publicKeys[i * 7 % 4], secretKey), expected[i * 7 % 4]))
			.count();
		assertThat(wrong).isZero();
	}

	private static byte[] stock(byte[] publicKey, byte[] secretKey) {
		byte[] shared = new byte[32];
		curve25519xsalsa20poly1305.crypto_box_beforenm(shared, publicKey, secretKey);
		return shared;
	}

	/** No point has the highest bit, which jnacl does not leave out. */
	private byte[] publicKey() {
		byte[] key = bytes(32);
		key[31] &= 0x7f;
		return key;
	}

	private byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		this.random.nextBytes(bytes);
		return bytes;
	}

}
