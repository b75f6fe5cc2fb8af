package io.pirate.machine;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;

import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import io.pirate.wire.WorkerIdentity;

/**
 * A worker's connection to one queue: opened with a fresh identity, registered when the
 * queue is heard, given up when the queue is silent or the connection ends, opened again
 * after a pause that only a command from the queue makes short again.
 */
final class QueueLink {

	private final int number;

	private final String endpoint;

	private final WorkerSettings settings;

	private final WorkerActions actions;

	private final Deadlines alarms;

	private final DoubleSupplier chance;

	private final LongSupplier nonces;

	private final Backoff backoff;

	private final Deadline beat = new Deadline(this::beat);

	private final Deadline reopen = new Deadline(this::open);

	private final Deadline silence;

	/** When it goes, if its queue is not wanted any more and has nothing in hand here. */
	final Deadline quiet;

	private PeerHealth health;

	private LinkState state = LinkState.CLOSED;

	private boolean heard;

	private boolean saidGoodbye;

	private boolean dismissed;

	private boolean leaving;

	private int foreignInHand;

	private long opened;

	/**
	 * A closed link.
	 * @param number which it is
	 * @param endpoint its queue's address
	 * @param settings the worker's
	 * @param actions what it may do
	 * @param alarms where its deadlines are kept
	 * @param chance from 0 to 1, for the jitter of its pauses
	 * @param nonces random numbers for identities
	 * @param whenSilent told when its queue counts as dead
	 * @param whenQuiet told when a dismissed link has been quiet for long enough
	 */
	QueueLink(int number, String endpoint, WorkerSettings settings, WorkerActions actions, Deadlines alarms,
			DoubleSupplier chance, LongSupplier nonces, ObjLongConsumer<QueueLink> whenSilent,
			ObjLongConsumer<QueueLink> whenQuiet) {
		this.number = number;
		this.endpoint = endpoint;
		this.settings = settings;
		this.actions = actions;
		this.alarms = alarms;
		this.chance = chance;
		this.nonces = nonces;
		this.backoff = new Backoff(settings.reconnectInterval(), settings.reconnectIntervalMax());
		this.health = new PeerHealth(settings.heartbeat().allowanceNanos(), 0);
		this.silence = new Deadline((now) -> judge(whenSilent, now));
		this.quiet = new Deadline((now) -> whenQuiet.accept(this, now));
	}

	int number() {
		return this.number;
	}

	/** Its queue is not wanted any more, but served for a while. */
	void dismiss() {
		this.dismissed = true;
	}

	boolean isDismissed() {
		return this.dismissed;
	}

	/** It takes nothing more. */
	void beginToLeave() {
		this.leaving = true;
	}

	boolean isLeaving() {
		return this.leaving;
	}

	String endpoint() {
		return this.endpoint;
	}

	boolean isOpen() {
		return this.state == LinkState.OPENING || isConnected();
	}

	boolean isConnected() {
		return this.state == LinkState.CONNECTED || isRegistered();
	}

	boolean isRegistered() {
		return this.state == LinkState.REGISTERED;
	}

	long reconnects() {
		return Math.max(0, this.opened - 1);
	}

	void open(long now) {
		this.alarms.clear(this.reopen);
		this.state = LinkState.OPENING;
		this.opened++;
		// a peer without a pulse serves one request at a time, whatever it could take
		int capacity = hasPulse() ? this.settings.capacity() : 1;
		this.actions.open(this.number, this.endpoint, new WorkerIdentity(this.settings.name(), capacity,
				this.settings.heartbeat().interval(), this.nonces.getAsLong(), takesCompact())
			.encode());
	}

	/**
	 * The handshake is done: registers.
	 * @return whether the queue already counts as joined, because its protocol has no
	 * pulse that could confirm it
	 */
	boolean connected(long now) {
		if (this.state != LinkState.OPENING) {
			return false;
		}
		this.state = hasPulse() ? LinkState.CONNECTED : LinkState.REGISTERED;
		this.heard = false;
		this.saidGoodbye = false;
		this.foreignInHand = 0;
		this.health = new PeerHealth(this.settings.heartbeat().allowanceNanos(), now);
		send(new WorkerCommand.Ready(this.settings.dialect(), this.settings.service()));
		pulse(now);
		return isRegistered();
	}

	/**
	 * A valid command came, any of which is a sign of life.
	 * @return whether that makes the queue a joined one
	 */
	boolean heard(long now) {
		boolean joins = this.state == LinkState.CONNECTED;
		this.state = LinkState.REGISTERED;
		this.heard = true;
		this.health.heard(now);
		this.backoff.reset();
		return joins;
	}

	void giveUp(long now) {
		close();
		this.state = LinkState.PAUSED;
		this.alarms.set(this.reopen, now + this.backoff.next(this.chance.getAsDouble()));
	}

	void leave() {
		farewell();
		close();
	}

	/** Closes the socket for good, or until it is opened again. */
	void close() {
		boolean wasOpen = isOpen();
		this.state = LinkState.CLOSED;
		this.alarms.clear(this.beat);
		this.alarms.clear(this.silence);
		this.alarms.clear(this.reopen);
		this.alarms.clear(this.quiet);
		if (wasOpen) {
			this.actions.close(this.number);
		}
	}

	void send(WorkerCommand command) {
		this.actions.send(this.number, command);
	}

	/**
	 * Sends a command if the socket has room for it.
	 * @return false if nothing was sent
	 */
	boolean offer(WorkerCommand command) {
		return this.actions.offer(this.number, command);
	}

	/**
	 * Heartbeats go on, both ways; the first one after an interval. Who has said goodbye
	 * must not seem to be alive.
	 */
	void pulse(long now) {
		if (!hasPulse() || !isConnected() || this.saidGoodbye || this.beat.isSet()) {
			return;
		}
		this.alarms.set(this.beat, now + this.settings.heartbeat().intervalNanos());
		if (!this.silence.isSet()) {
			this.alarms.set(this.silence, this.health.expiryNanos());
		}
	}

	/**
	 * Gives nobody reason to send anything more: once for each connection where the
	 * protocol has a word for it, and by silence, which the queue may share.
	 */
	void farewell() {
		if (isConnected() && !this.saidGoodbye && this.settings.dialect().isMajordomo()) {
			this.saidGoodbye = true;
			send(new WorkerCommand.Disconnect(this.settings.dialect()));
		}
		this.alarms.clear(this.beat);
		this.alarms.clear(this.silence);
	}

	void took(Lease lease) {
		if (lease.isForeign()) {
			this.foreignInHand++;
		}
	}

	/** The lease was answered. A foreign queue's silence counts from then on. */
	void settled(Lease lease, long now) {
		if (lease.isForeign() && --this.foreignInHand == 0) {
			this.health.heard(now);
		}
	}

	void credit(long nanos) {
		this.health.credit(nanos);
	}

	WorkerSnapshot.LinkView view(long now) {
		long heardMs = (isConnected() && this.heard) ? (now - this.health.heardNanos()) / 1_000_000 : -1;
		return new WorkerSnapshot.LinkView(this.endpoint, isRegistered(), heardMs, livenessLeft(now));
	}

	private int livenessLeft(long now) {
		HeartbeatPolicy heartbeat = this.settings.heartbeat();
		if (!isConnected()) {
			return 0;
		}
		if (!isJudged()) {
			return heartbeat.liveness();
		}
		long left = Math.max(0, this.health.expiryNanos() - now);
		long intervals = (left + heartbeat.intervalNanos() - 1) / heartbeat.intervalNanos();
		return (int) Math.min(heartbeat.liveness(), intervals);
	}

	/** Who asked for the older protocols wants to see them. */
	private boolean takesCompact() {
		WorkerDialect dialect = this.settings.dialect();
		return this.settings.compact() && (dialect == WorkerDialect.PARANOID || dialect == WorkerDialect.MAJORDOMO_02);
	}

	private boolean hasPulse() {
		return this.settings.dialect().hasPulse();
	}

	/** Guide queues heartbeat idle workers only, so while busy nothing is concluded. */
	private boolean isJudged() {
		return hasPulse() && this.foreignInHand == 0;
	}

	private void beat(long now) {
		send(new WorkerCommand.Heartbeat(this.settings.dialect()));
		pulse(now);
	}

	private void judge(ObjLongConsumer<QueueLink> whenSilent, long now) {
		if (isJudged() && this.health.isExpired(now)) {
			whenSilent.accept(this, now);
			return;
		}
		long again = this.health.isExpired(now) ? now + this.settings.heartbeat().intervalNanos()
				: this.health.expiryNanos();
		this.alarms.set(this.silence, again);
	}

}
