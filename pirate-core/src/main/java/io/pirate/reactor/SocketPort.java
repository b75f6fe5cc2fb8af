package io.pirate.reactor;

import java.util.Objects;

import io.pirate.reactor.MessageReader.Read;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.SocketBase;

/**
 * One socket of one loop. Nothing here blocks, and nothing is sent or received in part.
 * Used by the loop's thread only.
 */
public final class SocketPort {

	private final ZMQ.Socket socket;

	private final SocketBase base;

	private final SocketSettings settings;

	private final SocketOwner owner;

	private final MessageReader reader;

	private final MessageWriter writer;

	private final RouterIntake intake;

	private final Arrival arrival = new Arrival();

	/** Of a ROUTER over a network; within a process nothing tells what was read. */
	private final @Nullable UnsentBytes unsent;

	private @Nullable String boundEndpoint;

	private @Nullable AcceptGate gate;

	private boolean unbound;

	private boolean closed;

	/**
	 * A port of an open socket.
	 * @param socket a ROUTER or DEALER
	 * @param guard its allocator
	 * @param settings its limits
	 * @param endMark a ROUTER's news that a connection has ended; empty for a DEALER
	 * @param unsent counts what a ROUTER's peers have not been sent yet, if anything does
	 * @param senders who is behind a ROUTER's connections
	 * @param owner hears of its life
	 */
	SocketPort(ZMQ.Socket socket, FrameGuard guard, SocketSettings settings, byte[] endMark,
			@Nullable UnsentBytes unsent, Senders senders, SocketOwner owner) {
		this.socket = socket;
		this.base = socket.base();
		this.settings = settings;
		this.unsent = unsent;
		this.owner = owner;
		this.reader = new MessageReader(this.base, guard, settings, endMark.length > 0, owner);
		this.intake = new RouterIntake(this.reader, endMark, senders);
		this.writer = new MessageWriter(this.base, owner);
	}

	/**
	 * Receives one message of a DEALER.
	 * @return the whole message, or {@code null} if nothing is there
	 */
	public @Nullable Frames receive() {
		return isMessageThere() ? this.reader.take(0) : null;
	}

	/**
	 * Receives one message of a ROUTER, or the news that a peer's connection has ended.
	 * @return the message with its sender, or {@code null} if nothing is there
	 */
	public @Nullable Addressed receiveFrom() {
		return receiveFrom(this.arrival) ? this.arrival.kept() : null;
	}

	/**
	 * The same, without a new object for each message.
	 * @param arrival what was received, if anything was
	 * @return whether something was
	 */
	boolean receiveFrom(Arrival arrival) {
		while (isMessageThere()) {
			if (this.intake.take(arrival)) {
				if (arrival.ended() && this.unsent != null) {
					this.unsent.forget(arrival.identity());
				}
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether who sent the latest message has said that its socket is a ROUTER; what it
	 * says is about itself only.
	 * @return false also if it has said nothing, as within a process
	 */
	public boolean isFromRouter() {
		return this.reader.isFromRouter();
	}

	/**
	 * Sends one message to whoever is connected. The arrays are not copied: nobody may
	 * change them any more.
	 * @param frames at least one
	 * @return whether the socket took it
	 */
	public Sent send(Frames frames) {
		return write(null, frames, null);
	}

	/**
	 * Sends one message to one peer of a ROUTER. The arrays are not copied.
	 * @param peer its identity
	 * @param frames at least one
	 * @return whether the socket took it; {@code FULL} also if too many bytes for that
	 * peer are not on the wire yet
	 */
	public Sent sendTo(Identity peer, Frames frames) {
		UnsentBytes counted = this.unsent;
		if (counted == null) {
			return write(new Msg(peer.bytes()), frames, null);
		}
		UnsentBytes.Account account = counted.of(peer);
		if (!counted.admits(account, frames)) {
			return Sent.FULL;
		}
		Sent sent = write(account.address, frames, account);
		if (sent == Sent.UNREACHABLE) {
			counted.forget(peer);
		}
		return sent;
	}

	/** The same for a message of one frame, which needs no view then. */
	Sent sendTo(Identity peer, byte[] onlyFrame) {
		UnsentBytes counted = this.unsent;
		if (counted == null || this.closed) {
			return sendTo(peer, Frames.ofOne(onlyFrame));
		}
		UnsentBytes.Account account = counted.of(peer);
		if (!counted.admits(account) && !counted.admits(account, Frames.ofOne(onlyFrame))) {
			return Sent.FULL;
		}
		Sent sent = orClosed(this.writer.write(account, onlyFrame));
		if (sent == Sent.UNREACHABLE) {
			counted.forget(peer);
		}
		return sent;
	}

	/**
	 * Connects, in the background and again whenever the connection ends.
	 * @param endpoint where to
	 * @throws EndpointException if it cannot be connected to
	 */
	public void connect(String endpoint) {
		Endpoint target = Endpoint.toConnect(endpoint);
		this.socket.setIPv6(target.ipv6());
		this.owner.connecting(this, target);
		this.base.connect(endpoint);
	}

	/**
	 * The real address of a bound socket.
	 * @return where processes of this machine can connect: with the real port, and
	 * loopback in place of a wildcard
	 */
	public String boundEndpoint() {
		return Objects.requireNonNull(this.boundEndpoint, "not bound");
	}

	/**
	 * Messages that were refused because they were beyond the limits, since opening.
	 * @return the number
	 */
	public long refused() {
		return this.reader.refused();
	}

	/** Bytes of frames that peers have announced, and not all sent. */
	long arrivingBytes() {
		return this.reader.arrivingBytes();
	}

	/**
	 * Connections that were closed at once because of too many, since opening.
	 * @return the number; 0 if it is not bound
	 */
	public long turnedAway() {
		AcceptGate guarding = this.gate;
		return (guarding != null) ? guarding.refused() : 0;
	}

	/**
	 * Messages that were dropped because their connection had not been let in, since
	 * opening: JeroMQ lets everybody in once nobody decides about that any more.
	 * @return the number
	 */
	public long unproven() {
		return this.intake.unproven();
	}

	public boolean isClosed() {
		return this.closed;
	}

	/** Closes the socket; what lingers is sent in the background. May be repeated. */
	public void close() {
		if (!this.closed) {
			this.closed = true;
			this.owner.closing(this);
			this.socket.close();
		}
	}

	void guardedBy(AcceptGate newGate) {
		this.gate = newGate;
	}

	/** Nobody can connect any more; who is connected stays. */
	void unbind() {
		String bound = this.socket.getLastEndpoint();
		if (this.boundEndpoint != null && !this.unbound && bound != null) {
			this.unbound = true;
			this.socket.unbind(bound);
		}
	}

	void bound(String endpoint) {
		this.boundEndpoint = endpoint;
	}

	ZMQ.Socket socket() {
		return this.socket;
	}

	SocketSettings settings() {
		return this.settings;
	}

	/**
	 * Connects anew after JeroMQ gave up, which it does when the peer broke the protocol.
	 * @return whether it tries; the host's name may have gone
	 */
	boolean connectAgain(String endpoint) {
		try {
			this.base.termEndpoint(endpoint);
			return this.base.connect(endpoint);
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	private boolean isMessageThere() {
		if (this.closed) {
			return false;
		}
		Read read = this.reader.read();
		if (read == Read.BROKEN) {
			close();
		}
		return read == Read.MESSAGE;
	}

	private Sent write(@Nullable Msg address, Frames frames, UnsentBytes.@Nullable Account account) {
		if (frames.isEmpty()) {
			throw new IllegalArgumentException("a message has at least one frame");
		}
		if (this.closed) {
			return Sent.UNREACHABLE;
		}
		return orClosed(this.writer.write(address, frames, account));
	}

	private Sent orClosed(@Nullable Sent sent) {
		if (sent == null) {
			close();
			return Sent.UNREACHABLE;
		}
		return sent;
	}

}
