package io.pirate.reactor.curve;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import zmq.ZMQ;

/**
 * The MESSAGE commands of one connection (RFC 26), in which frames are encrypted: from
 * one array to the other in one pass, where JeroMQ's mechanisms make three copies of each
 * frame. Goes with {@link CurveBox} into JeroMQ's package. Not thread-safe: a connection
 * has one thread.
 */
final class CurveFrames {

	/** What encryption adds to a frame. */
	static final int OVERHEAD = 33;

	static final int NO_FAULT = 0;

	/** The name of the command with its length, 7. */
	private static final long MESSAGE = 0x07_4d_45_53_53_41_47_45L;

	private static final int NONCE_AT = 8;

	private static final int FLAGS_AT = OVERHEAD - 1;

	private static final int COUNTER_AT = 16;

	/** Below this it takes less than 0.2 ms, and costs a copy more. */
	private static final int LARGE = 128 * 1024;

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private final byte[] key;

	private final byte[] sealingNonce;

	private final byte[] openingNonce;

	private final int replayFault;

	private final CurveBox sealing = new CurveBox();

	private final ArrivingBox opening = new ArrivingBox();

	private long counter;

	private long peerCounter;

	/**
	 * The frames after a handshake.
	 * @param key what it has agreed on
	 * @param counter the number of the next frame to send
	 * @param peerCounter the number of the latest command that has come
	 * @param server whether this is the server's side
	 */
	CurveFrames(byte[] key, long counter, long peerCounter, boolean server) {
		this.key = key;
		this.counter = counter;
		this.peerCounter = peerCounter;
		this.sealingNonce = nonce(server ? "CurveZMQMESSAGES" : "CurveZMQMESSAGEC");
		this.openingNonce = nonce(server ? "CurveZMQMESSAGEC" : "CurveZMQMESSAGES");
		// as JeroMQ tells it
		this.replayFault = server ? ZMQ.ZMQ_PROTOCOL_ERROR_ZMTP_INVALID_SEQUENCE
				: ZMQ.ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC;
	}

	/**
	 * Continues what JeroMQ's mechanism has begun; from then on it must not be asked for
	 * frames itself.
	 * @param mechanism whose handshake is over
	 * @param stock JeroMQ's class, which keeps key and counters to itself
	 * @param server whether it is the server's side
	 * @return the frames, or {@code null} if the class does not show what it has
	 */
	static @Nullable CurveFrames after(Object mechanism, Class<?> stock, boolean server) {
		try {
			MethodHandles.Lookup in = MethodHandles.privateLookupIn(stock, MethodHandles.lookup());
			byte[] key = (byte[]) in.findVarHandle(stock, "cnPrecom", byte[].class).get(mechanism);
			long counter = (long) in.findVarHandle(stock, "cnNonce", long.class).get(mechanism);
			long peerCounter = (long) in.findVarHandle(stock, "cnPeerNonce", long.class).get(mechanism);
			return new CurveFrames(key, counter, peerCounter, server);
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

	private static byte[] nonce(String prefix) {
		byte[] nonce = new byte[24];
		System.arraycopy(prefix.getBytes(StandardCharsets.US_ASCII), 0, nonce, 0, COUNTER_AT);
		return nonce;
	}

	/**
	 * Encrypts a frame.
	 * @param flags 1 if more frames follow, 2 for a command
	 * @param body what is in it
	 * @param size of the body
	 * @return the command that carries it
	 */
	byte[] seal(int flags, byte[] body, int size) {
		byte[] command = new byte[OVERHEAD + size];
		LONG.set(command, 0, MESSAGE);
		LONG.set(command, NONCE_AT, this.counter);
		LONG.set(this.sealingNonce, COUNTER_AT, this.counter);
		this.counter++;
		// without a key it stays empty, and opens nowhere
		this.sealing.seal((byte) flags, body, size, command, FLAGS_AT, this.sealingNonce, this.key);
		return command;
	}

	/**
	 * Some of a command has come, and more will: if it is large, it is opened as far as
	 * it is there. What is wrong with it is told once all of it is here.
	 * @param command holds it
	 * @param length of what has come
	 */
	void arrived(byte[] command, int length) {
		if (!this.opening.isBegun(command)) {
			if (command.length < LARGE || length < OVERHEAD || (long) LONG.get(command, 0) != MESSAGE) {
				return;
			}
			LONG.set(this.openingNonce, COUNTER_AT, (long) LONG.get(command, NONCE_AT));
			if (!this.opening.begin(command, FLAGS_AT, this.openingNonce, this.key)) {
				return;
			}
		}
		this.opening.more(command, length);
	}

	/**
	 * Looks at a command. If nothing is wrong with it, {@link #flags} and {@link #open}
	 * are next.
	 * @param command what came in
	 * @return {@link #NO_FAULT}, or what JeroMQ calls what is wrong with it
	 */
	int check(byte[] command) {
		if (command.length < Long.BYTES || (long) LONG.get(command, 0) != MESSAGE) {
			return ZMQ.ZMQ_PROTOCOL_ERROR_ZMTP_UNEXPECTED_COMMAND;
		}
		if (command.length < OVERHEAD) {
			return ZMQ.ZMQ_PROTOCOL_ERROR_ZMTP_MALFORMED_COMMAND_MESSAGE;
		}
		long number = (long) LONG.get(command, NONCE_AT);
		if (number <= this.peerCounter) {
			return this.replayFault;
		}
		this.peerCounter = number;
		LONG.set(this.openingNonce, COUNTER_AT, number);
		boolean authentic = this.opening.accepts(command, FLAGS_AT, command.length, this.openingNonce, this.key);
		return authentic ? NO_FAULT : ZMQ.ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC;
	}

	/** As {@link #seal} was given them. */
	int flags(byte[] command) {
		return this.opening.first(command);
	}

	/**
	 * Decrypts the body of a frame.
	 * @param command what was found to be authentic
	 * @param body is filled, as long as it is
	 */
	void open(byte[] command, byte[] body) {
		this.opening.open(command, body, command.length - OVERHEAD);
	}

}
