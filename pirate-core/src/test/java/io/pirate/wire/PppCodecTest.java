package io.pirate.wire;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The byte vectors of RFC 6 and of the guide's Simple Pirate. */
class PppCodecTest {

	private static final byte[] EMPTY = {};

	private static final byte[] ONE = { 1 };

	private static final byte[] TWO = { 2 };

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void readyIsOneFrameOfOneByte() {
		assertThat(PppCodec.decodeWorker(Frames.of(ONE)))
			.isEqualTo(new WorkerCommand.Ready(WorkerDialect.PARANOID, ServiceName.ANONYMOUS));
		assertThat(PppCodec.encode(new WorkerCommand.Ready(WorkerDialect.PARANOID, ServiceName.ANONYMOUS)))
			.isEqualTo(Frames.of(ONE));
	}

	@Test
	void heartbeatIsTheByteTwoInBothDirections() {
		assertThat(PppCodec.decodeWorker(Frames.of(TWO)))
			.isEqualTo(new WorkerCommand.Heartbeat(WorkerDialect.PARANOID));
		assertThat(PppCodec.decodeQueue(Frames.of(TWO))).isEqualTo(QueueCommand.Heartbeat.INSTANCE);
		assertThat(PppCodec.encode(new WorkerCommand.Heartbeat(WorkerDialect.PARANOID))).isEqualTo(Frames.of(TWO));
		assertThat(PppCodec.encode(WorkerDialect.PARANOID, QueueCommand.Heartbeat.INSTANCE)).isEqualTo(Frames.of(TWO));
	}

	@Test
	void replyKeepsItsAddressStackAndAllBodyFrames() {
		Frames wire = Frames.of(utf8("a"), utf8("b"), EMPTY, utf8("x"), EMPTY, utf8("y"));
		WorkerCommand command = PppCodec.decodeWorker(wire);
		assertThat(command).isEqualTo(new WorkerCommand.Reply(WorkerDialect.PARANOID, Frames.ofText("a", "b"),
				Frames.of(utf8("x"), EMPTY, utf8("y"))));
		assertThat(PppCodec.encode(command)).isEqualTo(wire);
	}

	@Test
	void requestToAParanoidWorkerStartsWithItsAddress() {
		QueueCommand request = new QueueCommand.Request(Frames.ofText("a"), Frames.ofText("hi"));
		Frames wire = Frames.of(utf8("a"), EMPTY, utf8("hi"));
		assertThat(PppCodec.encode(WorkerDialect.PARANOID, request)).isEqualTo(wire);
		assertThat(PppCodec.decodeQueue(wire)).isEqualTo(request);
	}

	@Test
	void simpleWorkersMessagesStartWithTheEmptyFrameOfTheirReqSocket() {
		assertThat(PppCodec.decodeWorker(Frames.of(EMPTY, ONE)))
			.isEqualTo(new WorkerCommand.Ready(WorkerDialect.SIMPLE, ServiceName.ANONYMOUS));
		assertThat(PppCodec.encode(new WorkerCommand.Ready(WorkerDialect.SIMPLE, ServiceName.ANONYMOUS)))
			.isEqualTo(Frames.of(EMPTY, ONE));
		Frames wire = Frames.of(EMPTY, utf8("a"), EMPTY, utf8("hi"));
		WorkerCommand reply = new WorkerCommand.Reply(WorkerDialect.SIMPLE, Frames.ofText("a"), Frames.ofText("hi"));
		assertThat(PppCodec.decodeWorker(wire)).isEqualTo(reply);
		assertThat(PppCodec.encode(reply)).isEqualTo(wire);
	}

	@Test
	void requestToASimpleWorkerCarriesTheEmptyFrameThatReqStrips() {
		QueueCommand request = new QueueCommand.Request(Frames.ofText("a"), Frames.ofText("hi"));
		Frames wire = Frames.of(EMPTY, utf8("a"), EMPTY, utf8("hi"));
		assertThat(PppCodec.encode(WorkerDialect.SIMPLE, request)).isEqualTo(wire);
		assertThat(PppCodec.decodeQueueSimple(wire)).isEqualTo(request);
	}

	@Test
	void simpleWorkersHaveNoHeartbeat() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> PppCodec.encode(WorkerDialect.SIMPLE, QueueCommand.Heartbeat.INSTANCE));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> PppCodec.encode(new WorkerCommand.Heartbeat(WorkerDialect.SIMPLE)));
		assertThat(PppCodec.decodeWorker(Frames.of(EMPTY, TWO))).isInstanceOf(Malformed.class);
	}

	@Test
	void aRequestOrReplyWithoutAddressDelimiterOrBodyIsMalformed() {
		assertThat(PppCodec.decodeQueue(Frames.of(utf8("a"), EMPTY))).isInstanceOf(Malformed.class);
		assertThat(PppCodec.decodeQueue(Frames.of(EMPTY, utf8("hi")))).isInstanceOf(Malformed.class);
		assertThat(PppCodec.decodeQueue(Frames.ofText("a", "b"))).isInstanceOf(Malformed.class);
		assertThat(PppCodec.decodeQueue(Frames.NONE)).isInstanceOf(Malformed.class);
		assertThat(PppCodec.decodeQueueSimple(Frames.ofText("a"))).isInstanceOf(Malformed.class);
		assertThat(PppCodec.decodeQueueSimple(Frames.NONE)).isInstanceOf(Malformed.class);
		assertThat(PppCodec.decodeWorker(Frames.of(utf8("a"), EMPTY))).isInstanceOf(Malformed.class);
		assertThat(PppCodec.decodeWorker(Frames.ofText("a", "b"))).isInstanceOf(Malformed.class);
		assertThat(PppCodec.decodeWorker(Frames.of(EMPTY))).isInstanceOf(Malformed.class);
		assertThat(PppCodec.decodeWorker(Frames.NONE)).isInstanceOf(Malformed.class);
	}

	@Test
	void unknownSingleFramesAreMalformed() {
		assertThat(PppCodec.decodeWorker(Frames.of(new byte[] { 3 }))).isInstanceOf(Malformed.class);
		assertThat(PppCodec.decodeWorker(Frames.ofText("READY"))).isInstanceOf(Malformed.class);
		assertThat(PppCodec.decodeQueue(Frames.of(ONE))).isInstanceOf(Malformed.class);
	}

}
