package io.pirate.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What of a request's call frame reaches a worker, whatever its order. */
class LeaseCutTest {

	private static final Frames BODY = Frames.ofText("body");

	private static CallFrame received(CallFrame call) {
		return ((CompactMessage.Whole) CompactCodec.decodeRequest(CompactCodec.encode(call, BODY))).call();
	}

	private static void assertLease(CallFrame lease, int budgetMillis) {
		assertThat(lease.origin()).isEqualTo(8);
		assertThat(lease.number()).isEqualTo(9);
		assertThat(lease.has(Property.SERVICE) || lease.has(Property.DONE) || lease.has(Property.GRACE)).isFalse();
		assertThat(lease.has(Property.QUEUE)).isTrue();
		assertThat(lease.number(Property.BUDGET, -1)).isEqualTo(budgetMillis);
		assertThat(lease.number(Property.ATTEMPT, 0)).isEqualTo(3);
		assertThat(lease.headers()).isEqualTo(Map.of("tenant", "blue"));
	}

	@Test
	void cutsInAnyOrderAndKeepsTheRest() {
		List<Runnable> parts = new ArrayList<>();
		CallFrame.Builder[] building = new CallFrame.Builder[1];
		parts.add(() -> building[0].number(Property.ATTEMPT, 3));
		parts.add(() -> building[0].number(Property.BUDGET, 5000));
		parts.add(() -> building[0].text(Property.SERVICE, "orders"));
		parts.add(() -> building[0].done(7));
		parts.add(() -> building[0].text("tenant", "blue"));
		Random random = new Random(1);
		for (int i = 0; i < 200; i++) {
			Collections.shuffle(parts, random);
			building[0] = CallFrame.build(1, 2);
			parts.forEach(Runnable::run);
			CallFrame call = building[0].end();
			assertLease(call.toLease(8, 9, 400, Frames.NONE), 400);
			assertLease(received(call).toLease(8, 9, 400, Frames.NONE), 400);
			CallFrame lease = received(call).toLease(8, 9, 400, BODY);
			assertLease(lease, 400);
			CompactMessage.Whole sent = (CompactMessage.Whole) CompactCodec
				.decodeRequest(CompactCodec.encode(lease, BODY));
			assertLease(sent.call(), 400);
			assertThat(sent.body()).isEqualTo(BODY);
			assertThat(call.number(Property.BUDGET, 0)).isEqualTo(5000);
		}
	}

	@Test
	void dropsWhatIsNotEasyToCutToo() {
		CallFrame call = CallFrame.build(1, 2)
			.number(Property.GRACE, 10)
			.number(Property.ATTEMPT, 3)
			.text(Property.SERVICE, "orders")
			.number(Property.BUDGET, 5000)
			.text("tenant", "blue")
			.end();
		assertLease(received(call).toLease(8, 9, 1, BODY), 1);
		assertThat(received(call).toLease(8, 9, -1, BODY).has(Property.BUDGET)).isFalse();
	}

	@Test
	void aLeaseWithRoomForOneBodyMayGoOutWithAnother() {
		CallFrame lease = received(CallFrame.build(1, 2).number(Property.ATTEMPT, 3).end()).toLease(8, 9, -1, BODY);
		Frames longer = Frames.ofText("another body");
		CompactMessage.Whole sent = (CompactMessage.Whole) CompactCodec
			.decodeRequest(CompactCodec.encode(lease, longer));
		assertThat(sent).isEqualTo(new CompactMessage.Whole(lease, longer));
		assertThat(CallFrame.decodeRequest(lease.encode())).isEqualTo(lease);
	}

	@Test
	void leavesTheRequestAsItWas() {
		CallFrame call = CallFrame.build(1, 2).number(Property.BUDGET, 5000).text(Property.SERVICE, "orders").end();
		byte[] frame = CompactCodec.encode(call, BODY);
		byte[] before = frame.clone();
		CallFrame received = ((CompactMessage.Whole) CompactCodec.decodeRequest(frame)).call();
		CompactCodec.encode(received.toLease(8, 9, 400, BODY), BODY);
		CompactCodec.encode(received, BODY);
		assertThat(frame).isEqualTo(before);
	}

	@Test
	void withoutRoomForTheFlagThereIsNone() {
		int room = CallFrame.LONGEST - CallHead.LENGTH - 6 - 17;
		CallFrame call = CallFrame.build(1, 2).number(Property.ATTEMPT, 3).text("k", "x".repeat(room)).end();
		assertThat(call.encodedLength()).isEqualTo(CallFrame.LONGEST);
		CallFrame lease = call.toLease(8, 9, -1, Frames.NONE);
		assertThat(lease.has(Property.QUEUE)).isFalse();
		assertThat(lease.encodedLength()).isEqualTo(CallFrame.LONGEST);
	}

}
