package io.pirate.reactor.signaler;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.awaitility.Awaitility;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZEvent;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import org.zeromq.ZMonitor;
import zmq.ZError;
import zmq.io.mechanism.curve.Curve;

/**
 * What users do with plain JeroMQ, without any of ours. Each program ends by itself, or
 * throws.
 */
public final class JeromqPrograms {

	private static final int PATIENCE_MILLIS = 20_000;

	/** Fresh connections of plain JeroMQ may stall: connect again soon. */
	private static final int HANDSHAKE_MILLIS = 300;

	private static final int CALLS = 200;

	/** Comes in pieces. */
	private static final int LARGE = 300_000;

	private JeromqPrograms() {
	}

	public static String requestReply(String endpoint) {
		return exchange(endpoint, SocketType.REQ, (socket) -> {
		}, (socket) -> {
		});
	}

	public static String curve() {
		Curve curve = new Curve();
		byte[][] server = curve.keypair();
		byte[][] client = curve.keypair();
		return exchange("tcp://127.0.0.1:*", SocketType.REQ, (socket) -> {
			socket.setCurveServer(true);
			socket.setCurvePublicKey(server[0]);
			socket.setCurveSecretKey(server[1]);
		}, (socket) -> {
			socket.setCurveServerKey(server[0]);
			socket.setCurvePublicKey(client[0]);
			socket.setCurveSecretKey(client[1]);
		});
	}

	/** Many callers through a proxy: every thread wakes every other. */
	public static String proxy() throws Exception {
		try (ZContext context = new ZContext()) {
			ZMQ.Socket front = bound(context, SocketType.ROUTER, "tcp://127.0.0.1:*");
			ZMQ.Socket back = bound(context, SocketType.DEALER, "inproc://back");
			ZMQ.Socket control = bound(context, SocketType.PAIR, "inproc://control");
			String endpoint = front.getLastEndpoint();
			FutureTask<?> proxy = started(() -> ZMQ.proxy(front, back, null, control));
			FutureTask<?> worker = started(() -> answer(context, "inproc://back", 4 * CALLS));
			FutureTask<?>[] callers = new FutureTask<?>[4];
			for (int i = 0; i < callers.length; i++) {
				callers[i] = started(() -> ask(context, endpoint));
			}
			for (FutureTask<?> caller : callers) {
				finish(caller);
			}
			finish(worker);
			ZMQ.Socket end = connected(context, SocketType.PAIR, "inproc://control");
			end.send(ZMQ.PROXY_TERMINATE);
			finish(proxy);
			return "done";
		}
	}

	public static String monitor() throws Exception {
		try (ZContext context = new ZContext()) {
			ZMQ.Socket server = bound(context, SocketType.PULL, "tcp://127.0.0.1:*");
			ZMQ.Socket client = patient(context.createSocket(SocketType.PUSH));
			require(client.monitor("inproc://events", ZMQ.EVENT_ALL), "a monitor");
			ZMQ.Socket events = connected(context, SocketType.PAIR, "inproc://events");
			client.connect(server.getLastEndpoint());
			client.send("hello");
			require("hello".equals(server.recvStr()), "a message");
			ZEvent event;
			do {
				event = ZEvent.recv(events);
				require(event != null, "an event");
			}
			while (event.getEvent() != ZMonitor.Event.CONNECTED);
			client.monitor(null, 0);
			return "done";
		}
	}

	public static String poller() {
		try (ZContext context = new ZContext(); ZMQ.Poller poller = context.createPoller(2)) {
			ZMQ.Socket left = bound(context, SocketType.PAIR, "inproc://left");
			ZMQ.Socket right = bound(context, SocketType.PULL, "tcp://127.0.0.1:*");
			ZMQ.Socket toLeft = connected(context, SocketType.PAIR, "inproc://left");
			ZMQ.Socket toRight = connected(context, SocketType.PUSH, right.getLastEndpoint());
			poller.register(left, ZMQ.Poller.POLLIN);
			poller.register(right, ZMQ.Poller.POLLIN);
			require(poller.poll(5) == 0, "no message");
			for (int i = 0; i < CALLS; i++) {
				(i % 2 == 0 ? toLeft : toRight).send("x");
				require(poller.poll(PATIENCE_MILLIS) == 1, "one of two");
				require(poller.pollin(0) == (i % 2 == 0), "the left one");
				(i % 2 == 0 ? left : right).recv();
			}
			return "done";
		}
	}

	/** The file descriptor, for those who have a selector of their own. */
	public static String descriptor() throws Exception {
		try (ZContext context = new ZContext(); Selector selector = Selector.open()) {
			ZMQ.Socket receiver = bound(context, SocketType.PULL, "tcp://127.0.0.1:*");
			SelectableChannel channel = receiver.getFD();
			channel.register(selector, SelectionKey.OP_READ);
			ZMQ.Socket sender = connected(context, SocketType.PUSH, receiver.getLastEndpoint());
			for (int i = 0; i < CALLS; i++) {
				sender.send("x");
				while (receiver.recv(ZMQ.DONTWAIT) == null) {
					require(selector.select(PATIENCE_MILLIS) == 1, "a readable descriptor");
					selector.selectedKeys().clear();
				}
			}
			return "done";
		}
	}

	public static String interrupt() throws Exception {
		try (ZContext context = new ZContext()) {
			ZMQ.Socket socket = bound(context, SocketType.PULL, "tcp://127.0.0.1:*");
			socket.setReceiveTimeOut(-1);
			FutureTask<Integer> receiver = new FutureTask<>(() -> errorOf(socket));
			Thread thread = new Thread(receiver);
			thread.start();
			Awaitility.await().until(() -> isSelecting(thread));
			thread.interrupt();
			require(receiver.get(20, TimeUnit.SECONDS) == ZError.EINTR, "EINTR");
			ZMQ.Socket sender = connected(context, SocketType.PUSH, socket.getLastEndpoint());
			sender.send("after");
			require("after".equals(socket.recvStr()), "a message after the interrupt");
			return "done";
		}
	}

	/** The context ends under a thread that waits for a message. */
	public static String shutdown() throws Exception {
		ZContext context = new ZContext();
		ZMQ.Socket socket = bound(context, SocketType.PULL, "tcp://127.0.0.1:*");
		socket.setReceiveTimeOut(-1);
		FutureTask<Integer> receiver = new FutureTask<>(() -> {
			int error = errorOf(socket);
			socket.close();
			return error;
		});
		Thread thread = new Thread(receiver);
		thread.start();
		Awaitility.await().until(() -> isSelecting(thread));
		FutureTask<?> closer = started(() -> context.getContext().term());
		require(receiver.get(20, TimeUnit.SECONDS) == ZError.ETERM, "ETERM");
		closer.get(20, TimeUnit.SECONDS);
		return "done";
	}

	/** Sockets come and go, and the context ends each time. */
	public static String rounds() {
		for (int round = 0; round < 30; round++) {
			try (ZContext context = new ZContext()) {
				ZMQ.Socket receiver = bound(context, SocketType.PULL, "tcp://127.0.0.1:*");
				ZMQ.Socket sender = connected(context, SocketType.PUSH, receiver.getLastEndpoint());
				sender.send("x");
				require(receiver.recv() != null, "a message in round " + round);
			}
		}
		return "done";
	}

	private static String exchange(String endpoint, SocketType type, Consumer<ZMQ.Socket> server,
			Consumer<ZMQ.Socket> client) {
		try (ZContext context = new ZContext()) {
			ZMQ.Socket answering = patient(context.createSocket(SocketType.REP));
			server.accept(answering);
			answering.bind(endpoint);
			ZMQ.Socket asking = patient(context.createSocket(type));
			client.accept(asking);
			asking.connect(answering.getLastEndpoint());
			for (int i = 0; i < CALLS; i++) {
				byte[] text = ("call " + i).getBytes(StandardCharsets.UTF_8);
				byte[] body = (i % 50 == 49) ? Arrays.copyOf(text, LARGE) : text;
				require(asking.send(body), "to send");
				require(answering.send(answering.recv()), "to answer");
				require(Arrays.equals(asking.recv(), body), "the reply " + i);
			}
			return "done";
		}
	}

	private static void ask(ZContext context, String endpoint) {
		ZMQ.Socket socket = connected(context, SocketType.REQ, endpoint);
		for (int i = 0; i < CALLS; i++) {
			socket.send("x");
			require(socket.recv() != null, "reply " + i);
		}
		socket.close();
	}

	private static void answer(ZContext context, String endpoint, int calls) {
		ZMQ.Socket socket = connected(context, SocketType.REP, endpoint);
		for (int i = 0; i < calls; i++) {
			socket.send(socket.recv());
		}
		socket.close();
	}

	private static int errorOf(ZMQ.Socket socket) {
		try {
			socket.recv();
			return socket.errno();
		}
		catch (ZMQException ex) {
			return ex.getErrorCode();
		}
	}

	private static boolean isSelecting(Thread thread) {
		return Arrays.stream(thread.getStackTrace()).anyMatch((frame) -> frame.getMethodName().equals("select"));
	}

	private static ZMQ.Socket bound(ZContext context, SocketType type, String endpoint) {
		ZMQ.Socket socket = patient(context.createSocket(type));
		require(socket.bind(endpoint), endpoint);
		return socket;
	}

	private static ZMQ.Socket connected(ZContext context, SocketType type, String endpoint) {
		ZMQ.Socket socket = patient(context.createSocket(type));
		require(socket.connect(endpoint), endpoint);
		return socket;
	}

	private static ZMQ.Socket patient(ZMQ.Socket socket) {
		socket.setLinger(0);
		socket.setReceiveTimeOut(PATIENCE_MILLIS);
		socket.setSendTimeOut(PATIENCE_MILLIS);
		socket.setHandshakeIvl(HANDSHAKE_MILLIS);
		return socket;
	}

	private static FutureTask<?> started(Runnable action) {
		FutureTask<?> task = new FutureTask<>(action, null);
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		thread.start();
		return task;
	}

	private static void finish(FutureTask<?> task) throws Exception {
		task.get(2L * PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
	}

	private static void require(boolean there, String what) {
		if (!there) {
			throw new IllegalStateException("expected " + what);
		}
	}

}
