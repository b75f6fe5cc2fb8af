package io.pirate.wire;

import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The byte vectors of RFC 7 and RFC 18 between worker and queue. */
class MdpWorkerCodecTest {

	private static final ServiceName ECHO = new ServiceName("echo");

	private static final Frames ADDRESS = Frames.ofText("c1");

	private static final Frames HI = Frames.ofText("hi");

	private static final WorkerDialect V01 = WorkerDialect.MAJORDOMO_01;

	private static final WorkerDialect V02 = WorkerDialect.MAJORDOMO_02;

	static Stream<Arguments> fromWorkers() {
		return Stream.of(
				Arguments.of(new WorkerCommand.Ready(V01, ECHO),
						Bytes.hex("", "4d 44 50 57 30 31", "01", "65 63 68 6f")),
				Arguments.of(new WorkerCommand.Reply(V01, ADDRESS, HI),
						Bytes.hex("", "4d 44 50 57 30 31", "03", "63 31", "", "68 69")),
				Arguments.of(new WorkerCommand.Heartbeat(V01), Bytes.hex("", "4d 44 50 57 30 31", "04")),
				Arguments.of(new WorkerCommand.Disconnect(V01), Bytes.hex("", "4d 44 50 57 30 31", "05")),
				Arguments.of(new WorkerCommand.Ready(V02, ECHO), Bytes.hex("4d 44 50 57 30 32", "01", "65 63 68 6f")),
				Arguments.of(new WorkerCommand.Partial(V02, ADDRESS, HI),
						Bytes.hex("4d 44 50 57 30 32", "03", "63 31", "", "68 69")),
				Arguments.of(new WorkerCommand.Reply(V02, ADDRESS, HI),
						Bytes.hex("4d 44 50 57 30 32", "04", "63 31", "", "68 69")),
				Arguments.of(new WorkerCommand.Heartbeat(V02), Bytes.hex("4d 44 50 57 30 32", "05")),
				Arguments.of(new WorkerCommand.Disconnect(V02), Bytes.hex("4d 44 50 57 30 32", "06")));
	}

	static Stream<Arguments> fromQueues() {
		return Stream.of(
				Arguments.of(V01, new QueueCommand.Request(ADDRESS, HI),
						Bytes.hex("", "4d 44 50 57 30 31", "02", "63 31", "", "68 69")),
				Arguments.of(V01, QueueCommand.Heartbeat.INSTANCE, Bytes.hex("", "4d 44 50 57 30 31", "04")),
				Arguments.of(V01, QueueCommand.Disconnect.INSTANCE, Bytes.hex("", "4d 44 50 57 30 31", "05")),
				Arguments.of(V02, new QueueCommand.Request(ADDRESS, HI),
						Bytes.hex("4d 44 50 57 30 32", "02", "63 31", "", "68 69")),
				Arguments.of(V02, QueueCommand.Heartbeat.INSTANCE, Bytes.hex("4d 44 50 57 30 32", "05")),
				Arguments.of(V02, QueueCommand.Disconnect.INSTANCE, Bytes.hex("4d 44 50 57 30 32", "06")));
	}

	@ParameterizedTest
	@MethodSource("fromWorkers")
	void whatWorkersSay(WorkerCommand command, Frames wire) {
		assertThat(WorkerCodec.encode(command)).isEqualTo(wire);
		assertThat(WorkerCodec.decodeWorker(wire)).isEqualTo(command);
	}

	@ParameterizedTest
	@MethodSource("fromQueues")
	void whatQueuesSay(WorkerDialect dialect, QueueCommand command, Frames wire) {
		assertThat(WorkerCodec.encode(dialect, command)).isEqualTo(wire);
		assertThat(WorkerCodec.decodeQueue(dialect, wire)).isEqualTo(command);
	}

	@Test
	void fourIsAHeartbeatInOneVersionAndAFinalReplyInTheOther() {
		assertThat(WorkerCodec.decodeWorker(Bytes.hex("", "4d 44 50 57 30 31", "04")))
			.isEqualTo(new WorkerCommand.Heartbeat(V01));
		assertThat(WorkerCodec.decodeWorker(Bytes.hex("4d 44 50 57 30 32", "04"))).isInstanceOf(Malformed.class);
		assertThat(WorkerCodec.decodeWorker(Bytes.hex("", "4d 44 50 57 30 31", "04", "63 31", "", "68 69")))
			.isInstanceOf(Malformed.class);
		assertThat(WorkerCodec.decodeWorker(Bytes.hex("4d 44 50 57 30 32", "04", "63 31", "", "68 69")))
			.isInstanceOf(WorkerCommand.Reply.class);
		assertThat(WorkerCodec.decodeQueue(V02, Bytes.hex("4d 44 50 57 30 32", "04"))).isInstanceOf(Malformed.class);
	}

	@Test
	void threeIsAReplyInOneVersionAndAPartInTheOther() {
		assertThat(WorkerCodec.decodeWorker(Bytes.hex("", "4d 44 50 57 30 31", "03", "63 31", "", "68 69")))
			.isEqualTo(new WorkerCommand.Reply(V01, ADDRESS, HI));
		assertThat(WorkerCodec.decodeWorker(Bytes.hex("4d 44 50 57 30 32", "03", "63 31", "", "68 69")))
			.isEqualTo(new WorkerCommand.Partial(V02, ADDRESS, HI));
	}

	@Test
	void fiveIsADisconnectInOneVersionAndAHeartbeatInTheOther() {
		assertThat(WorkerCodec.decodeWorker(Bytes.hex("", "4d 44 50 57 30 31", "05")))
			.isEqualTo(new WorkerCommand.Disconnect(V01));
		assertThat(WorkerCodec.decodeWorker(Bytes.hex("4d 44 50 57 30 32", "05")))
			.isEqualTo(new WorkerCommand.Heartbeat(V02));
		assertThat(WorkerCodec.decodeWorker(Bytes.hex("", "4d 44 50 57 30 31", "06"))).isInstanceOf(Malformed.class);
	}

	/**
	 * Only a queue of ours is sent parts in MDP/0.1, and tells them by the call frame.
	 */
	@Test
	void aPartInTheFirstVersionTravelsAsAReply() {
		assertThat(WorkerCodec.encode(new WorkerCommand.Partial(V01, ADDRESS, HI)))
			.isEqualTo(WorkerCodec.encode(new WorkerCommand.Reply(V01, ADDRESS, HI)));
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = "MAJORDOMO.*")
	void repliesKeepTheirCallFrameAddressStackAndAllBodyFrames(WorkerDialect dialect) {
		byte[] call = CallFrame.build(7, 8).headers(Map.of("tenant", "blue")).end().encode();
		Frames addresses = Frames.of(Bytes.utf8("c1"), call);
		Frames body = Frames.ofText("x", "", "y", "");
		WorkerCommand reply = new WorkerCommand.Reply(dialect, addresses, body);
		QueueCommand request = new QueueCommand.Request(addresses, body);
		assertThat(WorkerCodec.decodeWorker(WorkerCodec.encode(reply))).isEqualTo(reply);
		assertThat(WorkerCodec.decodeQueue(dialect, WorkerCodec.encode(dialect, request))).isEqualTo(request);
	}

	@Test
	void aRequestFromAWorkerIsMisdirectedWhateverItCarries() {
		assertThat(WorkerCodec.decodeWorker(Bytes.hex("", "4d 44 50 57 30 31", "02", "63 31", "", "68 69")))
			.isEqualTo(new WorkerCommand.Misdirected(V01));
		assertThat(WorkerCodec.decodeWorker(Bytes.hex("4d 44 50 57 30 32", "02")))
			.isEqualTo(new WorkerCommand.Misdirected(V02));
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = "MAJORDOMO.*")
	void commandsOfWorkersAreMalformedFromAQueue(WorkerDialect dialect) {
		for (WorkerCommand command : new WorkerCommand[] { new WorkerCommand.Ready(dialect, ECHO),
				new WorkerCommand.Reply(dialect, ADDRESS, HI), new WorkerCommand.Partial(dialect, ADDRESS, HI) }) {
			assertThat(WorkerCodec.decodeQueue(dialect, WorkerCodec.encode(command))).isInstanceOf(Malformed.class);
		}
	}

	@ParameterizedTest
	@MethodSource("fromWorkers")
	void whatWorkersSayIsMalformedWhenCutOrProlonged(WorkerCommand command, Frames wire) {
		for (int size = 0; size < wire.size(); size++) {
			assertThat(WorkerCodec.decodeWorker(wire.slice(0, size))).isInstanceOf(Malformed.class);
		}
		if (!(command instanceof WorkerCommand.Reply) && !(command instanceof WorkerCommand.Partial)) {
			assertThat(WorkerCodec.decodeWorker(prolonged(wire))).isInstanceOf(Malformed.class);
		}
	}

	@ParameterizedTest
	@MethodSource("fromQueues")
	void whatQueuesSayIsMalformedWhenCutOrProlonged(WorkerDialect dialect, QueueCommand command, Frames wire) {
		for (int size = 0; size < wire.size(); size++) {
			assertThat(WorkerCodec.decodeQueue(dialect, wire.slice(0, size))).isInstanceOf(Malformed.class);
		}
		if (!(command instanceof QueueCommand.Request)) {
			assertThat(WorkerCodec.decodeQueue(dialect, prolonged(wire))).isInstanceOf(Malformed.class);
		}
		WorkerDialect other = (dialect == V01) ? V02 : V01;
		assertThat(WorkerCodec.decodeQueue(other, wire)).isInstanceOf(Malformed.class);
	}

	private static Frames prolonged(Frames wire) {
		byte[][] parts = new byte[wire.size() + 1][];
		parts[wire.copyTo(parts, 0)] = Bytes.utf8("more");
		return Frames.of(parts);
	}

	@Test
	void repliesWithoutAddressOrDelimiterAreMalformed() {
		assertThat(WorkerCodec.decodeWorker(Bytes.hex("", "4d 44 50 57 30 31", "03", "", "68 69")))
			.isInstanceOf(Malformed.class);
		assertThat(WorkerCodec.decodeWorker(Bytes.hex("4d 44 50 57 30 32", "03", "", "68 69")))
			.isInstanceOf(Malformed.class);
		assertThat(WorkerCodec.decodeWorker(Bytes.hex("4d 44 50 57 30 32", "04", "63 31", "68 69")))
			.isInstanceOf(Malformed.class);
		assertThat(WorkerCodec.decodeQueue(V02, Bytes.hex("4d 44 50 57 30 32", "02", "", "68 69")))
			.isInstanceOf(Malformed.class);
	}

	@Test
	void unknownCommandsAreMalformed() {
		for (String command : new String[] { "00", "07", "ff", "84", "", "01 00", "04 04" }) {
			Frames v01 = Bytes.hex("", "4d 44 50 57 30 31", command);
			Frames v02 = Bytes.hex("4d 44 50 57 30 32", command);
			assertThat(WorkerCodec.decodeWorker(v01)).isInstanceOf(Malformed.class);
			assertThat(WorkerCodec.decodeWorker(v02)).isInstanceOf(Malformed.class);
			assertThat(WorkerCodec.decodeQueue(V01, v01)).isInstanceOf(Malformed.class);
			assertThat(WorkerCodec.decodeQueue(V02, v02)).isInstanceOf(Malformed.class);
		}
	}

	@ParameterizedTest
	@MethodSource("io.pirate.wire.Bytes#wrongNames")
	void readyForANameThatIsNoneIsMalformed(byte[] name) {
		assertThat(WorkerCodec.decodeWorker(Frames.of(new byte[0], Bytes.utf8("MDPW01"), new byte[] { 1 }, name)))
			.isInstanceOf(Malformed.class);
		assertThat(WorkerCodec.decodeWorker(Frames.of(Bytes.utf8("MDPW02"), new byte[] { 1 }, name)))
			.isInstanceOf(Malformed.class);
	}

	@ParameterizedTest
	@MethodSource("io.pirate.wire.Bytes#oddNames")
	void readyForAnOddNameKeepsIt(String name) {
		for (WorkerDialect dialect : new WorkerDialect[] { V01, V02 }) {
			WorkerCommand ready = new WorkerCommand.Ready(dialect, new ServiceName(name));
			assertThat(WorkerCodec.decodeWorker(WorkerCodec.encode(ready))).isEqualTo(ready);
		}
	}

	@Test
	void nobodySaysWhatOnlyTheOtherSideMay() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> WorkerCodec.encode(new WorkerCommand.Misdirected(WorkerDialect.MAJORDOMO_02)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> WorkerCodec.encode(WorkerDialect.MAJORDOMO_01, new Malformed("no")));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> WorkerCodec.encode(WorkerDialect.PARANOID, QueueCommand.Disconnect.INSTANCE));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> WorkerCodec.encode(new WorkerCommand.Disconnect(WorkerDialect.SIMPLE)));
	}

}
