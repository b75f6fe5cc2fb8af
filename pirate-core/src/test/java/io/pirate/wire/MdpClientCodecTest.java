package io.pirate.wire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The byte vectors of RFC 7, RFC 8 and RFC 18 between client and queue. */
class MdpClientCodecTest {

	private static final ServiceName ECHO = new ServiceName("echo");

	private static final Frames HI = Frames.ofText("hi");

	private static final Frames REQUEST_01 = Bytes.hex("4d 44 50 43 30 31", "65 63 68 6f", "68 69");

	private static final Frames REQUEST_02 = Bytes.hex("4d 44 50 43 30 32", "01", "65 63 68 6f", "68 69");

	private static final Frames PARTIAL_02 = Bytes.hex("4d 44 50 43 30 32", "02", "65 63 68 6f", "68 69");

	private static final Frames FINAL_02 = Bytes.hex("4d 44 50 43 30 32", "03", "65 63 68 6f", "68 69");

	@Test
	void requests() {
		assertThat(MdpClientCodec.request(MdpVersion.V01, ECHO, HI)).isEqualTo(REQUEST_01);
		assertThat(MdpClientCodec.request(MdpVersion.V02, ECHO, HI)).isEqualTo(REQUEST_02);
		for (MdpVersion version : MdpVersion.values()) {
			Frames wire = (version == MdpVersion.V01) ? REQUEST_01 : REQUEST_02;
			assertThat(MdpClientCodec.decodeRequest(version, Envelope.EMPTY, wire))
				.isEqualTo(new ClientRequest.Ask(Envelope.EMPTY, ECHO, HI));
		}
	}

	@Test
	void repliesOfTheFirstVersionLookLikeRequestsAndAreAlwaysLast() {
		assertThat(MdpClientCodec.reply(MdpVersion.V01, ECHO, HI, true)).isEqualTo(REQUEST_01);
		assertThat(MdpClientCodec.reply(MdpVersion.V01, ECHO, HI, false)).isEqualTo(REQUEST_01);
		assertThat(MdpClientCodec.decodeReply(MdpVersion.V01, REQUEST_01))
			.isEqualTo(new ClientReply.Part(ECHO, HI, true));
	}

	@Test
	void repliesOfTheSecondVersionArePartialOrFinal() {
		assertThat(MdpClientCodec.reply(MdpVersion.V02, ECHO, HI, false)).isEqualTo(PARTIAL_02);
		assertThat(MdpClientCodec.reply(MdpVersion.V02, ECHO, HI, true)).isEqualTo(FINAL_02);
		assertThat(MdpClientCodec.decodeReply(MdpVersion.V02, PARTIAL_02))
			.isEqualTo(new ClientReply.Part(ECHO, HI, false));
		assertThat(MdpClientCodec.decodeReply(MdpVersion.V02, FINAL_02))
			.isEqualTo(new ClientReply.Part(ECHO, HI, true));
	}

	@Test
	void lookUpOfAService() {
		ServiceName lookUp = new ServiceName("mmi.service");
		assertThat(MdpClientCodec.request(MdpVersion.V01, lookUp, Frames.ofText("echo")))
			.isEqualTo(Bytes.hex("4d 44 50 43 30 31", "6d 6d 69 2e 73 65 72 76 69 63 65", "65 63 68 6f"));
		assertThat(MdpClientCodec.reply(MdpVersion.V01, lookUp, Frames.ofText("404"), true))
			.isEqualTo(Bytes.hex("4d 44 50 43 30 31", "6d 6d 69 2e 73 65 72 76 69 63 65", "34 30 34"));
		assertThat(MdpClientCodec.decodeReply(MdpVersion.V02,
				Bytes.hex("4d 44 50 43 30 32", "03", "6d 6d 69 2e 73 65 72 76 69 63 65", "32 30 30")))
			.isEqualTo(new ClientReply.Part(lookUp, Frames.ofText("200"), true));
	}

	@ParameterizedTest
	@EnumSource
	void bodyKeepsAllItsFramesEvenEmptyOnes(MdpVersion version) {
		Frames body = Frames.ofText("", "a", "", "MDPC02", "");
		Frames request = MdpClientCodec.request(version, ECHO, body);
		assertThat(MdpClientCodec.decodeRequest(version, Envelope.EMPTY, request))
			.isEqualTo(new ClientRequest.Ask(Envelope.EMPTY, ECHO, body));
		Frames reply = MdpClientCodec.reply(version, ECHO, body, true);
		assertThat(MdpClientCodec.decodeReply(version, reply)).isEqualTo(new ClientReply.Part(ECHO, body, true));
	}

	@ParameterizedTest
	@EnumSource
	void messagesCutShortAreMalformed(MdpVersion version) {
		Frames request = MdpClientCodec.request(version, ECHO, HI);
		Frames reply = MdpClientCodec.reply(version, ECHO, HI, true);
		for (int size = 0; size < request.size(); size++) {
			assertThat(MdpClientCodec.decodeRequest(version, Envelope.EMPTY, request.slice(0, size)))
				.isInstanceOf(Malformed.class);
			assertThat(MdpClientCodec.decodeReply(version, reply.slice(0, size))).isInstanceOf(Malformed.class);
		}
	}

	@Test
	void commandsOfTheOtherDirectionAndUnknownOnesAreMalformed() {
		assertThat(MdpClientCodec.decodeRequest(MdpVersion.V02, Envelope.EMPTY, PARTIAL_02))
			.isInstanceOf(Malformed.class);
		assertThat(MdpClientCodec.decodeRequest(MdpVersion.V02, Envelope.EMPTY, FINAL_02))
			.isInstanceOf(Malformed.class);
		assertThat(MdpClientCodec.decodeReply(MdpVersion.V02, REQUEST_02)).isInstanceOf(Malformed.class);
		for (String command : new String[] { "00", "04", "ff", "", "01 01", "02 00", "31" }) {
			Frames wire = Bytes.hex("4d 44 50 43 30 32", command, "65 63 68 6f", "68 69");
			assertThat(MdpClientCodec.decodeRequest(MdpVersion.V02, Envelope.EMPTY, wire))
				.isInstanceOf(Malformed.class);
			assertThat(MdpClientCodec.decodeReply(MdpVersion.V02, wire)).isInstanceOf(Malformed.class);
		}
	}

	@Test
	void repliesInAnotherFormAreMalformed() {
		assertThat(MdpClientCodec.decodeReply(MdpVersion.V01, FINAL_02)).isInstanceOf(Malformed.class);
		assertThat(MdpClientCodec.decodeReply(MdpVersion.V02, REQUEST_01)).isInstanceOf(Malformed.class);
		assertThat(MdpClientCodec.decodeReply(MdpVersion.V01, Frames.ofText("MDPW01", "echo", "hi")))
			.isInstanceOf(Malformed.class);
		assertThat(MdpClientCodec.decodeReply(MdpVersion.V01, Frames.ofText("mdpc01", "echo", "hi")))
			.isInstanceOf(Malformed.class);
		assertThat(MdpClientCodec.decodeReply(MdpVersion.V01, Frames.ofText("", "MDPC01", "echo", "hi")))
			.isInstanceOf(Malformed.class);
	}

	@ParameterizedTest
	@MethodSource("io.pirate.wire.Bytes#wrongNames")
	void namesThatAreNoneAreMalformed(byte[] name) {
		Frames v01 = Frames.of(Bytes.utf8("MDPC01"), name, Bytes.utf8("hi"));
		Frames request = Frames.of(Bytes.utf8("MDPC02"), new byte[] { 1 }, name, Bytes.utf8("hi"));
		Frames reply = Frames.of(Bytes.utf8("MDPC02"), new byte[] { 3 }, name, Bytes.utf8("hi"));
		assertThat(MdpClientCodec.decodeRequest(MdpVersion.V01, Envelope.EMPTY, v01)).isInstanceOf(Malformed.class);
		assertThat(MdpClientCodec.decodeReply(MdpVersion.V01, v01)).isInstanceOf(Malformed.class);
		assertThat(MdpClientCodec.decodeRequest(MdpVersion.V02, Envelope.EMPTY, request)).isInstanceOf(Malformed.class);
		assertThat(MdpClientCodec.decodeReply(MdpVersion.V02, reply)).isInstanceOf(Malformed.class);
	}

	@ParameterizedTest
	@MethodSource("io.pirate.wire.Bytes#oddNames")
	void oddNamesAreKept(String name) {
		ServiceName service = new ServiceName(name);
		for (MdpVersion version : MdpVersion.values()) {
			Frames request = MdpClientCodec.request(version, service, HI);
			assertThat(MdpClientCodec.decodeRequest(version, Envelope.EMPTY, request))
				.isEqualTo(new ClientRequest.Ask(Envelope.EMPTY, service, HI));
		}
	}

}
