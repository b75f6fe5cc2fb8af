package io.pirate.reactor.curve;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.Options;
import zmq.ZError;
import zmq.msg.MsgAllocatorThreshold;

/**
 * What both guarded mechanisms do with what an authenticated peer sends. Goes with them
 * into JeroMQ's package.
 */
final class CurveGuard {

	/** JeroMQ compares all but the last letter of PING. */
	private static final byte[] PING = { 4, 'P', 'I', 'N' };

	/** From this size on JeroMQ takes it for a PING. */
	private static final int SEEN_PING = 5;

	/** The name and two bytes of time to live, which JeroMQ reads unseen. */
	private static final int WHOLE_PING = 7;

	private CurveGuard() {
	}

	/**
	 * Tells the socket's gate, which counts the time of handshakes, that one is over. It
	 * may have come from another class loader: only the JDK's type is the same.
	 * @param options of the socket
	 * @param peer whose
	 */
	@SuppressWarnings("unchecked")
	static void finished(Options options, String peer) {
		for (Object filter : options.tcpAcceptFilters) {
			if (filter instanceof Consumer<?> gate) {
				((Consumer<Object>) gate).accept(peer);
			}
		}
	}

	/**
	 * Decrypts, and looks at what comes out.
	 * @param stock how JeroMQ does that
	 * @param msg what came in
	 * @param options of the socket
	 * @return the frame, or {@code null} to end the connection
	 */
	static @Nullable Msg decode(UnaryOperator<@Nullable Msg> stock, Msg msg, Options options) {
		try {
			Msg decoded = stock.apply(msg);
			return (decoded != null) ? admit(decoded, options) : null;
		}
		catch (RuntimeException | AssertionError ex) {
			// what a peer sends may end its connection, never the thread
			return refuse(options);
		}
	}

	/**
	 * Lets the socket's own allocator make the frame, as it does for one that was never
	 * encrypted: that is where the limits of parts, bytes and memory are.
	 * @param decoded what the stock mechanism has decrypted
	 * @param options of the socket
	 * @return the frame, or {@code null} to end the connection
	 */
	private static @Nullable Msg admit(Msg decoded, Options options) {
		if (isShortPing(decoded)) {
			return refuse(options);
		}
		if (options.allocator instanceof MsgAllocatorThreshold) {
			// JeroMQ's own has no limits
			return decoded;
		}
		Msg framed = options.allocator.allocate(decoded.size());
		if (framed.size() != decoded.size()) {
			return refuse(options);
		}
		framed.put(decoded.data());
		framed.setFlags(decoded.flags());
		return framed;
	}

	/**
	 * Ends the connection.
	 * @param options of the socket
	 * @return {@code null}
	 */
	private static @Nullable Msg refuse(Options options) {
		options.errno.set(ZError.EPROTO);
		return null;
	}

	private static boolean isShortPing(Msg frame) {
		if (!frame.isCommand() || frame.size() < SEEN_PING || frame.size() >= WHOLE_PING) {
			return false;
		}
		for (int i = 0; i < PING.length; i++) {
			if (frame.get(i) != PING[i]) {
				return false;
			}
		}
		return true;
	}

}
