package io.pirate.benchmarks.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.function.Supplier;

import io.pirate.benchmarks.load.CurveKeys;
import zmq.io.mechanism.curve.Curve;

/**
 * Opens connections, says something on each, and keeps the latest of them. It computes
 * next to nothing, so its processor time is the other side's loss only.
 */
final class Stranger implements Attacker {

	private static final int GREETING = 64;

	private static final int MECHANISM = 12;

	private static final int HELLO = 200;

	private static final int HELLO_KEY = 80;

	private static final int COMMAND = 4;

	private static final int BOX_ZEROS = 16;

	private static final int ZEROS = 32;

	private static final int LONGEST_NOISE = 2000;

	private final InetSocketAddress address;

	private final Supplier<byte[]> says;

	private final int kept;

	private final Deque<SocketChannel> open = new ArrayDeque<>();

	Stranger(String endpoint, Supplier<byte[]> says, int kept) {
		int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
		this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		this.says = says;
		this.kept = kept;
	}

	@Override
	public void once() throws IOException {
		SocketChannel channel = SocketChannel.open(this.address);
		this.open.add(channel);
		try {
			channel.write(ByteBuffer.wrap(this.says.get()));
		}
		catch (IOException ex) {
			// sent away already
		}
		if (this.open.size() > this.kept) {
			this.open.remove().close();
		}
	}

	@Override
	public void close() {
		for (SocketChannel channel : this.open) {
			try {
				channel.close();
			}
			catch (IOException ex) {
				// as closed as it gets
			}
		}
	}

	static Supplier<byte[]> silence() {
		return () -> new byte[0];
	}

	static Supplier<byte[]> plain() {
		byte[] bytes = greeting("NULL");
		return () -> bytes;
	}

	static Supplier<byte[]> noise() {
		SplittableRandom random = new SplittableRandom(1);
		return () -> {
			byte[] bytes = new byte[GREETING + random.nextInt(LONGEST_NOISE)];
			random.nextBytes(bytes);
			if (random.nextBoolean()) {
				System.arraycopy(greeting("CURVE"), 0, bytes, 0, GREETING);
			}
			return bytes;
		};
	}

	/** Nobody can tell that it is always the same. */
	static Supplier<byte[]> hello() {
		byte[][] pair = new Curve().keypair();
		byte[] nonce = ByteBuffer.allocate(24).put(ascii("CurveZMQHELLO---")).putLong(1).array();
		byte[] zeros = new byte[ZEROS + GREETING];
		byte[] box = new byte[zeros.length];
		new Curve().box(box, zeros, zeros.length, nonce, CurveKeys.serverKey(), pair[1]);
		ByteBuffer bytes = ByteBuffer.allocate(GREETING + 2 + HELLO)
			.put(greeting("CURVE"))
			.put((byte) COMMAND)
			.put((byte) HELLO)
			.put((byte) 5)
			.put(ascii("HELLO"))
			.put((byte) 1);
		bytes.position(GREETING + 2 + HELLO_KEY);
		bytes.put(pair[0]).putLong(1).put(box, BOX_ZEROS, box.length - BOX_ZEROS);
		return bytes::array;
	}

	/** ZMTP 3.0, not a server. */
	private static byte[] greeting(String mechanism) {
		byte[] bytes = new byte[GREETING];
		bytes[0] = (byte) 0xff;
		bytes[9] = 0x7f;
		bytes[10] = 3;
		byte[] name = ascii(mechanism);
		System.arraycopy(name, 0, bytes, MECHANISM, name.length);
		return bytes;
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
