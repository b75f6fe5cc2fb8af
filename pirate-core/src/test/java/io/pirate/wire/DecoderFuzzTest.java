package io.pirate.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

import io.pirate.testing.Corpus;
import io.pirate.testing.Gate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.fail;

/**
 * Random and mutated input for every decoder: none throws, and what is read can be
 * written again.
 */
class DecoderFuzzTest {

	private static final long SEED = Long.getLong("pirate.seed", 20260101L);

	/** Neighbouring seeds of Random begin alike. */
	private static final long SPREAD = 0x9E3779B97F4A7C15L;

	private static final int INPUTS = Gate.of(100_000, 10_000_000);

	private static final byte[] CALL = CallFrame.build(1, 2)
		.number(Property.ATTEMPT, 1)
		.number(Property.BUDGET, 10_000)
		.flag(Property.QUEUE)
		.done(1)
		.text(Property.STATUS, "error")
		.headers(Map.of("traceparent", "00-ab-cd-01"))
		.end()
		.encode();

	private static final byte[] COMPACT = CompactCodec.encode(
			CallFrame.build(1, 2).text(Property.SERVICE, "echo").number(Property.ATTEMPT, 1).end(), Frames.ofText("x"));

	static final List<Frames> VALID = List.of(Frames.of(CALL, new byte[0], new byte[] { 'x' }),
			Frames.of(new byte[0], new byte[] { 'x' }), Frames.of(new byte[] { 1 }), Frames.of(new byte[] { 2 }),
			Frames.of(new byte[0], CALL, new byte[0], new byte[] { 'x' }), Frames.ofOne(COMPACT),
			Frames.of(new byte[] { 9 }, COMPACT),
			Frames.of(new byte[] { 9 }, CALL, new byte[0], new byte[] { 'x' }, new byte[0]),
			Frames.ofText("", "MDPC01", "echo", "x"), Frames.ofText("MDPC02", "\u0001", "echo", "x"),
			Frames.ofText("MDPC02", "\u0002", "echo", "x", ""), Frames.ofText("MDPC02", "\u0003", "echo", "x"),
			Bytes.behind(CALL, Frames.ofText("", "MDPC01", "mmi.service", "echo")),
			Bytes.behind(CALL, Frames.ofText("", "MDPC02", "\u0001", "echo", "x")),
			Frames.ofText("", "MDPW01", "\u0001", "echo"), Frames.ofText("", "MDPW01", "\u0002", "a", "", "x"),
			Frames.ofText("", "MDPW01", "\u0003", "a", "", "x"), Frames.ofText("", "MDPW01", "\u0004"),
			Frames.ofText("", "MDPW01", "\u0005"), Frames.ofText("MDPW02", "\u0001", "echo"),
			Frames.ofText("MDPW02", "\u0002", "a", "", "x"), Frames.ofText("MDPW02", "\u0003", "a", "", "x"),
			Frames.ofText("MDPW02", "\u0004", "a", "", "x"), Frames.ofText("MDPW02", "\u0005"),
			Frames.ofText("MDPW02", "\u0006"), Frames.ofText("200", "0".repeat(32)),
			StarCodec.encode(new StarCommand.Tell(StarRole.BACKUP, StarState.PASSIVE, 1, 2, 3, 4, 5)),
			Frames.of(StoredCodec.encode(Request.of(new ServiceName("echo"), Frames.ofText("x", "y")))));

	@Test
	void noInputMakesADecoderThrow() {
		for (int i = 0; i < INPUTS; i++) {
			Random random = new Random((SEED + i) * SPREAD);
			Frames input = random.nextInt(4) == 0 ? noise(random) : mutant(random);
			try {
				decodeEverything(input);
			}
			catch (RuntimeException | AssertionError ex) {
				fail("seed " + (SEED + i) + ": " + input, ex);
			}
		}
	}

	@Test
	void noCompactFrameMakesADecoderThrow() {
		byte[] valid = CompactCodec
			.encode(CallFrame.build(1, 2).number(Property.ATTEMPT, 1).text("tenant", "blue").end(), Frames.ofText("x"));
		for (int i = 0; i < INPUTS / 10; i++) {
			Random random = new Random((SEED + i) * SPREAD);
			byte[] frame = changed(changed(valid, random), random);
			assertThatCode(() -> decodeFrame(frame)).as("seed %s", SEED + i).doesNotThrowAnyException();
		}
	}

	static List<Corpus.Case> pastFailures() {
		return Corpus.messages();
	}

	@ParameterizedTest
	@MethodSource("pastFailures")
	void whatMadeOneThrowOnceIsDecoded(Corpus.Case past) {
		assertThatCode(() -> decodeEverything(past.frames())).doesNotThrowAnyException();
	}

	private static Frames noise(Random random) {
		byte[][] parts = new byte[random.nextInt(6)][];
		for (int i = 0; i < parts.length; i++) {
			parts[i] = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(300)];
			random.nextBytes(parts[i]);
		}
		return Frames.of(parts);
	}

	private static Frames mutant(Random random) {
		Frames valid = VALID.get(random.nextInt(VALID.size()));
		byte[][] parts = new byte[valid.size()][];
		for (int i = 0; i < parts.length; i++) {
			parts[i] = valid.frame(i).clone();
		}
		for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
			int part = random.nextInt(parts.length);
			parts[part] = changed(parts[part], random);
		}
		int cut = random.nextInt(8);
		return Frames
			.of((cut < parts.length) ? Arrays.copyOfRange(parts, random.nextInt(cut + 1), parts.length) : parts);
	}

	private static byte[] changed(byte[] frame, Random random) {
		if (frame.length == 0 || random.nextInt(5) == 0) {
			return Arrays.copyOf(frame, random.nextInt(frame.length + 4));
		}
		byte[] changed = frame.clone();
		int at = random.nextInt(changed.length);
		switch (random.nextInt(3)) {
			case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
			case 1 -> changed[at] = (byte) random.nextInt(256);
			default -> changed[at] = (byte) (random.nextBoolean() ? 0xff : 0);
		}
		return changed;
	}

	static void decodeEverything(Frames input) {
		exchange(PlainCodec.decodeRequest(input), true);
		exchange(PlainCodec.decodeReply(input), false);
		ask(ClientCodec.decodeRequest(input));
		FlpCodec.isPing(input);
		FlpCodec.decodeRequest(input);
		FlpCodec.decodeReply(input);
		for (MdpVersion version : MdpVersion.values()) {
			part(version, MdpClientCodec.decodeReply(version, input));
			MdpClientCodec.decodeRequest(version, Envelope.EMPTY, input);
		}
		WorkerCommand fromWorker = WorkerCodec.decodeWorker(input);
		if (!(fromWorker instanceof Malformed) && !(fromWorker instanceof WorkerCommand.Misdirected)) {
			assertSame(input, WorkerCodec.encode(fromWorker),
					(again) -> assertThat(WorkerCodec.decodeWorker(again)).isEqualTo(fromWorker));
		}
		for (WorkerDialect dialect : WorkerDialect.values()) {
			QueueCommand fromQueue = WorkerCodec.decodeQueue(dialect, input);
			if (!(fromQueue instanceof Malformed)) {
				assertSame(input, WorkerCodec.encode(dialect, fromQueue),
						(again) -> assertThat(WorkerCodec.decodeQueue(dialect, again)).isEqualTo(fromQueue));
			}
		}
		if (StarCodec.decode(input) instanceof StarCommand.Tell tell) {
			assertThat(StarCodec.decode(StarCodec.encode(tell))).isEqualTo(tell);
		}
		for (int i = 0; i < input.size(); i++) {
			decodeFrame(input.frame(i));
		}
		for (ServiceName service : List.of(TspCodec.REQUEST, TspCodec.REPLY, TspCodec.CLOSE)) {
			stored(TspCodec.decodeCommand(service, input));
			TspCodec.decodeReply(service, input);
		}
		assertThat(input.toString()).isNotNull();
	}

	/**
	 * What is written again is what was read; a compact frame has lost what does not
	 * belong there, but means the same.
	 */
	private static void assertSame(Frames input, Frames again, Consumer<Frames> sameMeaning) {
		if (CompactCodec.isCompact(input)) {
			sameMeaning.accept(again);
		}
		else {
			assertThat(again).isEqualTo(input);
		}
	}

	private static void stored(TspCommand command) {
		if (command instanceof TspCommand.Submit submit) {
			Request request = Request.of(submit.service(), submit.body());
			assertThat(StoredCodec.decodeRequest(submit.service(), StoredCodec.encode(request))).isEqualTo(request);
		}
	}

	private static void exchange(PlainMessage message, boolean request) {
		if (message instanceof PlainMessage.Exchange exchange) {
			Frames again = PlainCodec.encode(exchange.envelope(), exchange.body());
			assertThat(request ? PlainCodec.decodeRequest(again) : PlainCodec.decodeReply(again)).isEqualTo(message);
		}
	}

	private static void ask(ClientRequest request) {
		if (request instanceof ClientRequest.Ask ask) {
			Frames again = ClientCodec.encodeRequest(ask.envelope(), ask.service(), ask.body());
			assertThat(ClientCodec.decodeRequest(again)).isEqualTo(request);
			ClientCodec.encodeReply(ask.envelope(), ask.service(), ask.body(), true);
		}
	}

	private static void part(MdpVersion version, ClientReply reply) {
		if (reply instanceof ClientReply.Part part) {
			Frames again = MdpClientCodec.reply(version, part.service(), part.body(), part.last());
			assertThat(MdpClientCodec.decodeReply(version, again)).isEqualTo(reply);
		}
	}

	private static void decodeFrame(byte[] frame) {
		StoredCodec.decodeRequest(TspCodec.REQUEST, frame);
		StoredCodec.decodeReply(frame);
		ServiceName.decode(frame);
		WorkerIdentity.parse(Identity.of(frame));
		CompactCodec.decodeRequest(frame);
		if (CompactCodec.decodeReply(frame) instanceof CompactMessage.Whole whole) {
			assertThat(CompactCodec.encode(whole.call(), whole.body())).isNotEmpty();
		}
		if (CallFrame.decodeReply(frame) instanceof CallFrame call) {
			Reply.of(call, Frames.ofText("x"));
			call.done();
			call.number(Property.BUDGET, 0);
			assertThat(call.edit().end()).isEqualTo(call);
			assertThat(call.toString()).startsWith("call ");
		}
	}

}
