package io.pirate.reactor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.function.Supplier;

import io.pirate.machine.Peer;
import io.pirate.reactor.curve.CurveInstallation;
import io.pirate.wire.Identity;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * Opens the sockets of one loop. Every socket option is set here and nowhere else. Used
 * by the loop's thread only.
 */
public final class SocketFactory {

	/** A silent scanner is sent away after this time. */
	private static final int BIND_HANDSHAKE_MILLIS = 3000;

	private static final long NANOS_PER_MILLI = 1_000_000L;

	/** A peer that does not answer, or a handshake that stalls after all: try again. */
	private static final int CONNECT_HANDSHAKE_MILLIS = 500;

	/**
	 * JeroMQ forgets a timer that is set again while it still keeps it as cancelled, and
	 * it keeps it until its time: the timeout has to be over before the next heartbeat.
	 */
	private static final int HEARTBEAT_MARGIN_MILLIS = 10;

	private static final int BACKLOG = 1024;

	private static final int END_MARK_BYTES = 24;

	private static final byte[] NO_END_MARK = {};

	private final Supplier<SocketContext> context;

	/** Never on the wire, so that no peer can pretend that another one has ended. */
	private final byte[] endMark = new byte[END_MARK_BYTES];

	SocketFactory(Supplier<SocketContext> context) {
		this.context = context;
		new SecureRandom().nextBytes(this.endMark);
	}

	/**
	 * Binds a ROUTER that refuses unknown peers instead of dropping their messages, never
	 * hands an identity over, and tells when a peer's connection ends.
	 * @param endpoint such as {@code tcp://127.0.0.1:5555}; {@code *} takes any free port
	 * @param settings its limits
	 * @return the bound socket
	 * @throws EndpointException if the endpoint is malformed
	 * @throws BindFailedException if it cannot be bound
	 */
	public SocketPort bindRouter(String endpoint, SocketSettings settings) {
		return bind(endpoint, null, settings);
	}

	/**
	 * Binds such a ROUTER that has an identity, by which other ROUTERs address it.
	 * @param endpoint where to bind
	 * @param publicEndpoint its identity, or {@code null} for the bound address
	 * @param settings its limits
	 * @return the bound socket
	 * @throws EndpointException if the endpoint is malformed
	 * @throws BindFailedException if it cannot be bound
	 */
	public SocketPort bindServer(String endpoint, @Nullable String publicEndpoint, SocketSettings settings) {
		Endpoint address = Endpoint.toBind(endpoint);
		if (publicEndpoint != null) {
			return bind(endpoint, publicEndpoint, settings);
		}
		if (address.local() || address.port() > 0) {
			return bind(endpoint, address.connectable(address.port()), settings);
		}
		SocketPort port = bind(endpoint, null, settings);
		// nobody can have connected to a port that nobody knows
		port.socket().setIdentity(port.boundEndpoint().getBytes(StandardCharsets.UTF_8));
		return port;
	}

	private SocketPort bind(String endpoint, @Nullable String identity, SocketSettings settings) {
		Endpoint address = Endpoint.toBind(endpoint);
		SocketContext current = this.context.get();
		ZMQ.Socket socket = current.socket(SocketType.ROUTER);
		FrameGuard guard = new FrameGuard(settings, () -> {
		});
		common(socket, settings, guard);
		socket.setHandshakeIvl(bindPatience(settings));
		socket.setRouterMandatory(true);
		socket.setRouterHandover(false);
		socket.setBacklog(BACKLOG);
		if (identity != null) {
			socket.setIdentity(identity.getBytes(StandardCharsets.UTF_8));
		}
		socket.setIPv6(address.ipv6());
		socket.base().setSocketOpt(zmq.ZMQ.ZMQ_DISCONNECT_MSG, this.endMark);
		Channels channels = new Channels();
		AcceptGate gate = gate(settings, channels);
		socket.base().setEventHook(new BindWatch(guard, channels, gate, current.health()), BindWatch.EVENTS);
		UnsentBytes unsent = address.local() ? null : new UnsentBytes(settings.maxPendingBytes());
		gate.guard(socket);
		Senders senders = authenticate(current, socket, settings.curve(), address);
		SocketPort port = new SocketPort(socket, guard, settings, this.endMark, unsent, senders, current);
		port.guardedBy(gate);
		current.opened(port, channels, null, gate);
		bind(port, address);
		if (settings.sendBuffer() > 0) {
			// a listening socket has no such option: before the bind it would throw
			socket.setSendBufferSize(settings.sendBuffer());
		}
		return port;
	}

	private static int bindPatience(SocketSettings settings) {
		if (settings.handshakeMillis() != SocketSettings.USUAL) {
			return (int) settings.handshakeMillis();
		}
		return (settings.curve() != null) ? CurveSettings.BIND_HANDSHAKE_MILLIS : BIND_HANDSHAKE_MILLIS;
	}

	private static AcceptGate gate(SocketSettings settings, Channels channels) {
		AcceptLimits limits = AcceptLimits.of(settings, CurveInstallation.decide(true).ours());
		boolean told = ((settings.curve() != null) ? CurveInstallation.guards() : CurveInstallation.timed()).ours();
		return new AcceptGate(limits, channels, System::nanoTime,
				told ? new Handshakes(bindPatience(settings) * NANOS_PER_MILLI + CurveSettings.HANDSHAKE_MARGIN_NANOS)
						: null);
	}

	/** Within a process nobody has to prove anything, and JeroMQ asks nobody. */
	private static Senders authenticate(SocketContext context, ZMQ.Socket socket, @Nullable CurveSettings curve,
			Endpoint address) {
		if (curve == null) {
			return Senders.all(Peer.ANYONE);
		}
		if (address.local()) {
			return Senders.all(Peer.SELF);
		}
		ZapHandler zap = context.zap();
		curve.serve(socket, zap.domain(curve.admission()));
		return Senders.proven(curve.admission(), zap.property());
	}

	/**
	 * Opens a DEALER, not yet connected. It refuses messages while nobody is connected
	 * instead of queueing them.
	 * @param settings its limits
	 * @param identity a fresh random one, or {@code null} to let the peer assign one
	 * @param listener hears about the connection
	 * @return the socket; {@link SocketPort#connect} is next
	 */
	public SocketPort dealer(SocketSettings settings, @Nullable Identity identity, ConnectionListener listener) {
		return connecting(SocketType.DEALER, settings, identity, NO_END_MARK, listener);
	}

	/**
	 * Opens a ROUTER, not yet connected, for one server that has an identity of its own.
	 * @param settings its limits
	 * @param listener hears about the connection
	 * @return the socket; {@link SocketPort#connect} is next
	 */
	public SocketPort router(SocketSettings settings, ConnectionListener listener) {
		SocketPort port = connecting(SocketType.ROUTER, settings, null, this.endMark, listener);
		port.socket().setRouterMandatory(true);
		// the server's old connection may not be forgotten when it is back
		port.socket().setRouterHandover(true);
		return port;
	}

	private SocketPort connecting(SocketType type, SocketSettings settings, @Nullable Identity identity, byte[] mark,
			ConnectionListener listener) {
		SocketContext current = this.context.get();
		ZMQ.Socket socket = current.socket(type);
		CurveSettings curve = settings.curve();
		int patience = (curve != null) ? CurveSettings.CONNECT_HANDSHAKE_MILLIS : CONNECT_HANDSHAKE_MILLIS;
		Connection connection = new Connection(current::handOver, listener, patience,
				(curve != null) ? curve.ask(socket) : null);
		Channels channels = new Channels();
		ConnectionWatch watch = new ConnectionWatch(connection, channels, current.registrations());
		FrameGuard guard = new FrameGuard(settings, watch::handshaken);
		common(socket, settings, guard);
		socket.setHandshakeIvl(patience);
		socket.setImmediate(false);
		socket.setReconnectIVL(settings.reconnectMillis());
		socket.setReconnectIVLMax(settings.reconnectMaxMillis());
		if (settings.sendBuffer() > 0) {
			socket.setSendBufferSize(settings.sendBuffer());
		}
		if (identity != null) {
			socket.setIdentity(identity.bytes());
		}
		socket.base().setEventHook(watch, ConnectionWatch.EVENTS);
		SocketPort port = new SocketPort(socket, guard, settings, mark, null, Senders.all(Peer.ANYONE), current);
		current.opened(port, channels, connection, null);
		return port;
	}

	private void common(ZMQ.Socket socket, SocketSettings settings, FrameGuard guard) {
		socket.setMsgAllocator(guard);
		socket.setMaxMsgSize(settings.maxWireFrame());
		socket.setLinger(settings.lingerMillis());
		socket.setSndHWM(settings.highWater());
		socket.setRcvHWM(settings.highWater());
		socket.setHeartbeatTimeout(settings.silenceMillis());
		socket.setHeartbeatIvl(settings.silenceMillis() + HEARTBEAT_MARGIN_MILLIS);
		if (settings.receiveBuffer() > 0) {
			socket.setReceiveBufferSize(settings.receiveBuffer());
		}
	}

	private static void bind(SocketPort port, Endpoint address) {
		boolean done = false;
		try {
			done = port.socket().base().bind(address.text());
		}
		catch (RuntimeException ex) {
			port.close();
			throw new BindFailedException(address.text(), String.valueOf(ex.getMessage()));
		}
		if (!done) {
			port.close();
			throw new BindFailedException(address.text(), reason(address));
		}
		String last = port.socket().getLastEndpoint();
		int bound = address.local() ? 0 : Integer.parseInt(last.substring(last.lastIndexOf(':') + 1));
		port.bound(address.connectable(bound));
	}

	/** JeroMQ says "in use" for every reason: ask the system itself. */
	private static String reason(Endpoint address) {
		if (address.local()) {
			return "the name is already bound in this process";
		}
		String host = address.host().equals("*") ? "0.0.0.0" : address.host();
		try (ServerSocket probe = new ServerSocket()) {
			probe.setReuseAddress(true);
			probe.bind(new InetSocketAddress(host, address.port()));
			return "the address was in use a moment ago";
		}
		catch (IOException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

}
