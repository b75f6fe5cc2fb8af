package io.pirate.reactor.router;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.awaitility.Awaitility;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.SocketBase;
import zmq.ZError;

/**
 * What a ROUTER promises, over a network and without any of ours. Each program ends by
 * itself, or throws.
 */
public final class RouterContracts {

	private static final int PATIENCE_MILLIS = 20_000;

	private static final int RECONNECT_MILLIS = 5000;

	/** Who has sent nothing for so long cannot. */
	private static final int BLOCKED_MILLIS = 1500;

	/** Messages into the buffers of a connection. */
	private static final int MORE_THAN_FITS = 500;

	private static final int PEERS = 300;

	private static final int THOUSANDS = 2000;

	private RouterContracts() {
	}

	/** The second of two of the same name hears nothing, and the first one all. */
	public static String collision() {
		try (ZContext context = new ZContext()) {
			ZMQ.Socket router = bound(context, false);
			ZMQ.Socket first = dealer(context, router, "same");
			first.send("from the first");
			require(Arrays.equals(receive(router), bytes("same")), "a name");
			ZMQ.Socket second = dealer(context, router, "same");
			second.send("from the second");
			ZMQ.Socket other = dealer(context, router, "other");
			other.send("from another one");
			require(Arrays.equals(receive(router), bytes("other")), "only the other one");
			reply(router, bytes("same"), "to the first");
			require("to the first".equals(first.recvStr()), "a reply");
			require(second.recv(ZMQ.DONTWAIT) == null, "nothing for the second");
			return "done";
		}
	}

	/** Or, if so wished, the second one takes the name over. */
	public static String handover() {
		try (ZContext context = new ZContext()) {
			ZMQ.Socket router = bound(context, true);
			ZMQ.Socket first = dealer(context, router, "same");
			for (int i = 0; i < 3; i++) {
				first.send("from the first");
				require(Arrays.equals(receive(router), bytes("same")), "a name");
			}
			ZMQ.Socket second = dealer(context, router, "same");
			second.send("from the second");
			require(Arrays.equals(router.recv(), bytes("same")), "the name");
			require("from the second".equals(router.recvStr()), "what the second one says");
			reply(router, bytes("same"), "to the second");
			require("to the second".equals(second.recvStr()), "a reply");
			require(first.recv(ZMQ.DONTWAIT) == null, "nothing for the first");
			return "done";
		}
	}

	/** Who does not read is refused more, and gets more once it reads. */
	public static String fullAndWritableAgain() {
		try (ZContext context = new ZContext()) {
			ZMQ.Socket router = bound(context, false);
			ZMQ.Socket slow = dealer(context, router, "slow");
			slow.send("here");
			receive(router);
			byte[] body = new byte[100_000];
			int sent = 0;
			while (addressed(router, "slow")) {
				require(router.send(body, 0), "to send the rest");
				sent++;
			}
			require(router.errno() == ZError.EAGAIN, "EAGAIN");
			require(!addressed(router, "nobody"), "no such peer");
			require(router.errno() == ZError.EHOSTUNREACH, "EHOSTUNREACH");
			for (int i = 0; i < sent; i++) {
				require(slow.recv().length == body.length, "message " + i);
			}
			router.setSendTimeOut(PATIENCE_MILLIS);
			reply(router, bytes("slow"), "once more");
			require("once more".equals(slow.recvStr()), "a message after all");
			return "done";
		}
	}

	/** Each gets its own answer, again and again, while others come and go. */
	public static String manyPeers() {
		try (ZContext context = new ZContext()) {
			ZMQ.Socket router = bound(context, false);
			List<ZMQ.Socket> peers = new ArrayList<>();
			Set<String> names = new HashSet<>();
			for (int i = 0; i < PEERS; i++) {
				peers.add(dealer(context, router, (i % 2 == 0) ? "peer-" + i : ""));
			}
			for (int round = 0; round < 4; round++) {
				for (int i = 0; i < PEERS; i++) {
					peers.get(i).send("ask " + i);
				}
				for (int i = 0; i < PEERS; i++) {
					byte[] name = router.recv();
					names.add(Arrays.toString(name));
					String asked = router.recvStr();
					require(!router.hasReceiveMore(), "one frame");
					reply(router, name, asked);
				}
				for (int i = 0; i < PEERS; i++) {
					require(("ask " + i).equals(peers.get(i).recvStr()), "the reply of " + i);
				}
				int leaving = round;
				peers.get(leaving).close();
				peers.set(leaving, dealer(context, router, "new-" + leaving));
			}
			require(names.size() == PEERS + 3, "a name for each: " + names.size());
			return "done";
		}
	}

	/** As many as a large queue has, each asked in its turn, until they go one by one. */
	public static String thousands() {
		try (ZContext context = new ZContext()) {
			ZMQ.Socket router = patient(context.createSocket(SocketType.ROUTER));
			router.setRouterMandatory(true);
			router.bind("inproc://many");
			ZMQ.Socket peers = patient(context.createSocket(SocketType.DEALER));
			for (int i = 0; i < THOUSANDS; i++) {
				peers.connect("inproc://many");
			}
			for (int round = 0; round < 3; round++) {
				Set<String> names = new HashSet<>();
				for (int i = 0; i < THOUSANDS; i++) {
					peers.send("ask " + i);
				}
				for (int i = 0; i < THOUSANDS; i++) {
					byte[] name = router.recv();
					names.add(Arrays.toString(name));
					reply(router, name, router.recvStr());
				}
				require(names.size() == THOUSANDS, "one message from each");
				for (int i = 0; i < THOUSANDS; i++) {
					require(peers.recvStr().startsWith("ask "), "reply " + i);
				}
			}
			peers.close();
			await(() -> router.recv(ZMQ.DONTWAIT) == null && pipes(router) == 0);
			return "done";
		}
	}

	/** A peer that goes away between two frames is read to the end of its message. */
	public static String goneInTheMiddle() {
		try (ZContext context = new ZContext()) {
			ZMQ.Socket router = bound(context, false);
			ZMQ.Socket peer = dealer(context, router, "short");
			peer.setLinger(PATIENCE_MILLIS);
			peer.sendMore("one");
			peer.sendMore("two");
			peer.send("three");
			peer.sendMore("never");
			peer.sendMore("complete");
			require(Arrays.equals(router.recv(), bytes("short")), "a name");
			require("one".equals(router.recvStr()), "the first frame");
			peer.close();
			ZMQ.Socket other = dealer(context, router, "other");
			other.send("from another one");
			awaitPeers(router, 2);
			require("two".equals(router.recvStr()) && "three".equals(router.recvStr()), "the rest");
			require(!router.hasReceiveMore(), "the end");
			require(Arrays.equals(receive(router), bytes("other")), "the other one next");
			awaitUnreachable(router, "short");
			return "done";
		}
	}

	/** As above, but somebody else has taken its name meanwhile. */
	public static String handoverInTheMiddle() {
		try (ZContext context = new ZContext()) {
			ZMQ.Socket router = bound(context, true);
			ZMQ.Socket first = dealer(context, router, "same");
			first.sendMore("one");
			first.send("two");
			require(Arrays.equals(router.recv(), bytes("same")), "a name");
			require("one".equals(router.recvStr()), "the first frame");
			ZMQ.Socket second = dealer(context, router, "same");
			second.send("from the second");
			awaitHandedOver(router, "same", second);
			require("two".equals(router.recvStr()) && !router.hasReceiveMore(), "the rest of the first one's");
			require(Arrays.equals(router.recv(), bytes("same")), "the name");
			require("from the second".equals(router.recvStr()), "what the second one says");
			return "done";
		}
	}

	/** Nothing remains of those who wanted a name that another one had. */
	public static String refusedOnesGo() {
		try (ZContext context = new ZContext()) {
			ZMQ.Socket router = bound(context, false);
			ZMQ.Socket first = dealer(context, router, "same");
			first.send("from the first");
			receive(router);
			for (int i = 0; i < 10; i++) {
				dealer(context, router, "same").send("from a newcomer");
			}
			ZMQ.Socket other = dealer(context, router, "other");
			other.send("from another one");
			require(Arrays.equals(receive(router), bytes("other")), "only the other one");
			awaitPeers(router, 2);
			return "done";
		}
	}

	/** And nothing is kept of what they send, which nobody would ever read. */
	public static String refusedOnesAreNotHeardOut() {
		try (ZContext context = new ZContext()) {
			ZMQ.Socket router = bound(context, false);
			ZMQ.Socket first = dealer(context, router, "same");
			first.send("from the first");
			receive(router);
			ZMQ.Socket newcomer = dealer(context, router, "same");
			byte[] body = new byte[100_000];
			int sent = 0;
			newcomer.setSendTimeOut(BLOCKED_MILLIS);
			while (sent < MORE_THAN_FITS && newcomer.send(body)) {
				sent++;
				router.getEvents();
			}
			require(sent < MORE_THAN_FITS, "no room: sent " + sent);
			awaitPeers(router, 1);
			return "done";
		}
	}

	/** The name that the next connection has, whatever its peer says. */
	public static String givenName() {
		try (ZContext context = new ZContext()) {
			ZMQ.Socket router = bound(context, false);
			ZMQ.Socket asking = patient(context.createSocket(SocketType.ROUTER));
			asking.setRouterMandatory(true);
			asking.base().setSocketOpt(zmq.ZMQ.ZMQ_CONNECT_RID, "there");
			asking.setIdentity(bytes("here"));
			asking.connect(router.getLastEndpoint());
			reply(asking, bytes("there"), "hello");
			require(Arrays.equals(receive(router), bytes("here")), "who asks");
			reply(router, bytes("here"), "hello");
			require(Arrays.equals(receive(asking), bytes("there")), "who answers");
			return "done";
		}
	}

	private static void awaitHandedOver(ZMQ.Socket router, String name, ZMQ.Socket to) {
		await(() -> {
			if (addressed(router, name)) {
				router.send("yours?", ZMQ.DONTWAIT);
			}
			return to.recv(ZMQ.DONTWAIT) != null;
		});
	}

	/** That a peer has gone is seen when there is nothing more to read from it. */
	private static void awaitUnreachable(ZMQ.Socket router, String name) {
		await(() -> {
			require(router.recv(ZMQ.DONTWAIT) == null, "no message");
			boolean sent = addressed(router, name);
			if (sent) {
				router.send("are you there?", ZMQ.DONTWAIT);
			}
			return !sent && router.errno() == ZError.EHOSTUNREACH;
		});
	}

	/** The socket of the library throws where this one says no. */
	private static boolean addressed(ZMQ.Socket router, String name) {
		return router.base().send(new Msg(bytes(name)), ZMQ.SNDMORE | ZMQ.DONTWAIT);
	}

	private static void awaitPeers(ZMQ.Socket router, int count) {
		await(() -> {
			router.getEvents();
			return pipes(router) == count;
		});
	}

	/** How many connections the socket knows, with those it never listens to. */
	private static int pipes(ZMQ.Socket router) throws ReflectiveOperationException {
		Field pipes = SocketBase.class.getDeclaredField("pipes");
		pipes.setAccessible(true);
		return ((Collection<?>) pipes.get(router.base())).size();
	}

	private static void await(java.util.concurrent.Callable<Boolean> condition) {
		Awaitility.await()
			.pollInSameThread()
			.pollInterval(Duration.ofMillis(5))
			.atMost(Duration.ofMillis(PATIENCE_MILLIS))
			.until(condition);
	}

	/** Takes a message of one frame, and says whose. */
	private static byte[] receive(ZMQ.Socket router) {
		byte[] name = router.recv();
		require(name != null && router.recv() != null && !router.hasReceiveMore(), "a message of one frame");
		return name;
	}

	private static void reply(ZMQ.Socket router, byte[] name, String text) {
		require(router.send(name, ZMQ.SNDMORE), "to address");
		require(router.send(text), "to send");
	}

	private static ZMQ.Socket bound(ZContext context, boolean handover) {
		ZMQ.Socket router = patient(context.createSocket(SocketType.ROUTER));
		router.setRouterMandatory(true);
		router.setRouterHandover(handover);
		router.setSndHWM(5);
		require(router.bind("tcp://127.0.0.1:*"), "a port");
		// before, it throws
		router.setSendBufferSize(8192);
		return router;
	}

	private static ZMQ.Socket dealer(ZContext context, ZMQ.Socket router, String name) {
		ZMQ.Socket dealer = patient(context.createSocket(SocketType.DEALER));
		if (!name.isEmpty()) {
			dealer.setIdentity(bytes(name));
		}
		dealer.setRcvHWM(5);
		dealer.setSndHWM(50);
		dealer.setReceiveBufferSize(8192);
		require(dealer.connect(router.getLastEndpoint()), "a connection");
		return dealer;
	}

	private static ZMQ.Socket patient(ZMQ.Socket socket) {
		socket.setLinger(0);
		socket.setReceiveTimeOut(PATIENCE_MILLIS);
		socket.setSendTimeOut(PATIENCE_MILLIS);
		// fresh connections of plain JeroMQ may stall: connect again soon
		socket.setHandshakeIvl(300);
		// who has lost its name shall not take it back before the end
		socket.setReconnectIVL(RECONNECT_MILLIS);
		return socket;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static void require(boolean there, String what) {
		if (!there) {
			throw new IllegalStateException("expected " + what);
		}
	}

}
