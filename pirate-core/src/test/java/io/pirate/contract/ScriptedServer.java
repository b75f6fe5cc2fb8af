package io.pirate.contract;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.pirate.wire.FlpCodec;
import io.pirate.wire.Frames;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZFrame;
import org.zeromq.ZMQ;
import org.zeromq.ZMsg;

/**
 * A ROUTER on raw JeroMQ that answers as its script says, any time and anything, in the
 * form in which it was asked: plain, MDP/0.1 or MDP/0.2.
 */
final class ScriptedServer implements AutoCloseable {

	private static final int POLL_MILLIS = 5;

	private static final byte[] EMPTY = new byte[0];

	private static final byte[] PARTIAL = { 2 };

	private static final byte[] FINAL = { 3 };

	final List<Received> received = new CopyOnWriteArrayList<>();

	private final Queue<ZMsg> outbox = new ConcurrentLinkedQueue<>();

	private final ZContext context = new ZContext();

	private final ZMQ.Socket socket;

	private final String endpoint;

	/** Whether it speaks Freelance, whose servers are known by their addresses. */
	private final boolean freelance;

	private final Thread thread;

	private volatile Consumer<Received> script;

	private volatile boolean running = true;

	ScriptedServer(String bind, Consumer<Received> script) {
		this(bind, false, script);
	}

	private ScriptedServer(String bind, boolean freelance, Consumer<Received> script) {
		this.script = script;
		this.freelance = freelance;
		this.socket = this.context.createSocket(SocketType.ROUTER);
		this.socket.setReceiveTimeOut(POLL_MILLIS);
		this.socket.setHWM(0); // a plain ROUTER drops what is beyond it without a word
		if (freelance) {
			this.socket.setIdentity(bind.getBytes(StandardCharsets.US_ASCII));
		}
		this.socket.bind(bind);
		this.endpoint = this.socket.getLastEndpoint();
		this.thread = new Thread(this::serve, "scripted-server");
		this.thread.start();
	}

	/** A server of Freelance, which answers pings whatever its script says. */
	static ScriptedServer freelance(String bind, Consumer<Received> script) {
		return new ScriptedServer(bind, true, script);
	}

	static ScriptedServer echo() {
		return new ScriptedServer("tcp://127.0.0.1:*", Received::echo);
	}

	static ScriptedServer with(Consumer<Received> script) {
		return new ScriptedServer("tcp://127.0.0.1:*", script);
	}

	String endpoint() {
		return this.endpoint;
	}

	void script(Consumer<Received> next) {
		this.script = next;
	}

	private void serve() {
		while (this.running) {
			for (ZMsg out = this.outbox.poll(); out != null; out = this.outbox.poll()) {
				out.send(this.socket);
			}
			ZMsg message = ZMsg.recvMsg(this.socket);
			if (message == null) {
				continue;
			}
			Received one = received(message);
			if (this.freelance && FlpCodec.isPing(one.frames())) {
				one.send(Frames.NONE, FlpCodec.pong());
			}
			else {
				this.received.add(one);
				this.script.accept(one);
			}
		}
		this.context.close();
	}

	private Received received(ZMsg message) {
		byte[] identity = message.pop().getData();
		Frames frames = Frames.of(message.stream().map(ZFrame::getData).toArray(byte[][]::new));
		return new Received(this, identity, frames);
	}

	@Override
	public void close() {
		this.running = false;
		try {
			this.thread.join(5000);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * A request.
	 *
	 * @param server who got it
	 * @param identity whose connection it came on
	 * @param frames everything after the identity
	 */
	record Received(ScriptedServer server, byte[] identity, Frames frames) {

		Frames envelope() {
			if (this.server.freelance) {
				return this.frames.slice(0, 1);
			}
			return isBare() ? Frames.NONE : this.frames.slice(0, this.frames.delimiter());
		}

		Frames body() {
			return this.frames.from(header() + headerSize());
		}

		String text() {
			return body().text(0);
		}

		/** RFC 18 as it is: nothing in front of the header. */
		private boolean isBare() {
			return this.frames.text(0).equals("MDPC02");
		}

		private int header() {
			if (this.server.freelance) {
				return 1;
			}
			return isBare() ? 0 : this.frames.delimiter() + 1;
		}

		private int headerSize() {
			if (this.server.freelance) {
				return 0;
			}
			return switch (this.frames.text(header())) {
				case "MDPC01" -> 2;
				case "MDPC02" -> 3;
				default -> 0;
			};
		}

		void echo() {
			reply(body());
		}

		/** As a REP socket answers: the envelope as it was, then the body. */
		void reply(Frames body) {
			send(envelope(), body);
		}

		void send(Frames envelope, Frames body) {
			send(envelope, body, true);
		}

		/**
		 * A part: in MDP/0.2 a command of its own, elsewhere only the envelope can tell.
		 */
		void send(Frames envelope, Frames body, boolean last) {
			ZMsg message = new ZMsg();
			message.add(this.identity);
			add(message, envelope);
			if (!isBare() && !this.server.freelance) {
				message.add(EMPTY);
			}
			Frames header = this.frames.slice(header(), header() + headerSize());
			if (header.size() == 3) {
				header = Frames.of(header.frame(0), last ? FINAL : PARTIAL, header.frame(2));
			}
			add(message, header);
			add(message, body);
			this.server.outbox.add(message);
		}

		private static void add(ZMsg message, Frames frames) {
			for (int i = 0; i < frames.size(); i++) {
				message.add(frames.frame(i));
			}
		}

	}

}
