package io.pirate.wire;

import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The first frames tell who asks, and in which form. */
class ClientCodecTest {

	private static final byte[] EMPTY = {};

	private static final ServiceName ECHO = new ServiceName("echo");

	private static final Frames HI = Frames.ofText("hi");

	private static final CallFrame CALL = CallFrame.build(1, 2).number(Property.ATTEMPT, 1).end();

	private static final Frames FOREIGN = Frames.ofText("id", "hop");

	static Stream<Arguments> requests() {
		return Stream.of(Arguments.of(new Envelope(Frames.NONE, null), ServiceName.ANONYMOUS, Bytes.hex("", "68 69")),
				Arguments.of(new Envelope(FOREIGN, null), ServiceName.ANONYMOUS,
						Bytes.hex("69 64", "68 6f 70", "", "68 69")),
				Arguments.of(new Envelope(Frames.NONE, CALL), ServiceName.ANONYMOUS,
						Bytes.behind(CALL.encode(), Bytes.hex("", "68 69"))),
				Arguments.of(envelope(ClientDialect.MAJORDOMO_01, Frames.NONE, null), ECHO,
						Bytes.hex("", "4d 44 50 43 30 31", "65 63 68 6f", "68 69")),
				Arguments.of(envelope(ClientDialect.MAJORDOMO_01, FOREIGN, null), ECHO,
						Bytes.hex("69 64", "68 6f 70", "", "4d 44 50 43 30 31", "65 63 68 6f", "68 69")),
				Arguments.of(envelope(ClientDialect.MAJORDOMO_01, Frames.NONE, CALL), ECHO,
						Bytes.behind(CALL.encode(), Bytes.hex("", "4d 44 50 43 30 31", "65 63 68 6f", "68 69"))),
				Arguments.of(envelope(ClientDialect.MAJORDOMO_02_BARE, Frames.NONE, null), ECHO,
						Bytes.hex("4d 44 50 43 30 32", "01", "65 63 68 6f", "68 69")),
				Arguments.of(envelope(ClientDialect.MAJORDOMO_02, Frames.NONE, null), ECHO,
						Bytes.hex("", "4d 44 50 43 30 32", "01", "65 63 68 6f", "68 69")),
				Arguments.of(envelope(ClientDialect.MAJORDOMO_02, FOREIGN, CALL), ECHO,
						Bytes.behind(Bytes.utf8("id"), Bytes.behind(Bytes.utf8("hop"), Bytes.behind(CALL.encode(),
								Bytes.hex("", "4d 44 50 43 30 32", "01", "65 63 68 6f", "68 69"))))));
	}

	private static Envelope envelope(ClientDialect dialect, Frames foreign, CallFrame call) {
		return new Envelope(dialect, foreign, call);
	}

	@ParameterizedTest
	@MethodSource("requests")
	void requestsAreRecognisedAndWritten(Envelope envelope, ServiceName service, Frames wire) {
		assertThat(ClientCodec.decodeRequest(wire)).isEqualTo(new ClientRequest.Ask(envelope, service, HI));
		assertThat(ClientCodec.encodeRequest(envelope, service, HI)).isEqualTo(wire);
	}

	@Test
	void repliesHaveTheFormOfTheirRequests() {
		assertThat(reply(new Envelope(FOREIGN, null), true)).isEqualTo(Bytes.hex("69 64", "68 6f 70", "", "68 69"));
		assertThat(reply(envelope(ClientDialect.MAJORDOMO_01, Frames.NONE, null), true))
			.isEqualTo(Bytes.hex("", "4d 44 50 43 30 31", "65 63 68 6f", "68 69"));
		assertThat(reply(envelope(ClientDialect.MAJORDOMO_02_BARE, Frames.NONE, null), false))
			.isEqualTo(Bytes.hex("4d 44 50 43 30 32", "02", "65 63 68 6f", "68 69"));
		assertThat(reply(envelope(ClientDialect.MAJORDOMO_02_BARE, Frames.NONE, null), true))
			.isEqualTo(Bytes.hex("4d 44 50 43 30 32", "03", "65 63 68 6f", "68 69"));
		assertThat(reply(envelope(ClientDialect.MAJORDOMO_02, Frames.NONE, CALL), true))
			.isEqualTo(Bytes.behind(CALL.encode(), Bytes.hex("", "4d 44 50 43 30 32", "03", "65 63 68 6f", "68 69")));
	}

	private static Frames reply(Envelope envelope, boolean last) {
		return ClientCodec.encodeReply(envelope, ECHO, HI, last);
	}

	static Stream<Frames> commandsOfWorkers() {
		Frames address = Frames.ofText("c1");
		return Arrays.stream(WorkerDialect.values())
			.filter(WorkerDialect::isMajordomo)
			.flatMap((dialect) -> Stream.of(new WorkerCommand.Ready(dialect, ECHO),
					new WorkerCommand.Reply(dialect, address, HI), new WorkerCommand.Partial(dialect, address, HI),
					new WorkerCommand.Heartbeat(dialect), new WorkerCommand.Disconnect(dialect)))
			.map(WorkerCodec::encode);
	}

	@ParameterizedTest
	@MethodSource("commandsOfWorkers")
	void commandsOfMajordomoWorkersAreNoRequests(Frames wire) {
		assertThat(ClientCodec.decodeRequest(wire)).isInstanceOf(Malformed.class);
		assertThat(ClientCodec.decodeRequest(wire.slice(0, wire.size() - 1))).isInstanceOf(Malformed.class);
	}

	/** A device between worker and queue puts its own identity in front. */
	@ParameterizedTest
	@MethodSource("commandsOfWorkers")
	void commandsOfWorkersInTheOtherVersionsFormAreNoRequests(Frames wire) {
		Frames other = (wire.frame(0).length == 0) ? wire.from(1) : Bytes.behind(EMPTY, wire);
		assertThat(ClientCodec.decodeRequest(other)).isInstanceOf(Malformed.class);
	}

	@ParameterizedTest
	@MethodSource("commandsOfWorkers")
	void commandsOfWorkersBehindADeviceAreNoRequests(Frames wire) {
		Frames enveloped = (wire.frame(0).length == 0) ? wire : Bytes.behind(EMPTY, wire);
		assertThat(ClientCodec.decodeRequest(Bytes.behind(Bytes.utf8("device"), enveloped)))
			.isInstanceOf(Malformed.class);
	}

	/** Whoever sends a call frame is a client, whatever its payload looks like. */
	@Test
	void aBodyThatLooksLikeAWorkersHeaderIsABodyBehindACallFrame() {
		Frames body = Frames.ofText("MDPW01", "x");
		Frames wire = Frames.of(CALL.encode(), EMPTY, body.frame(0), body.frame(1));
		assertThat(ClientCodec.decodeRequest(wire))
			.isEqualTo(new ClientRequest.Ask(new Envelope(Frames.NONE, CALL), ServiceName.ANONYMOUS, body));
	}

	@Test
	void commandsOfParanoidWorkersAreNoRequests() {
		assertThat(ClientCodec.decodeRequest(Bytes.hex("01"))).isInstanceOf(Malformed.class);
		assertThat(ClientCodec.decodeRequest(Bytes.hex("02"))).isInstanceOf(Malformed.class);
	}

	@Test
	void requestsOfMajordomoClientsAreNoCommandsOfWorkers() {
		assertThat(WorkerCodec.decodeWorker(Frames.ofText("", "MDPC01", "echo", "hi"))).isInstanceOf(Malformed.class);
		assertThat(WorkerCodec.decodeWorker(Bytes.hex("4d 44 50 43 30 32", "01", "65 63 68 6f", "68 69")))
			.isInstanceOf(Malformed.class);
	}

	@Test
	void cutRequestsAreMalformed() {
		requests().map((arguments) -> (Frames) arguments.get()[2]).forEach((wire) -> {
			Frames cut = wire.slice(0, wire.size() - 1);
			assertThat(ClientCodec.decodeRequest(cut)).as("%s", cut).isInstanceOf(Malformed.class);
		});
		assertThat(ClientCodec.decodeRequest(Frames.NONE)).isInstanceOf(Malformed.class);
	}

	@Test
	void headersInTheWrongPlaceAreMalformedOrPayload() {
		assertThat(ClientCodec.decodeRequest(Frames.ofText("MDPC01", "echo", "hi"))).isInstanceOf(Malformed.class);
		Frames lowerCase = Frames.ofText("mdpc01", "echo", "hi");
		assertThat(ClientCodec.decodeRequest(Bytes.behind(EMPTY, lowerCase)))
			.isEqualTo(new ClientRequest.Ask(Envelope.EMPTY, ServiceName.ANONYMOUS, lowerCase));
		Frames later = Frames.ofText("MDPC03", "MDPC01", "echo", "hi");
		assertThat(ClientCodec.decodeRequest(Bytes.behind(EMPTY, later)))
			.isEqualTo(new ClientRequest.Ask(Envelope.EMPTY, ServiceName.ANONYMOUS, later));
	}

	@Test
	void aTornCallFrameIsMalformedInEveryForm() {
		byte[] torn = Arrays.copyOf(CALL.encode(), 20);
		assertThat(ClientCodec.decodeRequest(Bytes.behind(torn, Frames.ofText("", "hi"))))
			.isInstanceOf(Malformed.class);
		assertThat(ClientCodec.decodeRequest(Bytes.behind(torn, Frames.ofText("", "MDPC01", "echo", "hi"))))
			.isInstanceOf(Malformed.class);
	}

	@Test
	void creditAndCancellationSurviveOnACallFrame() {
		CallFrame call = CallFrame.build(3, 4).number(Property.CREDIT, 64).flag(Property.CANCEL).end();
		Envelope envelope = envelope(ClientDialect.MAJORDOMO_02, Frames.NONE, call);
		Frames wire = ClientCodec.encodeRequest(envelope, ECHO, Frames.of(EMPTY));
		ClientRequest decoded = ClientCodec.decodeRequest(wire);
		assertThat(decoded).isEqualTo(new ClientRequest.Ask(envelope, ECHO, Frames.of(EMPTY)));
	}

}
