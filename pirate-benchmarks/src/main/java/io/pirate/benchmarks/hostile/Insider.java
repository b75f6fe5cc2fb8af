package io.pirate.benchmarks.hostile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import io.pirate.benchmarks.load.CurveKeys;
import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.MdpClientCodec;
import io.pirate.wire.MdpVersion;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCodec;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A peer with a valid key and one connection, over which it sends what it likes. */
final class Insider implements Attacker {

	private static final ServiceName FORBIDDEN = new ServiceName("forbidden");

	private static final byte[] EMPTY = {};

	private static final int SMALL = 64;

	private static final int LARGE = 16 * 1024;

	private static final int MEBIBYTE = 1024 * 1024;

	private static final int MEBIBYTES = 5;

	/** Of so many giants one has a frame that is too long by a byte. */
	private static final int TOO_LONG = 8;

	private static final int PARTS = 3000;

	/** More than any hash table has places. */
	private static final int LOWER_BITS = 46;

	private static final int SMALLEST_BUFFER = 4096;

	private final ZContext context = new ZContext();

	private final ZMQ.Socket socket;

	private final Supplier<Frames> says;

	private final boolean reads;

	Insider(String endpoint, Supplier<Frames> says, boolean reads) {
		this.says = says;
		this.reads = reads;
		this.socket = this.context.createSocket(SocketType.DEALER);
		this.socket.setLinger(0);
		if (!reads) {
			this.socket.setRcvHWM(1);
			this.socket.setReceiveBufferSize(SMALLEST_BUFFER);
		}
		CurveKeys.askHostile(this.socket);
		this.socket.connect(endpoint);
	}

	@Override
	public void once() {
		Frames message = this.says.get();
		int size = message.size();
		// a message that does not fit is refused at its first frame, and then as a whole
		boolean sent = this.socket.send(message.frame(0), flags(size > 1) | ZMQ.DONTWAIT);
		for (int i = 1; sent && i < size; i++) {
			this.socket.send(message.frame(i), flags(i < size - 1));
		}
		if (this.reads) {
			byte[] reply = this.socket.recv(ZMQ.DONTWAIT);
			while (reply != null) {
				reply = this.socket.recv(ZMQ.DONTWAIT);
			}
		}
	}

	private static int flags(boolean more) {
		return more ? ZMQ.SNDMORE : 0;
	}

	@Override
	public void close() {
		this.context.close();
	}

	static Frames call() {
		return call(SMALL);
	}

	static Frames large() {
		return call(LARGE);
	}

	private static Frames call(int bytes) {
		return Frames.of(freshCall(), EMPTY, new byte[bytes]);
	}

	static Frames chosen() {
		long origin = ThreadLocalRandom.current().nextLong() << LOWER_BITS;
		return Frames.of(CallFrame.build(origin, 1).end().encode(), EMPTY, new byte[SMALL]);
	}

	static Frames forbidden() {
		Frames request = MdpClientCodec.request(MdpVersion.V01, FORBIDDEN, Frames.of(new byte[SMALL]));
		byte[][] frames = new byte[request.size() + 1][];
		frames[0] = freshCall();
		request.copyTo(frames, 1);
		return Frames.of(frames);
	}

	private static byte[] freshCall() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		return CallFrame.build(random.nextLong(), random.nextLong()).end().encode();
	}

	static Frames ready() {
		return WorkerCodec.encode(new WorkerCommand.Ready(WorkerDialect.MAJORDOMO_02, FORBIDDEN));
	}

	static Frames malformed() {
		byte[] call = freshCall();
		return switch (ThreadLocalRandom.current().nextInt(6)) {
			case 0 -> Frames.of(new byte[] { (byte) 0xff });
			case 1 -> Frames.of(EMPTY, EMPTY, EMPTY);
			case 2 -> Frames.of(Arrays.copyOf(call, call.length - 3), EMPTY, EMPTY);
			case 3 -> Frames.of(EMPTY, ascii("MDPC01"));
			case 4 -> Frames.of(ascii("MDPC02"), new byte[] { 7 }, ascii("echo"));
			default -> Frames.of(EMPTY, ascii("MDPW01"), new byte[] { 9 }, EMPTY);
		};
	}

	static Frames giant() {
		if (ThreadLocalRandom.current().nextInt(TOO_LONG) == 0) {
			return Frames.of(freshCall(), EMPTY, new byte[MEBIBYTE + 1]);
		}
		byte[][] frames = new byte[MEBIBYTES][];
		Arrays.fill(frames, new byte[MEBIBYTE]);
		return Frames.of(frames);
	}

	static Frames parts() {
		byte[][] frames = new byte[PARTS][];
		Arrays.fill(frames, new byte[] { 'p' });
		return Frames.of(frames);
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
