package io.pirate.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CallFrameTest {

	private static final String HEAD = "01504952" + "01" + "0102030405060708" + "00000000000000ff";

	private static byte[] hex(String text) {
		return HexFormat.of().parseHex(text);
	}

	private static byte[] property(String name, byte[] value) {
		ByteBuffer out = ByteBuffer.allocate(5 + name.length() + value.length);
		return out.put((byte) name.length())
			.put(name.getBytes(StandardCharsets.ISO_8859_1))
			.putInt(value.length)
			.put(value)
			.array();
	}

	private static byte[] frame(byte[]... properties) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(hex(HEAD));
		for (byte[] property : properties) {
			out.writeBytes(property);
		}
		return out.toByteArray();
	}

	private static CallFrame request(byte[] frame) {
		assertThat(CallFrame.decodeRequest(frame)).isInstanceOf(CallFrame.class);
		return (CallFrame) CallFrame.decodeRequest(frame);
	}

	private static CallFrame reply(byte[] frame) {
		assertThat(CallFrame.decodeReply(frame)).isInstanceOf(CallFrame.class);
		return (CallFrame) CallFrame.decodeReply(frame);
	}

	@Test
	void writesTheStatedBytes() {
		CallFrame call = CallFrame.build(0x0102030405060708L, 255)
			.number(Property.ATTEMPT, 2)
			.flag(Property.ONCE)
			.done(254)
			.text("k", "ä")
			.end();
		assertThat(call.encode())
			.isEqualTo(hex(HEAD + "08" + "3a617474656d7074" + "00000004" + "00000002" + "05" + "3a6f6e6365" + "00000000"
					+ "05" + "3a646f6e65" + "00000008" + "00000000000000fe" + "01" + "6b" + "00000002" + "c3a4"));
	}

	@Test
	void readsWhatItWrote() {
		CallFrame call = CallFrame.build(-5, Long.MAX_VALUE)
			.number(Property.ATTEMPT, 3)
			.number(Property.BUDGET, 7500)
			.flag(Property.ONCE)
			.done(42)
			.text(Property.CONTENT_TYPE, "text/plain")
			.headers(Map.of("tenant", "blue"))
			.end();
		CallFrame read = request(call.encode());
		assertThat(read).isEqualTo(call).hasSameHashCodeAs(call);
		assertThat(read.origin()).isEqualTo(-5);
		assertThat(read.number()).isEqualTo(Long.MAX_VALUE);
		assertThat(read.number(Property.ATTEMPT, 0)).isEqualTo(3);
		assertThat(read.number(Property.BUDGET, 0)).isEqualTo(7500);
		assertThat(read.has(Property.ONCE)).isTrue();
		assertThat(read.done()).isEqualTo(42);
		assertThat(read.text(Property.CONTENT_TYPE)).isEqualTo("text/plain");
		assertThat(read.headers()).containsExactly(Map.entry("tenant", "blue"));
	}

	@Test
	void anythingButMagicAndKnownVersionIsOpaque() {
		assertThat(CallFrame.decodeRequest(new byte[0])).isEqualTo(AddressFrame.Opaque.INSTANCE);
		assertThat(CallFrame.decodeRequest(hex("01504952"))).isEqualTo(AddressFrame.Opaque.INSTANCE);
		assertThat(CallFrame.decodeRequest(hex("0050495201"))).isEqualTo(AddressFrame.Opaque.INSTANCE);
		byte[] laterVersion = hex(HEAD);
		laterVersion[4] = 2;
		assertThat(CallFrame.decodeRequest(laterVersion)).isEqualTo(AddressFrame.Opaque.INSTANCE);
		assertThat(CallFrame.decodeReply(laterVersion)).isEqualTo(AddressFrame.Opaque.INSTANCE);
	}

	@Test
	void everyTornFrameIsMalformedUnlessTheCutFallsBetweenProperties() {
		byte[] whole = frame(property("one", new byte[3]), property("two", new byte[4]));
		int head = hex(HEAD).length;
		int first = head + property("one", new byte[3]).length;
		for (int length = 5; length < whole.length; length++) {
			AddressFrame decoded = CallFrame.decodeRequest(Arrays.copyOf(whole, length));
			if (length == head || length == first) {
				assertThat(decoded).as("cut at %d", length).isInstanceOf(CallFrame.class);
			}
			else {
				assertThat(decoded).as("cut at %d", length).isInstanceOf(Malformed.class);
			}
		}
	}

	@Test
	void lengthsThatLieAreMalformed() {
		assertThat(CallFrame.decodeRequest(hex(HEAD + "016b" + "ffffffff"))).isInstanceOf(Malformed.class);
		assertThat(CallFrame.decodeRequest(hex(HEAD + "016b" + "7fffffff"))).isInstanceOf(Malformed.class);
		assertThat(CallFrame.decodeRequest(hex(HEAD + "ff6b"))).isInstanceOf(Malformed.class);
		assertThat(CallFrame.decodeRequest(hex(HEAD + "00" + "00000000"))).isInstanceOf(Malformed.class);
	}

	@Test
	void namesOutsidePrintableAsciiAreMalformed() {
		for (String name : new String[] { " ", "a b", "\u0000", "\r\n", "\u007f", "\u00e4" }) {
			assertThat(CallFrame.decodeRequest(frame(property(name, new byte[0])))).as(name)
				.isInstanceOf(Malformed.class);
		}
	}

	@Test
	void sixtyFourKibibytesAreTheLimit() {
		int head = hex(HEAD).length;
		byte[] longest = frame(property("k", new byte[CallFrame.LONGEST - head - 6]));
		byte[] tooLong = frame(property("k", new byte[CallFrame.LONGEST - head - 5]));
		assertThat(longest).hasSize(CallFrame.LONGEST);
		assertThat(CallFrame.decodeRequest(longest)).isInstanceOf(CallFrame.class);
		assertThat(CallFrame.decodeRequest(tooLong)).isInstanceOf(Malformed.class);
		assertThat(CallFrame.build(1, 1).text("k", "x".repeat(CallFrame.LONGEST - head - 6)).end().encode())
			.hasSize(CallFrame.LONGEST);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CallFrame.build(1, 1).text("k", "x".repeat(CallFrame.LONGEST - head - 5)).end());
	}

	@Test
	void theFirstOfTwoEqualNamesWins() {
		byte[] twice = frame(property("k", new byte[] { 'a' }), property("k", new byte[] { 'b' }));
		assertThat(request(twice).headers()).containsExactly(Map.entry("k", "a"));
		assertThat(reply(twice).text("k")).isEqualTo("a");
	}

	/** There may be ten thousand, and a queue passes them on without a look at them. */
	@Test
	void headersAreNotComparedWithEachOtherBeforeSomebodyReadsThem() {
		byte[][] properties = new byte[9_000][];
		for (int i = 0; i < properties.length; i++) {
			byte[] name = { (byte) ('a' + i % 20), (byte) ('a' + i / 20 % 20) };
			properties[i] = property(new String(name, StandardCharsets.ISO_8859_1), new byte[0]);
		}
		properties[0] = property("aa", new byte[] { 'x' });
		byte[] frame = frame(properties);
		CallFrame call = request(frame);
		assertThat(call.properties.source).isSameAs(frame);
		assertThat(call.headers()).hasSize(400).containsEntry("aa", "x");
		assertThat(call.text("aa")).isEqualTo("x");
		assertThat(call.edit().end().headers()).hasSize(400).containsEntry("aa", "x");
		properties[1] = property(":later", new byte[0]);
		assertThat(request(frame(properties)).headers()).hasSize(400).containsEntry("aa", "x");
	}

	@Test
	void theLastOfManyHeadersThatAreSetTwiceWins() {
		CallFrame.Builder builder = CallFrame.build(1, 2);
		for (int i = 0; i < 2_000; i++) {
			builder.text("h" + i % 1_000, Integer.toString(i));
		}
		Map<String, String> headers = builder.end().headers();
		assertThat(headers).hasSize(1_000);
		headers.forEach((name, value) -> assertThat("h" + (Integer.parseInt(value) - 1_000)).isEqualTo(name));
	}

	@Test
	void reservedNamesThatDoNotBelongAreDroppedByDirection() {
		byte[] everything = frame(property(Property.ATTEMPT, new byte[] { 0, 0, 0, 9 }),
				property(Property.BUDGET, new byte[4]), property(Property.ONCE, new byte[0]),
				property(Property.DONE, new byte[8]), property(Property.CONTENT_TYPE, new byte[1]),
				property(Property.QUEUE, new byte[0]), property(Property.SERVICE, new byte[1]),
				property(Property.STATUS, "error".getBytes(StandardCharsets.UTF_8)),
				property(Property.CODE, new byte[1]), property(Property.REASON, new byte[1]),
				property(":later", new byte[0]), property("mine", new byte[0]));
		CallFrame request = request(everything);
		assertThat(request.status()).isEqualTo(ReplyStatus.OK);
		assertThat(request.has(Property.CODE) || request.has(Property.REASON)).isFalse();
		assertThat(request.number(Property.ATTEMPT, 0)).isEqualTo(9);
		CallFrame reply = reply(everything);
		assertThat(reply.status()).isEqualTo(ReplyStatus.ERROR);
		assertThat(reply.has(Property.ATTEMPT) || reply.has(Property.BUDGET) || reply.has(Property.ONCE)
				|| reply.has(Property.DONE) || reply.has(Property.SERVICE))
			.isFalse();
		assertThat(request.has(":later") || reply.has(":later")).isFalse();
		assertThat(request.has("mine") && reply.has("mine")).isTrue();
		assertThat(reply.headers()).containsOnlyKeys("mine");
	}

	@Test
	void numbersOfTheWrongLengthCountAsAbsentAndNegativeOnesAsZero() {
		CallFrame wrong = request(frame(property(Property.BUDGET, new byte[3]), property(Property.DONE, new byte[4]),
				property(Property.ATTEMPT, new byte[] { -1, 0, 0, 0 })));
		assertThat(wrong.number(Property.BUDGET, 17)).isEqualTo(17);
		assertThat(wrong.done()).isZero();
		assertThat(wrong.number(Property.ATTEMPT, 17)).isZero();
	}

	@Test
	void aStatusOfALaterVersionIsUnknown() {
		assertThat(reply(frame(property(Property.STATUS, new byte[] { 'x' }))).status()).isEqualTo(ReplyStatus.UNKNOWN);
		assertThat(reply(frame(property(Property.STATUS, "unknown".getBytes(StandardCharsets.UTF_8)))).status())
			.isEqualTo(ReplyStatus.UNKNOWN);
		for (ReplyStatus status : ReplyStatus.values()) {
			CallFrame call = CallFrame.build(1, 1).status(status).end();
			assertThat(reply(call.encode()).status()).isEqualTo(status);
		}
	}

	@Test
	void editingKeepsTheRest() {
		CallFrame call = CallFrame.build(1, 2).number(Property.BUDGET, 100).text("k", "v").end();
		CallFrame edited = call.edit().number(Property.BUDGET, 50).flag(Property.QUEUE).end();
		assertThat(edited.number(Property.BUDGET, 0)).isEqualTo(50);
		assertThat(edited.has(Property.QUEUE)).isTrue();
		assertThat(edited.headers()).containsExactlyEntriesOf(Map.of("k", "v"));
		assertThat(call.has(Property.QUEUE)).isFalse();
		assertThat(call.number(Property.BUDGET, 0)).isEqualTo(100);
	}

	@Test
	void aBuilderThatGoesOnLeavesItsFirstFrameAsItWas() {
		CallFrame.Builder builder = CallFrame.build(1, 2).number(Property.BUDGET, 100);
		CallFrame first = builder.end();
		CallFrame second = builder.number(Property.BUDGET, 50).text("k", "v".repeat(1000)).flag("f").end();
		assertThat(first).isEqualTo(CallFrame.build(1, 2).number(Property.BUDGET, 100).end());
		assertThat(second.number(Property.BUDGET, 0)).isEqualTo(50);
		assertThat(second.headers()).containsEntry("k", "v".repeat(1000)).containsEntry("f", "");
	}

	@Test
	void itsTextHidesOriginAndValues() {
		CallFrame call = CallFrame.build(0x7766554433221100L, 2).text("token", "secret").end();
		assertThat(call.toString()).contains("call 2", "token").doesNotContain("secret", "7766", "8603657889541918976");
	}

	@Test
	void theBuilderRefusesNamesThatCannotTravel() {
		for (String name : new String[] { "", "a b", "ä", "x".repeat(256), "a\nb" }) {
			assertThatIllegalArgumentException().isThrownBy(() -> CallFrame.build(1, 1).text(name, "v"));
		}
	}

	@Test
	void amongManyPropertiesTheFirstOfANameStillWins() {
		java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
		out.writeBytes(CallFrame.of(1, 2).encode());
		for (int i = 0; i < 40; i++) {
			byte[] one = CallFrame.build(1, 2).text("h" + (i % 20), "v" + i).end().encode();
			out.write(one, CallHead.LENGTH, one.length - CallHead.LENGTH);
		}
		CallFrame frame = (CallFrame) CallFrame.decodeRequest(out.toByteArray());
		assertThat(frame.headers()).hasSize(20);
		for (int i = 0; i < 20; i++) {
			assertThat(frame.text("h" + i)).isEqualTo("v" + i);
		}
	}

}
