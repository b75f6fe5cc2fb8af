package io.pirate.wire;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 10. */
class FlpCodecTest {

	private static final CallFrame CALL = CallFrame.build(7, 9).text(Property.SERVICE, "orders").end();

	@Test
	void aPingIsOneFrame() {
		assertThat(FlpCodec.isPing(Frames.ofText("PING"))).isTrue();
		assertThat(FlpCodec.isPing(Frames.ofText("PING", ""))).isFalse();
		assertThat(FlpCodec.isPing(Frames.ofText("PONG"))).isFalse();
		assertThat(FlpCodec.isPing(Frames.NONE)).isFalse();
		assertThat(FlpCodec.decodeReply(FlpCodec.pong())).isEqualTo(FlpMessage.Pong.INSTANCE);
	}

	@Test
	void aForeignControlFrameReturnsUnchanged() {
		ClientRequest.Ask ask = (ClientRequest.Ask) FlpCodec.decodeRequest(Frames.ofText("17", "", "body", "more"));
		assertThat(ask.service()).isEqualTo(ServiceName.ANONYMOUS);
		assertThat(ask.envelope().call()).isNull();
		assertThat(ask.body()).isEqualTo(Frames.ofText("", "body", "more"));
		assertThat(ClientCodec.encodeReply(ask.envelope(), ask.service(), Frames.ofText("done"), true))
			.isEqualTo(Frames.ofText("17", "done"));
	}

	@Test
	void ourControlFrameReturnsUnchangedBeforeTheReplysOwn() {
		Frames sent = FlpCodec.encodeRequest(CALL, Frames.ofText("body"));
		ClientRequest.Ask ask = (ClientRequest.Ask) FlpCodec.decodeRequest(sent);
		assertThat(ask.service()).isEqualTo(new ServiceName("orders"));
		CallFrame reply = Reply.ok(Frames.ofText("done"), "text/plain", Map.of("h", "v")).toCallFrame(7, 9).end();
		Frames answer = ClientCodec.encodeReply(ask.envelope().with(reply), ask.service(), Frames.ofText("done"), true);
		assertThat(answer.frame(0)).isEqualTo(sent.frame(0));
		FlpMessage.Answer read = (FlpMessage.Answer) FlpCodec.decodeReply(answer);
		assertThat(read.call().headers()).isEqualTo(Map.of("h", "v"));
		assertThat(read.body()).isEqualTo(Frames.ofText("done"));
	}

	@Test
	void aServerThatKnowsNoCallFramesIsUnderstood() {
		Frames sent = FlpCodec.encodeRequest(CALL, Frames.ofText("body"));
		FlpMessage.Answer read = (FlpMessage.Answer) FlpCodec.decodeReply(sent);
		assertThat(read.call().number()).isEqualTo(9);
		assertThat(read.body()).isEqualTo(Frames.ofText("body"));
	}

	@Test
	void anotherCallsFrameIsABody() {
		byte[] other = CallFrame.of(7, 10).encode();
		Frames frames = Frames.of(CALL.encode(), other, new byte[] { 1 });
		assertThat(((FlpMessage.Answer) FlpCodec.decodeReply(frames)).body()).isEqualTo(frames.from(1));
	}

	@Test
	void whatIsNeitherIsMalformed() {
		assertThat(FlpCodec.decodeRequest(Frames.NONE)).isInstanceOf(Malformed.class);
		assertThat(FlpCodec.decodeRequest(Frames.ofText("alone"))).isInstanceOf(Malformed.class);
		assertThat(FlpCodec.decodeReply(Frames.NONE)).isInstanceOf(Malformed.class);
		assertThat(FlpCodec.decodeReply(Frames.ofText("PING"))).isInstanceOf(Malformed.class);
		assertThat(FlpCodec.decodeReply(Frames.ofText("17", "body"))).isInstanceOf(Malformed.class);
	}

}
