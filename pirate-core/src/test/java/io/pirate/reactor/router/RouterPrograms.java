package io.pirate.reactor.router;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.SocketBase;
import zmq.socket.reqrep.Router;

/**
 * What can be done with a ROUTER, and what came of it, as text. All of its peers are in
 * the same thread, so that the same is done in the same order each time.
 */
public final class RouterPrograms {

	private static final int STEPS = 120;

	private static final int PEERS = 5;

	private static final int HIGH_WATER = 3;

	private static final String ENDPOINT = "inproc://router";

	private static final String[] NAMES = { "", "a", "a", "b", "long-name" };

	private final Random random;

	private final ZContext context;

	private final ZMQ.Socket router;

	private final ZMQ.Socket[] peers = new ZMQ.Socket[PEERS];

	private final boolean[] connected = new boolean[PEERS];

	private final Set<String> used = new HashSet<>();

	private boolean handover;

	/** Names that the router makes up are random. */
	private final Map<String, String> aliases = new HashMap<>();

	private final List<byte[]> heardOf = new ArrayList<>();

	private final StringBuilder log = new StringBuilder();

	private RouterPrograms(long seed, ZContext context) {
		this.random = new Random(seed);
		this.context = context;
		this.router = context.createSocket(SocketType.ROUTER);
	}

	/** Everything that others can call or override, declared there or above. */
	public static String members() throws Exception {
		TreeSet<String> members = new TreeSet<>();
		for (Class<?> type = Router.class; type != SocketBase.class; type = type.getSuperclass()) {
			for (Method each : type.getDeclaredMethods()) {
				boolean open = Modifier.isPublic(each.getModifiers()) || Modifier.isProtected(each.getModifiers());
				// inherited by ours, where it only asserts
				if (open && !each.getName().equals("destroy")) {
					members.add(each.toString());
				}
			}
		}
		return members + " " + Arrays.toString(Router.class.getConstructors()) + Router.class.getSuperclass();
	}

	/** Random use. */
	public static String use(long seed) {
		try (ZContext context = new ZContext()) {
			RouterPrograms program = new RouterPrograms(seed, context);
			program.open();
			for (int i = 0; i < STEPS; i++) {
				program.settle();
				program.step();
			}
			program.settle();
			program.drain();
			return program.log.toString();
		}
	}

	private void open() {
		this.router.setSndHWM(HIGH_WATER);
		// ours counts a message as read when its first frame is
		this.router.setRcvHWM(0);
		this.router.setRouterMandatory(this.random.nextInt(4) > 0);
		this.handover = this.random.nextBoolean();
		this.router.setRouterHandover(this.handover);
		this.router.setProbeRouter(this.random.nextInt(4) == 0);
		this.router.bind(ENDPOINT);
		for (int i = 0; i < PEERS; i++) {
			connect(i);
		}
	}

	private void connect(int number) {
		ZMQ.Socket peer = this.peers[number];
		if (peer == null) {
			peer = this.context.createSocket(SocketType.DEALER);
			peer.setSndHWM(HIGH_WATER);
			peer.setRcvHWM(HIGH_WATER);
			this.peers[number] = peer;
		}
		String name = NAMES[number];
		if (!name.isEmpty()) {
			// who is refused a name is not heard out by ours: see RouterContracts
			while (!this.handover && !this.used.add(name)) {
				name += "'";
			}
			peer.setIdentity(name.getBytes(StandardCharsets.UTF_8));
		}
		this.connected[number] = peer.connect(ENDPOINT);
	}

	/** Everybody does what others have told it to. */
	private void settle() {
		for (int i = 0; i < 4; i++) {
			this.router.getEvents();
			Arrays.stream(this.peers).forEach(ZMQ.Socket::getEvents);
		}
	}

	private void step() {
		int number = this.random.nextInt(PEERS);
		int step = this.random.nextInt(14);
		this.log.append(step).append(' ').append(number).append(": ");
		switch (step) {
			case 0, 1, 2, 3 -> ask(number);
			case 4, 5, 6 -> receive();
			case 7, 8, 9 -> answer();
			case 10, 11 -> this.log.append(text(this.peers[number]));
			case 12 -> nobody();
			default -> reconnect(number);
		}
		this.log.append('\n');
	}

	private void ask(int number) {
		int frames = 1 + this.random.nextInt(3);
		boolean sent = this.connected[number];
		for (int i = 0; sent && i < frames; i++) {
			String text = number + "-" + this.random.nextInt(100);
			sent = sent(this.peers[number], text.getBytes(StandardCharsets.UTF_8), i < frames - 1);
			this.log.append(sent);
		}
	}

	/** Peers that leave meanwhile are in {@link RouterContracts}: ours is ahead there. */
	private void receive() {
		byte[] name = this.router.recv(ZMQ.DONTWAIT);
		if (name == null) {
			this.log.append("nothing ").append(this.router.errno());
			return;
		}
		this.heardOf.add(name);
		this.log.append(alias(name)).append(this.router.hasReceiveMore());
		while (this.router.hasReceiveMore()) {
			this.log.append(' ').append(this.router.recvStr(ZMQ.DONTWAIT));
		}
	}

	private void answer() {
		byte[] name = (this.heardOf.isEmpty() || this.random.nextInt(6) == 0) ? "b".getBytes(StandardCharsets.UTF_8)
				: this.heardOf.get(this.random.nextInt(this.heardOf.size()));
		boolean sent = sent(this.router, name.clone(), true);
		this.log.append(alias(name)).append(sent).append(sent ? 0 : this.router.errno());
		int frames = 1 + this.random.nextInt(3);
		for (int i = 0; sent && i < frames; i++) {
			String text = "r" + this.random.nextInt(100);
			this.log.append(sent(this.router, text.getBytes(StandardCharsets.UTF_8), i < frames - 1));
		}
	}

	/** Who is not there gets nothing, and a name alone is no message. */
	private void nobody() {
		byte[] name = "nobody".getBytes(StandardCharsets.UTF_8);
		boolean sent = sent(this.router, name, true);
		this.log.append(sent).append(sent ? 0 : this.router.errno());
		if (sent) {
			this.log.append(sent(this.router, name, false));
		}
		this.log.append(sent(this.router, name, false));
	}

	private static boolean sent(ZMQ.Socket socket, byte[] bytes, boolean more) {
		return socket.base().send(new Msg(bytes), ZMQ.DONTWAIT | (more ? ZMQ.SNDMORE : 0));
	}

	private void reconnect(int number) {
		// most are there most of the time
		if (this.connected[number] && this.random.nextInt(3) > 0) {
			return;
		}
		if (this.connected[number]) {
			this.connected[number] = !this.peers[number].disconnect(ENDPOINT);
		}
		else {
			connect(number);
		}
		this.log.append(this.connected[number]);
	}

	private void drain() {
		for (int i = 0; i < 40; i++) {
			receive();
			settle();
		}
		for (ZMQ.Socket peer : this.peers) {
			for (int i = 0; i < 10; i++) {
				this.log.append(text(peer)).append(' ');
			}
		}
	}

	private static String text(ZMQ.Socket socket) {
		StringBuilder text = new StringBuilder();
		do {
			text.append(socket.recvStr(ZMQ.DONTWAIT)).append(' ');
		}
		while (socket.hasReceiveMore());
		return text.toString();
	}

	private String alias(byte[] name) {
		return (name.length == 5 && name[0] == 0)
				? this.aliases.computeIfAbsent(HexFormat.of().formatHex(name), (it) -> "#" + this.aliases.size())
				: new String(name, StandardCharsets.UTF_8);
	}

}
