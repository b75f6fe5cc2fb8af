package io.pirate.reactor;

import java.net.SocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

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
final class AcceptGate extends TcpAddress.TcpAddressMask {

	/** Of no meaning; the superclass wants one. */
	private static final String ANY = "127.0.0.1:1";

	private static final double NANOS_PER_SECOND = 1e9;

	private final AcceptLimits limits;

	private final Channels channels;

	private final LongSupplier nanoTime;

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
	 */
	AcceptGate(AcceptLimits limits, Channels channels, LongSupplier nanoTime) {
		super(ANY, false);
		this.limits = limits;
		this.channels = channels;
		this.nanoTime = nanoTime;
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
