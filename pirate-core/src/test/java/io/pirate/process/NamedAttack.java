package io.pirate.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.pirate.testing.RawPeer;
import io.pirate.testing.StreamMutator;
import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.MdpClientCodec;
import io.pirate.wire.MdpVersion;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCodec;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;

/** What is done to a queue with CURVE. */
enum NamedAttack {

	/** Half-open: nobody says anything, and nobody leaves. */
	SILENCE((ground) -> ground.strangers(true, (index) -> new byte[0])),

	/** Without encryption. */
	NO_KEY((ground) -> ground.strangers(true, (index) -> RawPeer.greeting())),

	/** Damaged beginnings. */
	NOISE((ground) -> {
		StreamMutator mutator = new StreamMutator(ground.recordedHello());
		ground.strangers(true, mutator::mutant);
	}),

	/** Handshakes begun with what somebody else has sent. */
	REPLAYED_HELLO((ground) -> {
		byte[] hello = ground.recordedHello();
		ground.strangers(true, (index) -> hello);
	}),

	/** Whole handshakes with keys that nobody knows. */
	WRONG_KEYS((ground) -> ground.unknownPeers(300)),

	/** Valid peers that come, ask and go. */
	CHURN((ground) -> ground.insiders(300, (index) -> call(index, 10))),

	/** More calls than others make. */
	FLOOD((ground) -> ground.insider(ground.frontend(), 2000, (index) -> call(index, 10))),

	/** Sixteen mebibytes of replies that nobody reads. */
	UNREAD((ground) -> ground.insider(ground.frontend(), 1000, (index) -> call(index, 16 * 1024))),

	/** What is no message of any protocol. */
	MALFORMED((ground) -> ground.insider(ground.frontend(), 2000, NamedAttack::malformed)),

	/** Five mebibytes in a message. */
	GIANTS((ground) -> ground.insider(ground.frontend(), 5, (index) -> giant())),

	/** A frame that is too long by a byte ends its connection. */
	LONG_FRAMES((ground) -> ground.insiders(10, (index) -> Frames.of(new byte[1024 * 1024 + 1]))),

	/** Three thousand frames in a message. */
	PARTS((ground) -> ground.insider(ground.frontend(), 2, (index) -> parts())),

	/** Calls of a service that the peer may not call. */
	FORBIDDEN((ground) -> ground.insider(ground.frontend(), 1000, NamedAttack::forbidden)),

	/** Workers without the right to serve. */
	READY_WITHOUT_RIGHT((ground) -> ground.insider(ground.backend(), 1000, (index) -> WorkerCodec
		.encode(new WorkerCommand.Ready(WorkerDialect.MAJORDOMO_02, new ServiceName("forbidden")))));

	private static final byte[] EMPTY = {};

	private final Way way;

	NamedAttack(Way way) {
		this.way = way;
	}

	void run(AttackGround ground) throws IOException {
		this.way.against(ground);
	}

	private static Frames call(int index, int bytes) {
		return Frames.of(CallFrame.build(7, index + 1).end().encode(), EMPTY, new byte[bytes]);
	}

	private static Frames forbidden(int index) {
		Frames request = MdpClientCodec.request(MdpVersion.V01, new ServiceName("forbidden"), Frames.ofText("x"));
		byte[][] frames = new byte[request.size() + 1][];
		frames[0] = CallFrame.build(7, index + 1).end().encode();
		request.copyTo(frames, 1);
		return Frames.of(frames);
	}

	private static Frames malformed(int index) {
		byte[] call = CallFrame.build(7, index + 1).end().encode();
		return switch (index % 6) {
			case 0 -> Frames.of(new byte[] { (byte) 0xff });
			case 1 -> Frames.of(EMPTY, EMPTY, EMPTY);
			case 2 -> Frames.of(Arrays.copyOf(call, call.length - 3), EMPTY, EMPTY);
			case 3 -> Frames.ofText("", "MDPC01");
			case 4 -> Frames.of(ascii("MDPC02"), new byte[] { 7 }, ascii("echo"));
			default -> Frames.of(EMPTY, ascii("MDPW01"), new byte[] { 9 }, EMPTY);
		};
	}

	private static Frames giant() {
		byte[][] frames = new byte[5][];
		Arrays.fill(frames, new byte[1024 * 1024]);
		return Frames.of(frames);
	}

	private static Frames parts() {
		byte[][] frames = new byte[3000][];
		Arrays.fill(frames, new byte[] { 'p' });
		return Frames.of(frames);
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	/** How it is done. */
	@FunctionalInterface
	private interface Way {

		void against(AttackGround ground) throws IOException;

	}

}
