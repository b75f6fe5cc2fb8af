package io.pirate.reactor;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.pirate.wire.Z85;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.ZError;
import zmq.io.Metadata;

/**
 * Decides who may connect to the sockets of one context, ZeroMQ RFC 27, on a thread of
 * its own. Whatever goes wrong denies.
 * <p>
 * JeroMQ lets everybody in when there is no handler any more. So whom this one lets in
 * gets a property with a random name, without which nothing is received, see
 * {@link Senders}; and its end is the failure of the whole context.
 */
final class ZapHandler {

	private static final Logger logger = LoggerFactory.getLogger(ZapHandler.class);

	private static final String ENDPOINT = "inproc://zeromq.zap.01";

	private static final int PROPERTY_BYTES = 20;

	/** Version, request id, domain, address, identity, mechanism, the client's key. */
	private static final int REQUEST_FRAMES = 7;

	private static final byte[] VERSION = ascii("1.0");

	private static final byte[] NOTHING = {};

	private static final long LOG_NANOS = 10_000_000_000L;

	/** How a table of peers is asked; replaced by tests that want it to throw. */
	private final Function<Request, @Nullable String> decision;

	private final Map<String, Admission> domains = new ConcurrentHashMap<>();

	private final String property;

	private final ZMQ.Socket socket;

	private final Thread thread;

	private final IoHealth health;

	private volatile boolean ended;

	private long loggedAt = System.nanoTime() - LOG_NANOS;

	/**
	 * Starts it: from now on it answers.
	 * @param context whose sockets ask it
	 * @param name prefix of its thread's name
	 * @param health told when it ends before its context does
	 */
	ZapHandler(ZContext context, String name, IoHealth health) {
		this(context, name, health, null);
	}

	ZapHandler(ZContext context, String name, IoHealth health, @Nullable Function<Request, @Nullable String> decision) {
		this.decision = (decision != null) ? decision : this::decide;
		this.health = health;
		byte[] random = new byte[PROPERTY_BYTES];
		new SecureRandom().nextBytes(random);
		this.property = "X-" + HexFormat.of().formatHex(random);
		// not the context's to close: only its own thread may touch it
		this.socket = context.getContext().socket(SocketType.REP);
		this.socket.setLinger(0);
		if (!this.socket.bind(ENDPOINT)) {
			this.socket.close();
			throw new IllegalStateException("nobody can be authenticated: " + ENDPOINT + " cannot be bound");
		}
		this.thread = new Thread(this::run, name + "-zap");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/** The name of the property that carries the key of whom it has let in. */
	String property() {
		return this.property;
	}

	/** Decides for one more socket; the name that the socket has to state. */
	String domain(Admission admission) {
		String domain = "pirate-" + this.domains.size();
		this.domains.put(domain, admission);
		return domain;
	}

	/** Whether it has ended, for whatever reason. Any thread. */
	boolean hasEnded() {
		return this.ended;
	}

	private void run() {
		String reason;
		try {
			boolean more = true;
			while (more) {
				more = answer();
			}
			int error = this.socket.base().errno();
			if (error == ZError.ETERM) {
				// the context closes, and waits for this socket
				return;
			}
			reason = "error " + error;
		}
		catch (Throwable ex) {
			reason = ex.toString();
		}
		finally {
			this.ended = true;
			this.socket.close();
		}
		this.health.fail("nobody can be authenticated any more: " + reason);
	}

	/** One request; false if there will be no more. */
	private boolean answer() {
		List<byte[]> frames = new ArrayList<>(REQUEST_FRAMES);
		boolean more = true;
		while (more) {
			Msg frame = this.socket.base().recv(0);
			if (frame == null) {
				return false;
			}
			frames.add(frame.data());
			more = frame.hasMore();
		}
		byte[] id = (frames.size() > 1) ? frames.get(1) : NOTHING;
		String key = keyOf(frames);
		byte[] properties = (key != null) ? new Metadata(Map.of(this.property, key)).bytes() : NOTHING;
		byte[] status = ascii((key != null) ? "200" : "400");
		return send(VERSION, true) && send(id, true) && send(status, true) && send(NOTHING, true) && send(NOTHING, true)
				&& send(properties, false);
	}

	/** The key of whoever may come in, {@code null} for everybody else. */
	private @Nullable String keyOf(List<byte[]> frames) {
		try {
			Request request = Request.of(frames);
			return (request != null) ? this.decision.apply(request) : null;
		}
		catch (Throwable ex) {
			log("A connection was denied, for its key could not be judged: {}", ex.toString());
			return null;
		}
	}

	private @Nullable String decide(Request request) {
		Admission admission = this.domains.get(request.domain);
		if (admission == null) {
			return null;
		}
		if (admission.find(admission.table(), request.key) == null) {
			admission.countDenied();
			log("A connection from {} was denied: its key is not among pirate.security.peers", request.address);
			return null;
		}
		return request.key;
	}

	private void log(String text, String detail) {
		long now = System.nanoTime();
		if (now - this.loggedAt >= LOG_NANOS) {
			this.loggedAt = now;
			logger.warn(text, detail);
		}
	}

	private boolean send(byte[] frame, boolean more) {
		return this.socket.base().send(new Msg(frame), more ? zmq.ZMQ.ZMQ_SNDMORE : 0);
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * What a socket asks.
	 *
	 * @param domain the socket's own name
	 * @param address where the connection comes from
	 * @param key which it has proved to hold
	 */
	record Request(String domain, String address, String key) {

		static @Nullable Request of(List<byte[]> frames) {
			boolean curve = frames.size() == REQUEST_FRAMES && "CURVE".equals(text(frames.get(5)))
					&& frames.get(6).length == Z85.KEY_BYTES;
			return curve ? new Request(text(frames.get(2)), text(frames.get(3)), Z85.encode(frames.get(6))) : null;
		}

		private static String text(byte[] frame) {
			return new String(frame, StandardCharsets.US_ASCII);
		}

	}

}
