package io.pirate.reactor.curve;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.Options;
import zmq.ZError;
import zmq.io.IEngine;
import zmq.io.SessionBase;
import zmq.io.StreamEngine;
import zmq.io.coder.IDecoder;
import zmq.io.mechanism.Mechanism;
import zmq.io.mechanism.curve.Curve;
import zmq.msg.MsgAllocatorThreshold;

/**
 * What both guarded mechanisms do with frames, once the handshake is over. Goes with them
 * into JeroMQ's package.
 * <p>
 * Frames are encrypted and decrypted by {@link CurveFrames}. Where it is not there, with
 * our cryptography, or JeroMQ's class does not show its key, JeroMQ does it, and only
 * what comes out is looked at.
 */
final class CurveGuard {

	/** Both flags may be set. */
	private static final int MORE = 1;

	private static final int COMMAND = 2;

	/** JeroMQ compares all but the last letter of PING. */
	private static final byte[] PING = { 4, 'P', 'I', 'N' };

	/** Where its name differs from that of a PONG. */
	private static final int VOWEL = 2;

	/** From this size on JeroMQ takes it for a PING. */
	private static final int SEEN_PING = 5;

	/** The name and two bytes of time to live, which JeroMQ reads unseen. */
	private static final int WHOLE_PING = 7;

	private final Mechanism mechanism;

	private final Class<?> stock;

	private final SessionBase session;

	private final Options options;

	private final boolean server;

	private boolean begun;

	/** Once the handshake is over, unless it is left to JeroMQ. */
	private @Nullable CurveFrames frames;

	/** The connection's decoder, if it is ours: whether a PING is to be answered. */
	private @Nullable BooleanSupplier pings;

	/**
	 * For one connection.
	 * @param mechanism ours, of the connection
	 * @param stock the class of JeroMQ's that it extends
	 * @param session of the connection
	 * @param options of its socket
	 * @param server whether it is the server's side
	 */
	CurveGuard(Mechanism mechanism, Class<?> stock, SessionBase session, Options options, boolean server) {
		this.mechanism = mechanism;
		this.stock = stock;
		this.session = session;
		this.options = options;
		this.server = server;
	}

	/**
	 * Encrypts.
	 * @param stockEncode how JeroMQ does that
	 * @param msg what goes out
	 * @return what goes over the wire
	 */
	Msg encode(UnaryOperator<Msg> stockEncode, Msg msg) {
		CurveFrames ours = frames();
		if (ours == null) {
			return stockEncode.apply(msg);
		}
		int flags = (msg.hasMore() ? MORE : 0) | (msg.isCommand() ? COMMAND : 0);
		return new Msg(ours.seal(flags, msg.data(), msg.size()));
	}

	/**
	 * Decrypts, and looks at what comes out.
	 * @param stockDecode how JeroMQ does that
	 * @param msg what came in
	 * @return the frame, or {@code null} to end the connection
	 */
	@Nullable Msg decode(UnaryOperator<@Nullable Msg> stockDecode, Msg msg) {
		try {
			CurveFrames ours = frames();
			Msg frame = (ours != null) ? decode(ours, msg.data()) : admit(stockDecode.apply(msg));
			if (frame != null) {
				tell(msg, frame);
			}
			return frame;
		}
		catch (RuntimeException | AssertionError ex) {
			// what a peer sends may end its connection, never the thread
			return refuse();
		}
	}

	/**
	 * JeroMQ pushes what was encrypted if it could not push what was in it: see the frame
	 * of our sockets. It may have come from another class loader, but the types it goes
	 * by are the JDK's and JeroMQ's.
	 */
	@SuppressWarnings("unchecked")
	private static void tell(Msg encrypted, Msg frame) {
		if (encrypted instanceof Consumer<?> frameOfOurs) {
			((Consumer<Msg>) frameOfOurs).accept(frame);
		}
	}

	private @Nullable Msg decode(CurveFrames ours, byte[] command) {
		int fault = ours.check(command);
		if (fault != CurveFrames.NO_FAULT) {
			this.session.getSocket().eventHandshakeFailedProtocol(this.session.getEndpoint(), fault);
			return refuse();
		}
		int flags = ours.flags(command);
		Msg frame = frame(command.length - CurveFrames.OVERHEAD);
		if (frame == null) {
			return refuse();
		}
		byte[] body = frame.data();
		boolean direct = body == frame.data();
		ours.open(command, body);
		if ((flags & COMMAND) != 0 && startsPing(body)) {
			if (body.length < WHOLE_PING) {
				return refuse();
			}
			hush(body);
		}
		if (!direct) {
			// a message without an array makes a new one each time
			frame.put(body);
		}
		frame.setFlags(((flags & MORE) != 0 ? Msg.MORE : 0) | ((flags & COMMAND) != 0 ? Msg.COMMAND : 0));
		return frame;
	}

	/**
	 * Lets the socket's own allocator make the frame, as it does for one that was never
	 * encrypted: that is where the limits of parts, bytes and memory are.
	 * @param size of what is in it
	 * @return the frame, or {@code null} if it is refused
	 */
	private @Nullable Msg frame(int size) {
		if (this.options.allocator instanceof MsgAllocatorThreshold) {
			// JeroMQ's own has no limits
			return new Msg(size);
		}
		Msg framed = this.options.allocator.allocate(size);
		return (framed.size() == size) ? framed : null;
	}

	private @Nullable Msg admit(@Nullable Msg decoded) {
		if (decoded == null) {
			return null;
		}
		byte[] body = decoded.data();
		if (decoded.isCommand() && startsPing(body)) {
			if (body.length < WHOLE_PING) {
				return refuse();
			}
			hush(body);
		}
		if (this.options.allocator instanceof MsgAllocatorThreshold) {
			return decoded;
		}
		Msg framed = frame(decoded.size());
		if (framed == null) {
			return refuse();
		}
		framed.put(body);
		framed.setFlags(decoded.flags());
		return framed;
	}

	/**
	 * The handshake is over. Only once: who begins anew with the numbers of the handshake
	 * uses them twice.
	 */
	void begin() {
		if (this.begun) {
			return;
		}
		this.begun = true;
		CurveFrames ours = isFast() ? CurveFrames.after(this.mechanism, this.stock, this.server) : null;
		this.frames = ours;
		watch((ours != null) ? ours::arrived : null);
	}

	private @Nullable CurveFrames frames() {
		begin();
		return this.frames;
	}

	/**
	 * Lets the connection's decoder, if it is ours, tell how much of a frame has come.
	 */
	@SuppressWarnings("unchecked")
	private void watch(@Nullable ObjIntConsumer<byte[]> watcher) {
		try {
			Object engine = field(SessionBase.class, "engine", IEngine.class).get(this.session);
			Object decoder = (engine instanceof StreamEngine)
					? field(StreamEngine.class, "decoder", IDecoder.class).get(engine) : null;
			if (watcher != null && decoder instanceof Consumer<?> ours) {
				((Consumer<ObjIntConsumer<byte[]>>) ours).accept(watcher);
			}
			this.pings = (decoder instanceof BooleanSupplier ours) ? ours : null;
		}
		catch (ReflectiveOperationException ex) {
			// a frame is decrypted once all of it is here
		}
	}

	private static VarHandle field(Class<?> of, String name, Class<?> type) throws ReflectiveOperationException {
		return MethodHandles.privateLookupIn(of, MethodHandles.lookup()).findVarHandle(of, name, type);
	}

	/** Only then {@link CurveFrames} is there. */
	private static boolean isFast() {
		try {
			return Curve.class.getDeclaredField("REPLACES") != null;
		}
		catch (NoSuchFieldException ex) {
			return false;
		}
	}

	/** Ends the connection. */
	private @Nullable Msg refuse() {
		this.options.errno.set(ZError.EPROTO);
		return null;
	}

	/**
	 * JeroMQ answers each PING with a write of its own. Of those that were read together
	 * the first is enough: the others become PONGs.
	 */
	private void hush(byte[] ping) {
		BooleanSupplier first = this.pings;
		if (first != null && !first.getAsBoolean()) {
			ping[VOWEL] = 'O';
		}
	}

	private static boolean startsPing(byte[] body) {
		if (body.length < SEEN_PING) {
			return false;
		}
		for (int i = 0; i < PING.length; i++) {
			if (body[i] != PING[i]) {
				return false;
			}
		}
		return true;
	}

}
