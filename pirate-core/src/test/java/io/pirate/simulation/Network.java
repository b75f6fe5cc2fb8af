package io.pirate.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.pirate.wire.CompactCodec;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import org.jspecify.annotations.Nullable;

/**
 * Sockets, connections, and what can happen to them. Its own heartbeats are ZMTP's: a
 * side that hears nothing for the timeout ends the connection.
 */
final class Network {

	private final World world;

	private final Chance chance;

	private final Plan plan;

	private final Map<String, Port> ports = new HashMap<>();

	private final Set<Connection> connections = new LinkedHashSet<>();

	private final Set<Link> partitions = new LinkedHashSet<>();

	private final List<Captured> captured = new ArrayList<>();

	/** While true every new connection is closed at once. */
	private boolean slamming;

	private boolean repeated;

	private int identities;

	Network(World world, Chance chance, Plan plan) {
		this.world = world;
		this.chance = chance;
		this.plan = plan;
	}

	Timeline timeline() {
		return this.world.timeline;
	}

	Port bind(Process owner, String endpoint, Port.Listener listener) {
		Port port = new Port(owner, endpoint, listener);
		this.ports.put(endpoint, port);
		return port;
	}

	void close(Port port) {
		port.closed = true;
		this.ports.remove(port.endpoint, port);
		select((connection) -> connection.port == port).forEach(Connection::closeFromPort);
	}

	/** Connects now and whenever that fails. */
	void connect(Plug plug) {
		timeline().after(latency(), () -> handshake(plug));
	}

	void reconnect(Plug plug) {
		if (plug.reconnects && !plug.closed) {
			retry(plug);
		}
	}

	void close(Plug plug, boolean lingers) {
		Connection connection = plug.connection;
		if (connection != null && !plug.closed) {
			connection.closeFromPlug(lingers);
		}
		plug.closed = true;
	}

	/** A process is gone; the others hear of it at once if its machine still runs. */
	void died(Process process, boolean machineToo) {
		this.ports.values().removeIf((port) -> port.owner == process);
		for (Connection connection : select((each) -> each.touches(process))) {
			boolean plugDied = connection.plug.owner == process;
			if (plugDied && connection.isLeft()) {
				continue;
			}
			connection.cut(this.chance.oneIn(2));
			long notice = machineToo ? silence() : latency();
			if (plugDied) {
				timeline().after(notice, connection::portNotices);
			}
			else {
				connection.portForgets();
				timeline().after(notice, connection::plugNotices);
			}
		}
	}

	void froze(Process process) {
		int life = process.life();
		for (Connection connection : select((each) -> each.touches(process))) {
			boolean plugFroze = connection.plug.owner == process;
			timeline().after(silence(), () -> {
				if (process.isFrozen() && process.life() == life) {
					connection.cut(this.chance.oneIn(2));
					connection.plugNotices();
					connection.portNotices();
					this.world.trace.add("net",
							() -> connection + " ends: no sign of " + (plugFroze ? "its plug" : "its port"));
				}
			});
		}
	}

	/** Nothing passes between two processes; what was sent waits. */
	void partition(Process one, Process other, long nanos) {
		Link link = new Link(one, other);
		if (!this.partitions.add(link)) {
			return;
		}
		for (Connection connection : select((each) -> each.joins(one, other))) {
			connection.stall();
			timeline().after(silence(), () -> noticeStall(connection, connection::plugNotices));
			timeline().after(silence(), () -> noticeStall(connection, connection::portNotices));
		}
		timeline().after(nanos, () -> heal(link));
	}

	private static void noticeStall(Connection connection, Runnable notice) {
		if (connection.isStalled() || connection.isCut()) {
			connection.cut(false);
			notice.run();
		}
	}

	private void heal(Link link) {
		if (this.partitions.remove(link)) {
			this.world.trace.add("net", () -> link + " is whole again");
			select((connection) -> connection.joins(link.one(), link.other())).forEach(this::heal);
		}
	}

	private void heal(Connection connection) {
		if (connection.isCut()) {
			later(connection::plugNotices);
			later(connection::portNotices);
		}
		else {
			connection.flow();
		}
	}

	/** Reset by somebody in between. */
	void cut(Connection connection) {
		connection.cut(this.chance.oneIn(2));
		later(connection::plugNotices);
		later(connection::portNotices);
	}

	/**
	 * One direction dies without a word; the side that hears nothing ends the connection.
	 */
	void mute(Connection connection, boolean upwards) {
		connection.mute(upwards);
		timeline().after(silence(), () -> cut(connection));
	}

	void slam(boolean on) {
		this.slamming = on;
	}

	void healAll() {
		this.slamming = false;
		this.connections.forEach((connection) -> connection.clog(0));
		List.copyOf(this.partitions).forEach(this::heal);
	}

	List<Connection> connections() {
		return List.copyOf(this.connections);
	}

	/** A message of the past, to be sent again by somebody else. */
	@Nullable Captured anyCaptured() {
		return this.captured.isEmpty() ? null : this.chance.pick(this.captured);
	}

	/** Somebody in between sends it once more, on the connection it came on. */
	void repeat(Captured message) {
		this.repeated = true;
		message.connection().again(message.upwards(), message.frames());
	}

	/** Whether anything ever came twice. */
	boolean hasRepeated() {
		return this.repeated;
	}

	void observe(Connection connection, boolean upwards, Frames frames) {
		if ((frames.size() > 1 || CompactCodec.isCompact(frames)) && !connection.isStrangers()
				&& this.chance.oneIn(8)) {
			this.captured.add(new Captured(connection, upwards, frames));
		}
	}

	void ended(Connection connection) {
		this.connections.remove(connection);
	}

	void later(Runnable event) {
		timeline().after(latency(), event);
	}

	/** When something sent now arrives, no earlier than what was sent before it. */
	long arrival(long lastArrival) {
		return Math.max(lastArrival, timeline().elapsed() + latency());
	}

	private long latency() {
		return this.chance.between(this.plan.latencyNanos() / 2, this.plan.latencyNanos());
	}

	private long silence() {
		return this.chance.between(this.plan.silenceNanos(), this.plan.silenceNanos() * 3 / 2);
	}

	private void retry(Plug plug) {
		timeline().after(this.chance.between(this.plan.unitNanos() / 8, this.plan.unitNanos()), () -> handshake(plug));
	}

	private void handshake(Plug plug) {
		if (plug.closed || plug.life != plug.owner.life() || plug.connection != null) {
			return;
		}
		Port port = this.ports.get(plug.endpoint);
		if (port == null || !port.owner.isRunning() || !plug.owner.isRunning()
				|| this.partitions.contains(new Link(plug.owner, port.owner))) {
			retry(plug);
			return;
		}
		Identity identity = (plug.identity != null) ? plug.identity : madeUp();
		Connection connection = new Connection(this, plug, port, identity);
		port.add(connection);
		this.connections.add(connection);
		plug.connection = connection;
		plug.tell((listener) -> {
			if (plug.connection == connection) {
				listener.connected();
			}
		});
		if (this.slamming) {
			cut(connection);
		}
	}

	private Identity madeUp() {
		int number = ++this.identities;
		return Identity
			.of(new byte[] { 0, (byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number });
	}

	private List<Connection> select(Predicate<Connection> which) {
		List<Connection> selected = new ArrayList<>();
		for (Connection connection : this.connections) {
			if (which.test(connection)) {
				selected.add(connection);
			}
		}
		return selected;
	}

	/**
	 * Two processes, in either order.
	 *
	 * @param one the one
	 * @param other the other
	 */
	private record Link(Process one, Process other) {

		Link {
			if (one.name.compareTo(other.name) > 0) {
				Process swapped = one;
				one = other;
				other = swapped;
			}
		}

	}

}
