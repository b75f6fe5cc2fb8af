package io.pirate.testing;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.pirate.wire.Frames;

/**
 * A ZMTP 3 peer with the NULL mechanism on a plain socket, every byte by hand, so that a
 * test can send what no library would. Reads time out after ten seconds.
 */
public final class RawPeer implements Closeable {

	private static final int GREETING = 64;

	private static final int READ_TIMEOUT_MILLIS = 10_000;

	private static final int MORE = 1;

	private static final int LARGE = 2;

	private static final int COMMAND = 4;

	private final Socket socket;

	private final DataInputStream in;

	private final OutputStream out;

	private RawPeer(Socket socket) throws IOException {
		this.socket = socket;
		socket.setSoTimeout(READ_TIMEOUT_MILLIS);
		socket.setTcpNoDelay(true);
		this.in = new DataInputStream(socket.getInputStream());
		this.out = socket.getOutputStream();
	}

	/**
	 * Connects TCP only; nothing is sent.
	 * @param endpoint such as {@code tcp://127.0.0.1:5555}
	 * @return the peer, silent so far
	 * @throws IOException if nobody listens
	 */
	public static RawPeer connect(String endpoint) throws IOException {
		Socket socket = new Socket();
		socket.connect(new InetSocketAddress("127.0.0.1", port(endpoint)), READ_TIMEOUT_MILLIS);
		return new RawPeer(socket);
	}

	/**
	 * Takes over a connection that a test accepted.
	 * @param accepted the connection
	 * @return the peer, silent so far
	 * @throws IOException if it is gone
	 */
	public static RawPeer over(Socket accepted) throws IOException {
		return new RawPeer(accepted);
	}

	/**
	 * Changes how long it waits for anything.
	 * @param millis in place of ten seconds
	 * @return this peer
	 * @throws IOException if it is closed
	 */
	public RawPeer patience(int millis) throws IOException {
		this.socket.setSoTimeout(millis);
		return this;
	}

	/**
	 * Connects and shakes hands.
	 * @param endpoint where
	 * @param type such as {@code DEALER}
	 * @param identity may be empty
	 * @return the peer, ready for messages
	 * @throws IOException if it is refused
	 */
	public static RawPeer handshaken(String endpoint, String type, String identity) throws IOException {
		RawPeer peer = connect(endpoint);
		peer.handshake(type, identity);
		return peer;
	}

	/**
	 * The port of an endpoint.
	 * @param endpoint such as {@code tcp://127.0.0.1:5555}
	 * @return the number
	 */
	public static int port(String endpoint) {
		return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
	}

	/** ZMTP 3.0, NULL, not a server. */
	public static byte[] greeting() {
		byte[] bytes = new byte[GREETING];
		bytes[0] = (byte) 0xff;
		bytes[9] = 0x7f;
		bytes[10] = 3;
		System.arraycopy("NULL".getBytes(StandardCharsets.US_ASCII), 0, bytes, 12, 4);
		return bytes;
	}

	/** The READY command as a frame. */
	public static byte[] ready(String type, String identity) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		body.write(5);
		body.writeBytes("READY".getBytes(StandardCharsets.US_ASCII));
		property(body, "Socket-Type", type.getBytes(StandardCharsets.US_ASCII));
		property(body, "Identity", identity.getBytes(StandardCharsets.ISO_8859_1));
		return command(body.toByteArray());
	}

	/** Any command as a frame. */
	public static byte[] command(byte[] body) {
		return frame(COMMAND, body);
	}

	/** A whole message. */
	public static byte[] message(Frames frames) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (int i = 0; i < frames.size(); i++) {
			bytes.writeBytes(frame((i < frames.size() - 1) ? MORE : 0, frames.frame(i)));
		}
		return bytes.toByteArray();
	}

	/** One frame of a message that goes on. */
	public static byte[] part(byte[] body) {
		return frame(MORE, body);
	}

	/** A header that claims eight bytes of size, whatever they say. */
	public static byte[] hugeHeader(long size, boolean more) {
		return ByteBuffer.allocate(9).put((byte) (LARGE | (more ? MORE : 0))).putLong(size).array();
	}

	public RawPeer handshake(String type, String identity) throws IOException {
		send(greeting());
		receiveGreeting();
		send(ready(type, identity));
		receiveFrame();
		return this;
	}

	public RawPeer send(byte[] bytes) throws IOException {
		this.out.write(bytes);
		this.out.flush();
		return this;
	}

	public RawPeer send(Frames message) throws IOException {
		return send(message(message));
	}

	public byte[] receiveGreeting() throws IOException {
		return this.in.readNBytes(GREETING);
	}

	/**
	 * Receives a message; heartbeats in between are answered.
	 * @return its frames
	 * @throws IOException if the connection ends, or after ten seconds of silence
	 */
	public Frames receive() throws IOException {
		List<byte[]> parts = new ArrayList<>();
		long deadline = System.nanoTime() + READ_TIMEOUT_MILLIS * 1_000_000L;
		while (System.nanoTime() - deadline < 0) {
			RawFrame frame = receiveFrame();
			if (frame.isCommand()) {
				answer(frame);
				continue;
			}
			parts.add(frame.body());
			if ((frame.flags() & MORE) == 0) {
				return Frames.of(parts.toArray(new byte[0][]));
			}
		}
		throw new SocketTimeoutException("heartbeats only");
	}

	/**
	 * Receives one frame, command or not.
	 * @return the frame
	 * @throws IOException if the connection ends
	 */
	public RawFrame receiveFrame() throws IOException {
		int flags = this.in.readUnsignedByte();
		long size = ((flags & LARGE) != 0) ? this.in.readLong() : this.in.readUnsignedByte();
		byte[] body = this.in.readNBytes((int) size);
		if (body.length < size) {
			throw new EOFException();
		}
		return new RawFrame(flags, body);
	}

	/**
	 * Whether the other side has closed the connection, or does so while we read.
	 * @return false after ten seconds in which it did not
	 */
	public boolean isClosedByPeer() {
		try {
			byte[] rest = new byte[4096];
			int count = this.in.read(rest);
			while (count >= 0) {
				count = this.in.read(rest);
			}
			return true;
		}
		catch (SocketException ex) {
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Ends the connection with a RST in place of a FIN. */
	public void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	private void answer(RawFrame frame) throws IOException {
		byte[] ping = frame.body();
		if (ping.length >= 7 && new String(ping, 1, 4, StandardCharsets.US_ASCII).equals("PING")) {
			ByteBuffer pong = ByteBuffer.allocate(ping.length - 2);
			pong.put((byte) 4).put("PONG".getBytes(StandardCharsets.US_ASCII)).put(ping, 7, ping.length - 7);
			send(command(pong.array()));
		}
	}

	private static void property(ByteArrayOutputStream body, String name, byte[] value) {
		body.write(name.length());
		body.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
		body.writeBytes(ByteBuffer.allocate(4).putInt(value.length).array());
		body.writeBytes(value);
	}

	private static byte[] frame(int flags, byte[] body) {
		boolean large = body.length > 255;
		ByteBuffer bytes = ByteBuffer.allocate(body.length + (large ? 9 : 2));
		if (large) {
			bytes.put((byte) (flags | LARGE)).putLong(body.length);
		}
		else {
			bytes.put((byte) flags).put((byte) body.length);
		}
		return bytes.put(body).array();
	}

	/**
	 * A frame with its flags.
	 *
	 * @param flags as on the wire
	 * @param body its bytes
	 */
	public record RawFrame(int flags, byte[] body) {

		public boolean isCommand() {
			return (this.flags & COMMAND) != 0;
		}

	}

}
