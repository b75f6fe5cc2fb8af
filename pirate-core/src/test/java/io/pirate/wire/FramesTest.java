package io.pirate.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The small values: frames, identities, names, requests and replies. */
class FramesTest {

	@Test
	void slicesAreEqualByContentAndShareTheArrays() {
		Frames all = Frames.ofText("a", "b", "c", "d");
		Frames middle = all.slice(1, 3);
		assertThat(middle).isEqualTo(Frames.ofText("b", "c")).hasSameHashCodeAs(Frames.ofText("b", "c"));
		assertThat(middle.frame(0)).isSameAs(all.frame(1));
		assertThat(middle.from(1)).isEqualTo(Frames.ofText("c"));
		assertThat(middle.byteCount()).isEqualTo(2);
		assertThat(all.slice(2, 2)).isSameAs(Frames.NONE);
		assertThat(middle).isNotEqualTo(Frames.ofText("b")).isNotEqualTo(Frames.ofText("b", "x"));
	}

	@Test
	void aSliceBeyondItsFramesIsRefusedEvenIfTheArraysGoOn() {
		Frames middle = Frames.ofText("a", "b", "c", "d").slice(1, 3);
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> middle.slice(0, 3));
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> middle.slice(-1, 1));
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> middle.from(3));
	}

	@Test
	void aFrameBeyondASliceIsRefusedEvenIfTheArraysGoOn() {
		Frames middle = Frames.ofText("a", "b", "c", "d").slice(1, 3);
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> middle.frame(2));
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> middle.frame(-1));
	}

	@Test
	void theDelimiterIsTheFirstEmptyFrameOfTheSlice() {
		assertThat(Frames.ofText("a", "", "b", "").delimiter()).isEqualTo(1);
		assertThat(Frames.ofText("a", "", "b", "").from(2).delimiter()).isEqualTo(1);
		assertThat(Frames.ofText("a").delimiter()).isEqualTo(-1);
		assertThat(Frames.NONE.delimiter()).isEqualTo(-1);
	}

	@Test
	void textForPeopleIsPrintable() {
		assertThat(Frames.of(new byte[] { 1, '\n' }, "ok".getBytes(StandardCharsets.UTF_8)).toString())
			.isEqualTo("[010a][ok]");
	}

	@Test
	void identitiesAreBytesNotText() {
		Identity one = Identity.of(new byte[] { (byte) 0x80 });
		Identity other = Identity.of(new byte[] { (byte) 0x81 });
		assertThat(one).isNotEqualTo(other).isEqualTo(Identity.of(new byte[] { (byte) 0x80 }));
		assertThat(one).hasToString("80");
	}

	@Test
	void serviceNamesAreValidUtf8WithoutControlCharacters() {
		assertThat(ServiceName.decode("orders.ü".getBytes(StandardCharsets.UTF_8)))
			.isEqualTo(new ServiceName("orders.ü"));
		assertThat(ServiceName.decode(new byte[0])).isNull();
		assertThat(ServiceName.decode(new byte[] { (byte) 0xc3 })).isNull();
		assertThat(ServiceName.decode(new byte[] { 'a', 0 })).isNull();
		assertThat(ServiceName.decode(new byte[] { 27, '[' })).isNull();
		assertThat(ServiceName.decode("x".repeat(256).getBytes(StandardCharsets.UTF_8))).isNull();
		assertThat(ServiceName.decode("x".repeat(255).getBytes(StandardCharsets.UTF_8))).isNotNull();
		assertThatIllegalArgumentException().isThrownBy(() -> new ServiceName("a\rb"));
		assertThatIllegalArgumentException().isThrownBy(() -> new ServiceName("ü".repeat(128)));
	}

	@Test
	void aServiceNameThatUtf8CannotCarryIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ServiceName("a\ud800"));
	}

	@Test
	void workerIdentitiesRoundTrip() {
		WorkerIdentity worker = new WorkerIdentity("w-1", 32, Duration.ofMillis(1500), -2);
		assertThat(new String(worker.encode().bytes(), StandardCharsets.UTF_8))
			.isEqualTo("pirate/1;w-1;32;1500;fffffffffffffffe");
		assertThat(WorkerIdentity.parse(worker.encode())).isEqualTo(worker);
	}

	@Test
	void foreignIdentitiesAreNotParsed() {
		for (String text : new String[] { "", "w", "pirate/1;w;0;1000;0000000000000000",
				"pirate/1;w;1;0;0000000000000000", "pirate/3;w;1;1000;0000000000000000",
				"pirate/1;;1;1;0000000000000000", "pirate/1;w;1;1000;000000000000000g",
				"pirate/1;w;1;1000;0000000000000000\n", "pirate/1;w;9999999999;1;0000000000000000" }) {
			assertThat(WorkerIdentity.parse(Identity.of(text.getBytes(StandardCharsets.UTF_8)))).as(text).isNull();
		}
		assertThatIllegalArgumentException().isThrownBy(() -> new WorkerIdentity("a b", 1, Duration.ofSeconds(1), 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new WorkerIdentity("a", 0, Duration.ofSeconds(1), 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new WorkerIdentity("a", 1, Duration.ZERO, 0));
	}

	@Test
	void anyTextHasANearestWorkerName() {
		assertThat(WorkerIdentity.nameFrom("my app;1")).isEqualTo("my-app-1");
		assertThat(WorkerIdentity.nameFrom("")).isEqualTo("worker");
		assertThat(WorkerIdentity.nameFrom("x".repeat(100))).hasSize(64);
	}

	@Test
	void requestsRefuseReservedHeadersAndEmptyBodies() {
		Frames body = Frames.ofText("hi");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Request(ServiceName.ANONYMOUS, body, null, Map.of(":budget", "1")));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Request(ServiceName.ANONYMOUS, body, null, Map.of("a b", "1")));
		assertThatIllegalArgumentException().isThrownBy(() -> Request.of(ServiceName.ANONYMOUS, Frames.NONE));
		assertThatIllegalArgumentException().isThrownBy(
				() -> new Request(ServiceName.ANONYMOUS, body, null, Map.of("k", "x".repeat(Request.LONGEST_HEADERS))));
	}

	@Test
	void failuresTravelInTheCallFrameAndForOthersInTheBody() {
		Reply failure = Reply.failure(ReplyStatus.REJECTED, "busy", "try later");
		assertThat(failure.body()).isEqualTo(Frames.ofText("ERROR busy try later"));
		CallFrame call = failure.toCallFrame(1, 2).end();
		assertThat(Reply.of(call, failure.body())).isEqualTo(failure);
		assertThat(Reply.of(null, failure.body()).status()).isEqualTo(ReplyStatus.OK);
	}

	@Test
	void aReplyKeepsContentTypeAndHeaders() {
		Reply reply = Reply.ok(Frames.ofText("{}"), "application/json", Map.of("k", "v"));
		assertThat(Reply.of(reply.toCallFrame(1, 2).end(), reply.body())).isEqualTo(reply);
	}

}
