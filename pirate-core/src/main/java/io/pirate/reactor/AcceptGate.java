package io.pirate.reactor;

import java.net.SocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;
import zmq.Options;
import zmq.io.net.Address;
import zmq.io.net.SelectorProviderChooser;
import zmq.io.net.tcp.TcpAddress;

/**
 * Lets so many connections in, and not more of them in a second than their handshakes may
 * cost. Those beyond are closed before anything is kept or computed for them; who means
 * it comes again.
 * <p>
 * JeroMQ asks its accept filters for each connection, although it shows them the wrong
 * address: its own instead of the peer's. So whoever comes, one gate is for all. Runs on
 * the I/O thread, but for the count.
 */
final class AcceptGate extends TcpAddress.TcpAddressMask implements Consumer<String> {

	/** Of no meaning; the superclass wants one. */
	private static final String ANY = "127.0.0.1:1";

	private static final double NANOS_PER_SECOND = 1e9;

	private final AcceptLimits limits;

	private final Channels channels;

	private final LongSupplier nanoTime;

	/** Where somebody tells when they are over. */
	private final @Nullable Handshakes handshakes;

	private final AtomicLong refused = new AtomicLong();

	/** Connections that may come at once; grows with time. */
	private double allowance;

	private long grownNanos;

	private long lookedNanos;

	/**
	 * A gate through which nobody has come.
	 * @param limits how many
	 * @param channels those that are open, the listening one included
	 * @param nanoTime a clock
	 * @param handshakes of those who come, or {@code null} where nobody tells when they
	 * are over
	 */
	AcceptGate(AcceptLimits limits, Channels channels, LongSupplier nanoTime, @Nullable Handshakes handshakes) {
		super(ANY, false);
		this.limits = limits;
		this.channels = channels;
		this.nanoTime = nanoTime;
		this.handshakes = handshakes;
		this.allowance = limits.atOnce();
		this.grownNanos = nanoTime.getAsLong();
		this.lookedNanos = this.grownNanos;
	}

	/** Stands before a socket that is about to be bound. */
	void guard(ZMQ.Socket socket) {
		// the only place where JeroMQ shows a socket's options
		socket.base().setSocketOpt(zmq.ZMQ.ZMQ_SELECTOR_PROVIDERCHOOSER, new Chooser());
	}

	@Override
	public boolean matchAddress(SocketAddress ownAddress) {
		boolean admitted = isRoom() && isSlowEnough();
		if (!admitted) {
			this.refused.incrementAndGet();
		}
		return admitted;
	}

	/** Somebody has come in. */
	void accepted(Object channel) {
		this.channels.opened(channel);
		if (this.handshakes != null) {
			this.handshakes.begin(channel, this.nanoTime.getAsLong());
		}
	}

	/** His handshake is over: our mechanisms say so. */
	@Override
	public void accept(String peer) {
		if (this.handshakes != null) {
			this.handshakes.finish(peer);
		}
	}

	/** Sends away whoever takes too long for his handshake. The loop's thread. */
	void tick(long now) {
		if (this.handshakes != null) {
			this.handshakes.tick(now);
		}
	}

	/** Connections that were closed at once, since the start. Any thread. */
	long refused() {
		return this.refused.get();
	}

	private boolean isRoom() {
		if (this.channels.count() <= this.limits.connections()) {
			return true;
		}
		long now = this.nanoTime.getAsLong();
		if (now - this.lookedNanos < NANOS_PER_SECOND) {
			return false;
		}
		// a limit must not shut everybody out because an event was missed
		this.lookedNanos = now;
		this.channels.forgetClosed();
		return this.channels.count() <= this.limits.connections();
	}

	private boolean isSlowEnough() {
		int perSecond = this.limits.perSecond();
		if (perSecond == AcceptLimits.AS_THEY_COME) {
			return true;
		}
		long now = this.nanoTime.getAsLong();
		double grown = (now - this.grownNanos) / NANOS_PER_SECOND * perSecond;
		this.grownNanos = now;
		this.allowance = Math.min(this.limits.atOnce(), this.allowance + grown);
		if (this.allowance < 1) {
			return false;
		}
		this.allowance--;
		return true;
	}

	/** Chooses what JeroMQ would. */
	private final class Chooser implements SelectorProviderChooser {

		@Override
		public SelectorProvider choose(Address.IZAddress address, Options options) {
			if (!options.tcpAcceptFilters.contains(AcceptGate.this)) {
				options.tcpAcceptFilters.add(AcceptGate.this);
			}
			return SelectorProvider.provider();
		}

	}

}
