package io.pirate.wire;

import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The frames of RFC 9, and what is stored. */
class TspCodecTest {

	private static final String ID = "0123456789abcdef0123456789abcdef";

	private static final String ID_HEX = "30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66"
			+ " 30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66";

	private static final ServiceName ECHO = new ServiceName("echo");

	static Stream<Arguments> commands() {
		return Stream.of(
				Arguments.of(TspCodec.REQUEST, new TspCommand.Submit(ECHO, Frames.ofText("hi")),
						Bytes.hex("65 63 68 6f", "68 69")),
				Arguments.of(TspCodec.REQUEST, new TspCommand.Submit(ECHO, Frames.ofText("hi", "")),
						Bytes.hex("65 63 68 6f", "68 69", "")),
				Arguments.of(TspCodec.REPLY, new TspCommand.Fetch(ID), Bytes.hex(ID_HEX)),
				Arguments.of(TspCodec.CLOSE, new TspCommand.Close(ID), Bytes.hex(ID_HEX)));
	}

	static Stream<Arguments> replies() {
		return Stream.of(Arguments.of(TspCodec.REQUEST, new TspReply.Stored(ID), Bytes.hex("32 30 30", ID_HEX)),
				Arguments.of(TspCodec.REPLY, new TspReply.Answered(Frames.ofText("hi")),
						Bytes.hex("32 30 30", "68 69")),
				Arguments.of(TspCodec.REPLY, TspReply.Pending.INSTANCE, Bytes.hex("33 30 30")),
				Arguments.of(TspCodec.REPLY, TspReply.Unknown.INSTANCE, Bytes.hex("34 30 30")),
				Arguments.of(TspCodec.CLOSE, TspReply.Closed.INSTANCE, Bytes.hex("32 30 30")),
				Arguments.of(TspCodec.REPLY, new TspReply.Failed(ReplyStatus.LOST, "dead-letter", null),
						Bytes.hex("35 30 30", "6c 6f 73 74", "64 65 61 64 2d 6c 65 74 74 65 72")),
				Arguments.of(TspCodec.REQUEST, new TspReply.Failed(ReplyStatus.REJECTED, "full", "no"),
						Bytes.hex("35 30 30", "72 65 6a 65 63 74 65 64", "66 75 6c 6c", "6e 6f")));
	}

	@ParameterizedTest
	@MethodSource("commands")
	void whatClientsAsk(ServiceName asked, TspCommand command, Frames wire) {
		assertThat(TspCodec.decodeCommand(asked, wire)).isEqualTo(command);
		Frames written = (command instanceof TspCommand.Submit submit)
				? TspCodec.encodeSubmit(submit.service(), submit.body()) : TspCodec.encodeId(ID);
		assertThat(written).isEqualTo(wire);
	}

	@ParameterizedTest
	@MethodSource("replies")
	void whatATitanicAnswers(ServiceName asked, TspReply reply, Frames wire) {
		assertThat(TspCodec.encode(reply)).isEqualTo(wire);
		assertThat(TspCodec.decodeReply(asked, wire)).isEqualTo(reply);
	}

	@Test
	void aBareFailureOfAForeignTitanicSaysNothingMore() {
		assertThat(TspCodec.decodeReply(TspCodec.REPLY, Frames.ofText("500")))
			.isEqualTo(new TspReply.Failed(ReplyStatus.UNKNOWN, null, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "..", "../../../../../../etc/passwd/abcd", "0123456789abcdef0123456789abcdeg",
			"0123456789abcdef0123456789abcdef0", "0123456789abcdef0123456789abcde",
			"0123456789abcdef/123456789abcdef" })
	void whatIsNoIdIsNeverUsed(String id) {
		assertThat(TspCodec.decodeCommand(TspCodec.REPLY, Frames.ofText(id))).isInstanceOf(Malformed.class);
		assertThat(TspCodec.decodeCommand(TspCodec.CLOSE, Frames.ofText(id))).isInstanceOf(Malformed.class);
		assertThat(TspCodec.isId(id)).isFalse();
	}

	@Test
	void anIdInCapitalsIsTheSame() {
		assertThat(TspCodec.decodeCommand(TspCodec.REPLY, Frames.ofText("0123456789ABCDEF0123456789ABCDEF")))
			.isEqualTo(new TspCommand.Fetch(ID));
	}

	@ParameterizedTest
	@ValueSource(strings = { "mmi.service", "titanic.request", "", "a\u0000b" })
	void notEverythingCanBeSubmitted(String service) {
		assertThat(TspCodec.decodeCommand(TspCodec.REQUEST, Frames.ofText(service, "x"))).isInstanceOf(Malformed.class);
	}

	@Test
	void aRequestNeedsABody() {
		assertThat(TspCodec.decodeCommand(TspCodec.REQUEST, Frames.ofText("echo"))).isInstanceOf(Malformed.class);
	}

	@Test
	void aStoredRequestIsWhatItWas() {
		Request request = new Request(ECHO, Frames.ofText("", "body", ""), "text/plain", Map.of("tenant", "blue"));
		assertThat(StoredCodec.decodeRequest(ECHO, StoredCodec.encode(request))).isEqualTo(request);
	}

	@Test
	void aStoredReplyIsWhatItWas() {
		Reply ok = Reply.ok(Frames.ofText("body"), "text/plain", Map.of("tenant", "blue"));
		Reply failure = Reply.failure(ReplyStatus.ERROR, "bad-request", "no such order");
		assertThat(StoredCodec.decodeReply(StoredCodec.encode(ok))).isEqualTo(ok);
		assertThat(StoredCodec.decodeReply(StoredCodec.encode(failure))).isEqualTo(failure);
	}

	@Test
	void aTornOneIsNone() {
		byte[] whole = StoredCodec.encode(new Request(ECHO, Frames.ofText("body"), null, Map.of("a", "b")));
		for (int length = 0; length < whole.length; length++) {
			assertThat(StoredCodec.decodeRequest(ECHO, java.util.Arrays.copyOf(whole, length))).isNull();
		}
	}

}
