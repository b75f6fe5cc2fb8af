package io.pirate.reactor;

import java.nio.channels.SelectableChannel;

import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Waits as every user of JeroMQ's does, while a thread of its own serves the sockets. */
final class PolledWaiting implements Waiting {

	private static final int INITIAL_POLL_ITEMS = 8;

	private static final long NANOS_PER_MILLI = 1_000_000L;

	private final Inbox inbox;

	private final Wakeup wakeup;

	private final WakeupPipe pipe = new WakeupPipe();

	private final ZMQ.Poller poller;

	PolledWaiting(ZContext context, Inbox inbox, Wakeup wakeup) {
		this.inbox = inbox;
		this.wakeup = wakeup;
		this.poller = context.createPoller(INITIAL_POLL_ITEMS);
		this.poller.register(this.pipe.channel(), ZMQ.Poller.POLLIN);
	}

	@Override
	public void opened(SocketPort port) {
	}

	@Override
	public void closing(SocketPort port) {
		unregister(port);
	}

	@Override
	public void register(SocketPort port) {
		this.poller.unregister(port.socket());
		this.poller.register(port.socket(), ZMQ.Poller.POLLIN);
	}

	@Override
	public void unregister(SocketPort port) {
		this.poller.unregister(port.socket());
	}

	/** Rounded up, so that nobody is woken too early to be due. */
	@Override
	public boolean sleep(long nanos) {
		boolean interrupted = Thread.interrupted();
		this.wakeup.fallAsleep(this.pipe);
		try {
			if (this.inbox.isEmpty() && this.poller.poll((nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI) < 0) {
				interrupted = true;
			}
		}
		finally {
			this.wakeup.awake();
		}
		SelectableChannel channel = this.pipe.channel();
		if (!this.pipe.drain()) {
			this.poller.unregister(channel);
			this.poller.register(this.pipe.channel(), ZMQ.Poller.POLLIN);
		}
		return interrupted;
	}

	@Override
	public boolean look() {
		return false;
	}

	@Override
	public void leave() {
	}

	@Override
	public void close() {
		this.poller.close();
		this.pipe.close();
	}

}
