package io.pirate.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlainCodecTest {

	private static final byte[] EMPTY = {};

	private static final byte[] BODY = "hi".getBytes(StandardCharsets.UTF_8);

	private static final byte[] FOREIGN = "rid".getBytes(StandardCharsets.UTF_8);

	@Test
	void aReqPeerHasAnEmptyEnvelope() {
		Frames wire = Frames.of(EMPTY, BODY, EMPTY);
		PlainMessage.Exchange expected = new PlainMessage.Exchange(Envelope.EMPTY, Frames.of(BODY, EMPTY));
		assertThat(PlainCodec.decodeRequest(wire)).isEqualTo(expected);
		assertThat(PlainCodec.decodeReply(wire)).isEqualTo(expected);
		assertThat(PlainCodec.encode(Envelope.EMPTY, expected.body())).isEqualTo(wire);
	}

	@Test
	void theCallFrameIsTheLastAddressAndTheOthersAreKept() {
		CallFrame call = CallFrame.build(1, 2).number(Property.ATTEMPT, 1).end();
		Frames wire = Frames.of(FOREIGN, call.encode(), EMPTY, BODY);
		Envelope envelope = new Envelope(Frames.of(FOREIGN), call);
		assertThat(PlainCodec.decodeRequest(wire)).isEqualTo(new PlainMessage.Exchange(envelope, Frames.of(BODY)));
		assertThat(PlainCodec.encode(envelope, Frames.of(BODY))).isEqualTo(wire);
	}

	@Test
	void aForeignLastAddressIsKeptAsItIs() {
		Frames wire = Frames.of(CallFrame.of(1, 2).encode(), FOREIGN, EMPTY, BODY);
		Envelope envelope = new Envelope(wire.slice(0, 2), null);
		assertThat(PlainCodec.decodeRequest(wire)).isEqualTo(new PlainMessage.Exchange(envelope, Frames.of(BODY)));
		assertThat(PlainCodec.encode(envelope, Frames.of(BODY))).isEqualTo(wire);
	}

	@Test
	void withoutDelimiterOrBodyItIsMalformed() {
		assertThat(PlainCodec.decodeRequest(Frames.NONE)).isInstanceOf(Malformed.class);
		assertThat(PlainCodec.decodeRequest(Frames.of(BODY))).isInstanceOf(Malformed.class);
		assertThat(PlainCodec.decodeRequest(Frames.of(EMPTY))).isInstanceOf(Malformed.class);
		assertThat(PlainCodec.decodeReply(Frames.of(FOREIGN, EMPTY))).isInstanceOf(Malformed.class);
	}

	@Test
	void aTornCallFrameIsMalformed() {
		byte[] torn = Arrays.copyOf(CallFrame.of(1, 2).encode(), 20);
		assertThat(PlainCodec.decodeRequest(Frames.of(torn, EMPTY, BODY))).isInstanceOf(Malformed.class);
		assertThat(PlainCodec.decodeReply(Frames.of(torn, EMPTY, BODY))).isInstanceOf(Malformed.class);
	}

}
