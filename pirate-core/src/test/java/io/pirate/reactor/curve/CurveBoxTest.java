package io.pirate.reactor.curve;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import com.neilalexander.jnacl.crypto.curve25519;
import com.neilalexander.jnacl.crypto.curve25519xsalsa20poly1305;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Byte for byte what JeroMQ's own cryptography yields, and what libsodium yields. */
class CurveBoxTest {

	private static final int ZEROS = 32;

	private final Random random = new Random(26);

	private final FastCurve curve = new FastCurve();

	@Test
	void sealsAsTheStockCryptographyDoes() {
		byte[] key = bytes(32);
		for (int size = 0; size < 400; size++) {
			assertSame(message(size), bytes(24), key);
		}
		assertSame(message(64 * 1024), bytes(24), key);
		assertSame(message(1024 * 1024 + 1), bytes(24), key);
	}

	@Test
	void keepsNothingOfAnotherKeyOrPrefix() {
		CurveBox box = new CurveBox();
		byte[] key = bytes(32);
		byte[] nonce = bytes(24);
		for (int i = 0; i < 300; i++) {
			switch (this.random.nextInt(4)) {
				case 0 -> key[this.random.nextInt(32)]++;
				case 1 -> nonce[this.random.nextInt(16)]++;
				case 2 -> nonce[16 + this.random.nextInt(8)]++;
				default -> {
				}
			}
			byte[] message = message(this.random.nextInt(200));
			byte[] sealed = new byte[message.length];
			assertThat(box.seal(sealed, message, message.length, nonce, key)).isTrue();
			assertThat(sealed).isEqualTo(stock(message, nonce, key));
		}
	}

	@Test
	void opensWhatWasSealedAndNothingElse() {
		byte[] key = bytes(32);
		byte[] nonce = bytes(24);
		for (int size : new int[] { 0, 1, 31, 32, 33, 65, 300 }) {
			byte[] message = message(size);
			byte[] sealed = stock(message, nonce, key);
			byte[] opened = bytes(message.length);
			assertThat(this.curve.openAfternm(opened, sealed, sealed.length, nonce, key)).isZero();
			assertThat(opened).isEqualTo(message);
			for (int at = 16; at < sealed.length; at++) {
				byte[] forged = sealed.clone();
				forged[at] ^= (byte) (1 << this.random.nextInt(8));
				assertThat(this.curve.openAfternm(opened, forged, forged.length, nonce, key)).as("byte " + at)
					.isEqualTo(-1);
			}
			assertThat(this.curve.openAfternm(opened, sealed, sealed.length, bytes(24), key)).isEqualTo(-1);
			assertThat(this.curve.openAfternm(opened, sealed, sealed.length, nonce, bytes(32))).isEqualTo(-1);
			assertThat(this.curve.openAfternm(opened, sealed, 31, nonce, key)).isEqualTo(-1);
		}
	}

	/** What JeroMQ's client has before the WELCOME. */
	@Test
	void aKeyOfZerosOpensAndSealsNothing() {
		byte[] zeros = new byte[32];
		byte[] message = message(50);
		byte[] sealed = stock(message, new byte[24], zeros);
		byte[] result = new byte[message.length];
		assertThat(this.curve.openAfternm(result, sealed, sealed.length, new byte[24], zeros)).isEqualTo(-1);
		assertThat(this.curve.afternm(result, message, message.length, bytes(24), zeros)).isEqualTo(-1);
		assertThat(this.curve.openAfternm(result, sealed, sealed.length, new byte[24], zeros)).isEqualTo(-1);
	}

	@Test
	void agreesAsTheStockCryptographyDoes() {
		for (int i = 0; i < 20; i++) {
			byte[] secret = bytes(32);
			byte[] other = bytes(32);
			// which RFC 7748 and libsodium ignore, and JeroMQ's does not
			other[31] &= 0x7f;
			byte[] expected = new byte[32];
			curve25519xsalsa20poly1305.crypto_box_beforenm(expected, other, secret);
			byte[] agreed = new byte[32];
			assertThat(this.curve.beforenm(agreed, other, secret)).isZero();
			assertThat(agreed).isEqualTo(expected);
			byte[][] pair = this.curve.keypair();
			byte[] derived = new byte[32];
			curve25519.crypto_scalarmult_base(derived, pair[1]);
			assertThat(pair[0]).isEqualTo(derived);
		}
	}

	@Test
	void nobodyAgreesOnZeros() {
		byte[] one = new byte[32];
		one[0] = 1;
		for (byte[] low : new byte[][] { new byte[32], one }) {
			byte[] agreed = bytes(32);
			assertThat(this.curve.beforenm(agreed, low, bytes(32))).isZero();
			assertThat(agreed).containsOnly(0);
			byte[] message = message(10);
			assertThat(this.curve.box(new byte[42], message, 42, bytes(24), low, bytes(32))).isEqualTo(-1);
			assertThat(this.curve.open(new byte[42], message, 42, bytes(24), low, bytes(32))).isEqualTo(-1);
		}
	}

	/** Keys 1 to 32 and 101 to 132, nonce 201 to 224. */
	@Test
	void yieldsTheBoxOfLibsodium() {
		byte[] publicKey = hex("5714769d116bf76436ae74bc793d2c30ad1903c59ac5273805c7e2698b410c36");
		byte[] text = "what libsodium makes of these sixty-five bytes, of which one is ."
			.getBytes(StandardCharsets.US_ASCII);
		byte[] message = Arrays.copyOf(new byte[ZEROS], ZEROS + text.length);
		System.arraycopy(text, 0, message, ZEROS, text.length);
		byte[] box = new byte[message.length];
		assertThat(this.curve.box(box, message, message.length, from(201, 24), publicKey, from(1, 32))).isZero();
		assertThat(Arrays.copyOfRange(box, 16, box.length))
			.isEqualTo(hex("60d65b6509efbcbcd3d5535414607857e2f3e7a5acda2e919cc337eef4b0bca0f4ee3782aa2cb8e7"
					+ "4a5797ccb3914739db7673075e700f0b8cd1ecb9cedd2dee2c2b458c01f76eb23b4c76f859c8cc369b"));
		byte[] opened = new byte[message.length];
		byte[] other = new byte[32];
		curve25519.crypto_scalarmult_base(other, from(1, 32));
		assertThat(this.curve.open(opened, box, box.length, from(201, 24), other, from(101, 32))).isZero();
		assertThat(opened).isEqualTo(message);
	}

	private static byte[] from(int first, int count) {
		byte[] bytes = new byte[count];
		for (int i = 0; i < count; i++) {
			bytes[i] = (byte) (first + i);
		}
		return bytes;
	}

	private void assertSame(byte[] message, byte[] nonce, byte[] key) {
		byte[] sealed = bytes(message.length);
		assertThat(this.curve.afternm(sealed, message, message.length, nonce, key)).isZero();
		assertThat(Arrays.equals(sealed, stock(message, nonce, key))).as("size " + message.length).isTrue();
	}

	private static byte[] stock(byte[] message, byte[] nonce, byte[] key) {
		byte[] box = new byte[message.length];
		assertThat(curve25519xsalsa20poly1305.crypto_box_afternm(box, message, message.length, nonce, key)).isZero();
		return box;
	}

	private byte[] message(int size) {
		byte[] message = bytes(ZEROS + size);
		Arrays.fill(message, 0, ZEROS, (byte) 0);
		return message;
	}

	private byte[] bytes(int size) {
		byte[] bytes = new byte[size];
		this.random.nextBytes(bytes);
		return bytes;
	}

	private static byte[] hex(String text) {
		return HexFormat.of().parseHex(text);
	}

}
