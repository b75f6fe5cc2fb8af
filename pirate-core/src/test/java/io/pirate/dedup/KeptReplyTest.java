package io.pirate.dedup;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;

import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeptReplyTest {

	private static final KeptReply KEPT = new KeptReply(KeptReply.fingerprint(Frames.ofText("request")),
			Reply.ok(Frames.of(new byte[] { 1, 2 }, new byte[0], new byte[] { 3 }), "text/plain", Map.of("a", "ä")));

	@Test
	void comesBackAsItWas() {
		assertThat(KeptReply.decode(KEPT.encode())).isEqualTo(KEPT);
		KeptReply bare = new KeptReply("0".repeat(64), Reply.ok(Frames.of(new byte[0]), null, Map.of()));
		assertThat(KeptReply.decode(bare.encode())).isEqualTo(bare);
	}

	@Test
	void noBytesThrow() {
		byte[] whole = KEPT.encode();
		for (int length = 0; length < whole.length; length++) {
			assertThat(KeptReply.decode(Arrays.copyOf(whole, length))).as("%s bytes", length).isNotEqualTo(KEPT);
		}
		Random random = new Random(4711);
		for (int i = 0; i < 20_000; i++) {
			byte[] wrong = whole.clone();
			wrong[random.nextInt(wrong.length)] = (byte) random.nextInt();
			wrong[random.nextInt(wrong.length)] = (byte) random.nextInt();
			KeptReply.decode(wrong);
		}
		whole[64] = 2;
		assertThat(KeptReply.decode(whole)).as("of a later version").isNull();
	}

	@Test
	void framesAreToldFromTheirConcatenation() {
		assertThat(KeptReply.fingerprint(Frames.ofText("ab", "c")))
			.isNotEqualTo(KeptReply.fingerprint(Frames.ofText("a", "bc")))
			.isEqualTo(KeptReply.fingerprint(Frames.ofText("ab", "c")))
			.hasSize(64);
	}

	@Test
	void itsWeightIsThatOfItsContent() {
		assertThat(KEPT.weight()).isBetween(256, 512);
		assertThat(new KeptReply("0".repeat(64), Reply.ok(Frames.of(new byte[100_000]), null, Map.of())).weight())
			.isBetween(100_000, 101_000);
	}

}
