package io.pirate.reactor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/**
 * Waits at the connections themselves: whoever owns the loop does the work of JeroMQ's
 * I/O thread too. A message that arrives wakes one thread, where it woke two, and nobody
 * has to be woken for one that is sent.
 */
final class DrivenWaiting implements Waiting {

	private static final long NANOS_PER_MILLI = 1_000_000L;

	/** Until a failure is acted upon the loop must not spin. */
	private static final long FAILED_NANOS = 10 * NANOS_PER_MILLI;

	private final Inbox inbox;

	private final Wakeup wakeup;

	private final IoHealth health;

	/** Whether the I/O thread shall do its work itself, for it may have to wait. */
	private final BooleanSupplier aside;

	private final Runnable commandBell;

	private final List<Attached> sockets = new ArrayList<>();

	private @Nullable Helm helm;

	/** JeroMQ has taken the thread's flag. */
	private boolean interrupted;

	/** While this has the helm. */
	private @Nullable OurMailbox commands;

	DrivenWaiting(Inbox inbox, Wakeup wakeup, IoHealth health, BooleanSupplier aside) {
		this.inbox = inbox;
		this.aside = aside;
		this.wakeup = wakeup;
		this.health = health;
		this.commandBell = wakeup::signal;
	}

	static boolean isAvailable() {
		return OurMailbox.isAvailable() && OurPoller.isAvailable();
	}

	/** JeroMQ is about to start its I/O thread. */
	void runs(Helm newHelm) {
		this.helm = newHelm;
	}

	@Override
	public void opened(SocketPort port) {
		OurMailbox mailbox = OurMailbox.of(port.socket().base());
		mailbox.attach(this.commandBell);
		this.sockets.add(new Attached(port, mailbox));
	}

	/** Those who close it wait at a selector. */
	@Override
	public void closing(SocketPort port) {
		Attached attached = find(port);
		if (attached != null) {
			this.sockets.remove(attached);
			attached.mailbox.detach();
		}
	}

	@Override
	public void register(SocketPort port) {
		watch(port, true);
	}

	@Override
	public void unregister(SocketPort port) {
		watch(port, false);
	}

	private void watch(SocketPort port, boolean watched) {
		Attached attached = find(port);
		if (attached != null) {
			attached.watched = watched;
		}
	}

	private @Nullable Attached find(SocketPort port) {
		for (Attached each : this.sockets) {
			if (each.port == port) {
				return each;
			}
		}
		return null;
	}

	@Override
	public boolean sleep(long nanos) {
		boolean before = Thread.interrupted();
		Helm current = this.helm;
		if (current == null || this.health.failure() != null) {
			leave();
			park((current == null) ? nanos : Math.min(nanos, FAILED_NANOS), false);
		}
		else if (this.aside.getAsBoolean()) {
			leave();
			park(before ? 0 : nanos, true);
		}
		else {
			// who has been interrupted wants to know now
			pass(current, before ? 0 : nanos);
		}
		boolean seen = interrupted(before);
		this.interrupted = false;
		return seen;
	}

	private boolean interrupted(boolean before) {
		boolean after = Thread.interrupted();
		return before || after || this.interrupted;
	}

	@Override
	public boolean look() {
		Helm current = this.helm;
		if (current == null || this.health.failure() != null || this.aside.getAsBoolean()) {
			leave();
			return false;
		}
		return pass(current, 0);
	}

	private void park(long nanos, boolean looking) {
		Thread sleeper = Thread.currentThread();
		this.wakeup.fallAsleep(() -> LockSupport.unpark(sleeper));
		try {
			if (this.inbox.isEmpty() && (!looking || isQuiet())) {
				LockSupport.parkNanos(this, nanos);
			}
		}
		finally {
			this.wakeup.awake();
		}
	}

	/** An {@code Error} in here would have ended the I/O thread. */
	private boolean pass(Helm current, long nanos) {
		if (this.commands == null) {
			current.take();
		}
		current.begin();
		try {
			OurMailbox mine = commands(current);
			OurPoller poller = current.poller();
			long timer = poller.prepare();
			boolean heard = (nanos > 0) ? select(current, mine, timer, nanos) : poller.select(0);
			if (heard) {
				poller.handleReady();
			}
			return heard;
		}
		catch (Throwable ex) {
			this.health.fail("I/O on thread " + Thread.currentThread().getName() + " has failed: " + ex);
			return false;
		}
		finally {
			current.end();
		}
	}

	/** What is sent from here on rings; what was before is looked for. */
	private boolean select(Helm current, OurMailbox mine, long timerMillis, long nanos) {
		// rounded up, so that nobody is woken too early to be due
		long millis = (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
		long wait = (timerMillis < 0) ? millis : Math.min(timerMillis, millis);
		this.wakeup.fallAsleep(current.bell());
		try {
			boolean quiet = this.inbox.isEmpty() && !mine.isRaised() && isQuiet();
			return current.poller().select(quiet ? wait : 0);
		}
		finally {
			this.wakeup.awake();
		}
	}

	private boolean isQuiet() {
		boolean quiet = true;
		for (Attached each : this.sockets) {
			if (each.watched) {
				boolean raised = each.mailbox.isRaised();
				quiet &= !isReadable(each.port) && !raised;
			}
		}
		return quiet;
	}

	/**
	 * The loop may have left something for its next turn. Commands are run, also of a
	 * socket that nobody reads: its bit would be up for ever.
	 */
	private boolean isReadable(SocketPort port) {
		int events = port.socket().getEvents();
		this.interrupted |= events < 0;
		return (events & ZMQ.Poller.POLLIN) != 0;
	}

	private OurMailbox commands(Helm current) {
		OurMailbox mine = this.commands;
		if (mine == null) {
			mine = current.poller().commands();
			mine.attach(this.commandBell);
			this.commands = mine;
		}
		return mine;
	}

	@Override
	public void leave() {
		OurMailbox mine = this.commands;
		Helm current = this.helm;
		if (mine != null && current != null) {
			current.begin();
			this.commands = null;
			mine.detach();
			current.end();
			current.give();
		}
	}

	@Override
	public void close() {
		leave();
	}

	/** A socket that rings. */
	private static final class Attached {

		private final SocketPort port;

		private final OurMailbox mailbox;

		private boolean watched;

		Attached(SocketPort port, OurMailbox mailbox) {
			this.port = port;
			this.mailbox = mailbox;
		}

	}

}
