package io.pirate.reactor.curve;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import com.neilalexander.jnacl.crypto.curve25519xsalsa20poly1305;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zmq.ZMQ;

import static org.assertj.core.api.Assertions.assertThat;

/** What RFC 26 says of MESSAGE, and what JeroMQ's own cryptography makes of it. */
class CurveFramesTest {

	private static final int OVERHEAD = 33;

	private final Random random = new Random(26);

	private final byte[] key = bytes(32);

	private final CurveFrames server = new CurveFrames(this.key, 4, 9, true);

	private final CurveFrames client = new CurveFrames(this.key, 10, 3, false);

	@Test
	void aFrameIsWhatTheStockMechanismMakesOfIt() {
		long number = 4;
		for (int size = 0; size < 400; size++) {
			assertSealed(number++, this.random.nextInt(4), bytes(size));
		}
		for (int size : new int[] { 4095, 4096, 4127, 4128, 4200, 16_384, 16_500, 20_000, 65_536, 100_000, 1 << 20 }) {
			assertSealed(number++, 1, bytes(size));
		}
	}

	private void assertSealed(long number, int flags, byte[] body) {
		byte[] plain = ByteBuffer.allocate(32 + 1 + body.length)
			.put(32, new byte[] { (byte) flags })
			.put(33, body)
			.array();
		byte[] nonce = ByteBuffer.allocate(24)
			.put("CurveZMQMESSAGES".getBytes(StandardCharsets.US_ASCII))
			.putLong(number)
			.array();
		byte[] box = new byte[plain.length];
		curve25519xsalsa20poly1305.crypto_box_afternm(box, plain, plain.length, nonce, this.key);
		byte[] expected = ByteBuffer.allocate(plain.length)
			.put("\7MESSAGE".getBytes(StandardCharsets.US_ASCII))
			.putLong(number)
			.put(box, 16, box.length - 16)
			.array();
		assertThat(Arrays.equals(this.server.seal(flags, body, body.length), expected)).as("size " + body.length)
			.isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 30, 31, 32, 95, 4000, 4126, 4127, 4128, 40_000, 300_001 })
	void whatOneSideSealsTheOtherOpens(int size) {
		for (int flags = 0; flags < 4; flags++) {
			byte[] body = bytes(size);
			assertOpened(this.client.seal(flags, body, size), this.server, flags, body);
			assertOpened(this.server.seal(flags, body, size), this.client, flags, body);
		}
	}

	private static void assertOpened(byte[] command, CurveFrames by, int flags, byte[] body) {
		assertThat(by.check(command)).isZero();
		assertThat(by.flags(command)).isEqualTo(flags);
		byte[] opened = new byte[command.length - OVERHEAD];
		by.open(command, opened);
		assertThat(Arrays.equals(opened, body)).isTrue();
	}

	/** In pieces of any size, and another frame after it, whole or in pieces. */
	@ParameterizedTest
	@ValueSource(ints = { 0, 31, 70_000, 131_038, 131_039, 131_040, 135_135, 135_136, 139_231, 300_001 })
	void aFrameIsOpenedWhileItComes(int size) {
		for (int i = 0; i < 20; i++) {
			int flags = this.random.nextInt(4);
			byte[] body = bytes(size);
			byte[] command = this.client.seal(flags, body, size);
			comeIn(this.server, command, 1 + this.random.nextInt(command.length));
			assertOpened(command, this.server, flags, body);
			byte[] next = bytes(50);
			assertOpened(this.client.seal(1, next, 50), this.server, 1, next);
		}
	}

	/** Into an array that is filled, as a decoder does it; the last piece is not told. */
	private void comeIn(CurveFrames by, byte[] command, int most) {
		byte[] sent = command.clone();
		Arrays.fill(command, (byte) 0);
		int come = 0;
		while (come < sent.length) {
			int piece = Math.min(sent.length - come, 1 + this.random.nextInt(most));
			System.arraycopy(sent, come, command, come, piece);
			come += piece;
			if (come < sent.length) {
				by.arrived(command, come);
			}
		}
	}

	@Test
	void aFrameIsDecryptedWhereItCameTo() {
		byte[] body = bytes(200_000);
		byte[] command = this.client.seal(1, body, body.length);
		this.server.arrived(command, 150_000);
		byte[] sofar = Arrays.copyOfRange(command, OVERHEAD, 145_000);
		assertThat(Arrays.equals(sofar, Arrays.copyOf(body, sofar.length))).isTrue();
		assertOpened(command, this.server, 1, body);
	}

	@Test
	void aFrameIsOpenedByteByByte() {
		byte[] body = bytes(140_000);
		byte[] command = this.client.seal(0, body, body.length);
		comeIn(this.server, command, 1);
		assertOpened(command, this.server, 0, body);
	}

	/** As an allocator may give it, which keeps its arrays. */
	@Test
	void oneArrayMayHoldFrameAfterFrame() {
		byte[] array = new byte[OVERHEAD + 200_000];
		for (int i = 0; i < 6; i++) {
			byte[] body = bytes(200_000);
			System.arraycopy(this.client.seal(i % 4, body, body.length), 0, array, 0, array.length);
			if (i % 3 < 2) {
				comeIn(this.server, array, 100_000);
			}
			assertOpened(array, this.server, i % 4, body);
		}
	}

	@Test
	void aFrameThatNeverEndedLeavesNothingBehind() {
		this.server.arrived(this.client.seal(1, bytes(200_000), 200_000), 150_000);
		byte[] body = bytes(200_000);
		assertOpened(this.client.seal(0, body, body.length), this.server, 0, body);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 9, 16, 31, 32, 33, 4000, 50_000, 199_999, 200_032 })
	void noBitOfWhatComesInPiecesMayChange(int at) {
		byte[] command = this.client.seal(1, bytes(200_000), 200_000);
		command[at] ^= 4;
		comeIn(this.server, command, 50_000);
		assertThat(this.server.check(command)).isPositive();
	}

	@Test
	void whatCameInPiecesDoesNotComeTwice() {
		byte[] command = this.client.seal(1, bytes(200_000), 200_000);
		byte[] again = command.clone();
		comeIn(this.server, command, 50_000);
		assertThat(this.server.check(command)).isZero();
		comeIn(this.server, again, 50_000);
		assertThat(this.server.check(again)).isEqualTo(ZMQ.ZMQ_PROTOCOL_ERROR_ZMTP_INVALID_SEQUENCE);
	}

	@Test
	void aKeyOfZerosOpensNothingWhileItComes() {
		CurveFrames keyless = new CurveFrames(new byte[32], 1, 0, true);
		byte[] command = new CurveFrames(this.key, 1, 0, false).seal(0, bytes(200_000), 200_000);
		byte[] sent = command.clone();
		keyless.arrived(command, 150_000);
		assertThat(Arrays.equals(command, sent)).isTrue();
		assertThat(keyless.check(command)).isEqualTo(ZMQ.ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC);
	}

	@Test
	void onlyTheFirstPartOfALongerArrayIsSealed() {
		byte[] body = bytes(50);
		assertOpened(this.client.seal(0, body, 20), this.server, 0, Arrays.copyOf(body, 20));
	}

	@Test
	void noBitMayChange() {
		byte[] command = this.client.seal(1, bytes(70), 70);
		for (int at = 0; at < command.length; at++) {
			byte[] forged = command.clone();
			forged[at] ^= (byte) (1 << this.random.nextInt(8));
			// not one that has seen another number
			assertThat(new CurveFrames(this.key, 4, 9, true).check(forged)).as("byte " + at).isPositive();
		}
		assertThat(this.server.check(command)).isZero();
	}

	@Test
	void nothingComesTwiceOrOutOfOrder() {
		byte[] first = this.client.seal(0, bytes(5), 5);
		byte[] second = this.client.seal(0, bytes(5), 5);
		assertThat(this.server.check(second)).isZero();
		assertThat(this.server.check(second)).isEqualTo(ZMQ.ZMQ_PROTOCOL_ERROR_ZMTP_INVALID_SEQUENCE);
		assertThat(this.server.check(first)).isEqualTo(ZMQ.ZMQ_PROTOCOL_ERROR_ZMTP_INVALID_SEQUENCE);
		byte[] reply = this.server.seal(0, bytes(5), 5);
		assertThat(this.client.check(reply)).isZero();
		assertThat(this.client.check(reply)).isEqualTo(ZMQ.ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC);
		// its own, sent back
		assertThat(this.client.check(first)).isEqualTo(ZMQ.ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC);
	}

	@Test
	void whatIsNoMessageIsToldFromWhatIsTooShort() {
		byte[] command = this.client.seal(0, bytes(0), 0);
		assertThat(command).hasSize(OVERHEAD);
		for (int length = 0; length < OVERHEAD; length++) {
			assertThat(this.server.check(Arrays.copyOf(command, length)))
				.isEqualTo((length < 8) ? ZMQ.ZMQ_PROTOCOL_ERROR_ZMTP_UNEXPECTED_COMMAND
						: ZMQ.ZMQ_PROTOCOL_ERROR_ZMTP_MALFORMED_COMMAND_MESSAGE);
		}
		byte[] other = command.clone();
		other[3] = 'X';
		assertThat(this.server.check(other)).isEqualTo(ZMQ.ZMQ_PROTOCOL_ERROR_ZMTP_UNEXPECTED_COMMAND);
		assertThat(this.server.check(command)).isZero();
	}

	@Test
	void aKeyOfZerosOpensAndSealsNothing() {
		CurveFrames keyless = new CurveFrames(new byte[32], 1, 0, true);
		byte[] body = bytes(40);
		assertThat(keyless.seal(0, body, 40)).endsWith(new byte[57]);
		byte[] forged = new CurveFrames(this.key, 1, 0, false).seal(0, body, 40);
		assertThat(keyless.check(forged)).isEqualTo(ZMQ.ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC);
	}

	private byte[] bytes(int size) {
		byte[] bytes = new byte[size];
		this.random.nextBytes(bytes);
		return bytes;
	}

}
