package io.pirate.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CompactCodecTest {

	private static final ServiceName ORDERS = new ServiceName("orders");

	private static final CallFrame CALL = CallFrame.build(0x1112131415161718L, 7)
		.number(Property.ATTEMPT, 1)
		.text("tenant", "blue")
		.end();

	@Test
	void aMessageIsTheCallFrameAnEmptyNameAndTheBody() {
		byte[] frame = CompactCodec.encode(CallFrame.of(0x1112131415161718L, 7), Frames.ofText("hi"));
		assertThat(HexFormat.of().formatHex(frame))
			.isEqualTo("01504952" + "01" + "1112131415161718" + "0000000000000007" + "00" + "6869");
		assertThat(HexFormat.of().formatHex(CompactCodec.encode(CALL, Frames.ofText("hi"))))
			.endsWith("626c7565" + "00" + "6869");
	}

	@Test
	void aRequestComesBackAsItWent() {
		Frames body = Frames.ofText("a body");
		assertThat(CompactCodec.decodeRequest(CompactCodec.encode(CALL, body)))
			.isEqualTo(new CompactMessage.Whole(CALL, body));
		assertThat(CompactCodec.decodeReply(CompactCodec.encode(CALL, Frames.of(new byte[0]))))
			.isInstanceOfSatisfying(CompactMessage.Whole.class, (reply) -> {
				assertThat(reply.body()).isEqualTo(Frames.of(new byte[0]));
				assertThat(reply.call().has(Property.ATTEMPT)).as("belongs on requests").isFalse();
			});
	}

	@Test
	void theServiceOfARequestTravelsInItsCallFrame() {
		CallFrame named = CALL.edit().text(Property.SERVICE, "orders").end();
		assertThat(ask(CompactCodec.encode(named, Frames.ofText("x"))).service()).isEqualTo(ORDERS);
		assertThat(ask(CompactCodec.encode(CALL, Frames.ofText("x"))).service()).isEqualTo(ServiceName.ANONYMOUS);
		byte[] bad = CompactCodec.encode(CALL.edit().text(Property.SERVICE, "a\nb").end(), Frames.ofText("x"));
		assertThat(ClientCodec.decodeRequest(Frames.of(bad))).isInstanceOf(Malformed.class);
	}

	@Test
	void aReplyThatDoesNotFitTravelsInSeveralFrames() {
		Envelope envelope = new Envelope(ClientDialect.COMPACT, Frames.NONE, CALL);
		assertThat(ClientCodec.encodeReply(envelope, ORDERS, Frames.ofText("one"), true).size()).isEqualTo(1);
		Frames two = ClientCodec.encodeReply(envelope, ORDERS, Frames.ofText("one", "two"), true);
		assertThat(two.from(1)).isEqualTo(
				Frames.of(bytes(""), bytes("MDPC02"), new byte[] { 3 }, bytes("orders"), bytes("one"), bytes("two")));
		Frames large = Frames.of(new byte[CompactCodec.LONGEST]);
		assertThat(ClientCodec.encodeReply(envelope, ServiceName.ANONYMOUS, large, true).size()).isEqualTo(3);
	}

	@Test
	void workersAndQueuesExchangeItInAnyDialect() {
		Frames body = Frames.ofText("body");
		Frames request = WorkerCodec.encode(WorkerDialect.MAJORDOMO_02, new QueueCommand.Compact(CALL, body));
		assertThat(WorkerCodec.decodeQueue(WorkerDialect.PARANOID, request))
			.isEqualTo(new QueueCommand.Compact(CALL, body));
		CallFrame reply = CallFrame.build(1, 2).text(Property.STATUS, "error").end();
		assertThat(WorkerCodec.decodeWorker(WorkerCodec.encode(new WorkerCommand.Compact(reply, body))))
			.isEqualTo(new WorkerCommand.Compact(reply, body));
	}

	@Test
	void onlyWhatFitsIsWrittenSo() {
		int room = CompactCodec.LONGEST - CALL.encodedLength() - 1;
		assertThat(CompactCodec.fits(CALL, Frames.of(new byte[room]), CompactCodec.LONGEST)).isTrue();
		assertThat(CompactCodec.fits(CALL, Frames.of(new byte[room + 1]), CompactCodec.LONGEST)).isFalse();
		assertThat(CompactCodec.fits(CALL, Frames.ofText("a", "b"), CompactCodec.LONGEST)).isFalse();
		assertThat(CompactCodec.fits(CALL, Frames.ofText("a"), 0)).isFalse();
	}

	@Test
	void tornOnesAreMalformed() {
		byte[] whole = CompactCodec.encode(CALL, Frames.of(new byte[0]));
		for (int length = 5; length < whole.length; length++) {
			byte[] torn = Arrays.copyOf(whole, length);
			assertThat(CompactCodec.decodeRequest(torn)).as("%d bytes", length).isInstanceOf(Malformed.class);
		}
		assertThat(CompactCodec.decodeRequest(CompactCodec.encode(CALL, Frames.of(new byte[CompactCodec.LONGEST]))))
			.isInstanceOf(Malformed.class);
	}

	@Test
	void damagedOnesNeverThrow() {
		Random random = new Random(4);
		byte[] whole = CompactCodec.encode(CALL, Frames.ofText("body"));
		for (int i = 0; i < 50_000; i++) {
			byte[] damaged = Arrays.copyOf(whole, 5 + random.nextInt(whole.length));
			damaged[5 + random.nextInt(damaged.length - 5 + 1) - 1] = (byte) random.nextInt(256);
			assertThat(CompactCodec.decodeRequest(damaged)).isNotNull();
			assertThat(CompactCodec.decodeReply(damaged)).isNotNull();
		}
	}

	@Test
	void aWorkerSaysInItsIdentityThatItTakesIt() {
		WorkerIdentity identity = new WorkerIdentity("w", 4, Duration.ofSeconds(1), 9, true);
		assertThat(identity.encode())
			.hasToString(HexFormat.of().formatHex(bytes("pirate/2;w;4;1000;0000000000000009")));
		assertThat(WorkerIdentity.parse(identity.encode())).isEqualTo(identity);
		assertThat(WorkerIdentity.parse(new WorkerIdentity("w", 4, Duration.ofSeconds(1), 9).encode()).compact())
			.isFalse();
	}

	private static ClientRequest.Ask ask(byte[] frame) {
		return (ClientRequest.Ask) ClientCodec.decodeRequest(Frames.of(frame));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
