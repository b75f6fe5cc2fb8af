package io.pirate.wire;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The link of a pair, byte for byte; and nothing throws. */
class StarCodecTest {

	private static final StarCommand.Tell TELL = new StarCommand.Tell(StarRole.BACKUP, StarState.ACTIVE, 3, 0x0102, 9,
			-1, 7);

	@Test
	void hasTheDocumentedBytes() {
		Frames frames = StarCodec.encode(TELL);
		assertThat(frames.size()).isEqualTo(1);
		assertThat(HexFormat.of().formatHex(frames.frame(0))).isEqualTo("5354415201" + "02" + "03" + "0000000000000003"
				+ "0000000000000102" + "0000000000000009" + "ffffffffffffffff" + "0000000000000007");
	}

	@Test
	void comesBackAsItWasInEveryStateAndRole() {
		for (StarRole role : StarRole.values()) {
			for (StarState state : StarState.values()) {
				StarCommand.Tell tell = new StarCommand.Tell(role, state, 1L << 51, 1, 2, 3, 4);
				assertThat(StarCodec.decode(StarCodec.encode(tell))).isEqualTo(tell);
			}
		}
	}

	@Test
	void laterVersionsMayAppend() {
		byte[] longer = Arrays.copyOf(StarCodec.encode(TELL).frame(0), 60);
		assertThat(StarCodec.decode(Frames.of(longer))).isEqualTo(TELL);
	}

	@Test
	void anythingElseIsMalformed() {
		byte[] good = StarCodec.encode(TELL).frame(0);
		for (int i = 0; i < 7; i++) {
			byte[] bad = good.clone();
			bad[i] = 99;
			assertThat(StarCodec.decode(Frames.of(bad))).isInstanceOf(Malformed.class);
		}
		byte[] hugeEpoch = good.clone();
		hugeEpoch[8] = 0x10;
		assertThat(StarCodec.decode(Frames.of(hugeEpoch))).isInstanceOf(Malformed.class);
		assertThat(StarCodec.decode(Frames.of(Arrays.copyOf(good, good.length - 1)))).isInstanceOf(Malformed.class);
		assertThat(StarCodec.decode(Frames.of(good, good))).isInstanceOf(Malformed.class);
		assertThat(StarCodec.decode(Frames.NONE)).isInstanceOf(Malformed.class);
	}

	@Test
	void noBytesThrow() {
		Random random = new Random(1);
		byte[] good = StarCodec.encode(TELL).frame(0);
		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = Arrays.copyOf(good, random.nextInt(60));
			for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
			}
			assertThat(StarCodec.decode(Frames.of(bytes))).isNotNull();
		}
	}

	@Test
	void evenEpochsAreThePrimarysAndOddOnesTheBackups() {
		assertThat(StarRole.PRIMARY.after(0)).isEqualTo(2);
		assertThat(StarRole.PRIMARY.after(3)).isEqualTo(4);
		assertThat(StarRole.BACKUP.after(0)).isEqualTo(1);
		assertThat(StarRole.BACKUP.after(3)).isEqualTo(5);
		assertThat(StarRole.BACKUP.owns(4)).isFalse();
	}

	@Test
	void anEpochTravelsOnACallFrameAndIsLeftOutWhereThereIsNoRoom() {
		CallFrame lease = Epoch.on(CallFrame.build(1, 2).text("h", "v").end().toLease(3, 4, 100, Frames.NONE), 42);
		CallFrame read = (CallFrame) CallFrame.decodeRequest(lease.encode());
		assertThat(Epoch.of(read)).isEqualTo(42);
		assertThat(read.number(Property.BUDGET, 0)).isEqualTo(100);
		assertThat(read.has(Property.QUEUE)).isTrue();
		assertThat(read.headers()).containsEntry("h", "v");
		assertThat(Epoch.of((CallFrame) CallFrame.decodeReply(lease.encode()))).isEqualTo(42);
		assertThat(Epoch.of(read.toLease(5, 6, -1, Frames.NONE))).as("a caller cannot set it").isEqualTo(Epoch.NONE);
		CallFrame full = CallFrame.build(1, 2).text("h", "v".repeat(CallFrame.LONGEST - 40)).end();
		assertThat(Epoch.of(Epoch.on(full, 42))).isEqualTo(Epoch.NONE);
	}

}
