package io.pirate.machine;

import java.util.HexFormat;

import io.pirate.wire.CallFrame;
import io.pirate.wire.CompactCodec;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.WorkerDialect;
import io.pirate.wire.WorkerIdentity;
import org.jspecify.annotations.Nullable;

/** A worker as a queue knows it: alive, with some requests in its hands. */
final class RegisteredWorker {

	/** A loop that was late by this part of an interval reads what may be old. */
	private static final int OLD = 4;

	final Identity identity;

	final WorkerDialect dialect;

	final Service service;

	/** What it calls itself, or a short hash of its identity. */
	final String name;

	final int capacity;

	/** Whether it gets requests in one frame where that is possible. */
	final boolean compact;

	/** Whether it says that it is one of ours, and so knows of credit. */
	final boolean ours;

	final PeerHealth health;

	private final LifeSigns signs;

	/** What it has in hand, in the order of handing out. */
	final WorkList leases = new WorkList();

	final Deadline expiry;

	final Deadline heartbeat;

	/** Who it is; another object of the same name if its rights were read anew. */
	Peer peer;

	/** It handed a request back: nothing more until it says READY. */
	private boolean leaving;

	/** It has no pulse and a lease of it was ended: nothing until it is heard. */
	boolean doubtful;

	/** It shall empty its hands for a request that must be alone. */
	boolean reserved;

	/** It has a request in hand that must be alone. */
	boolean alone;

	/** What the ended lease of a doubtful worker was about. */
	@Nullable Work abandoned;

	long abandonedLease;

	boolean pooled;

	@Nullable RegisteredWorker next;

	@Nullable RegisteredWorker previous;

	RegisteredWorker(Identity identity, Peer peer, WorkerDialect dialect, Service service, QueueSettings settings,
			Workforce workforce, long now) {
		this.identity = identity;
		this.peer = peer;
		this.dialect = dialect;
		this.service = service;
		WorkerIdentity stated = dialect.hasPulse() ? WorkerIdentity.parse(identity) : null;
		this.ours = stated != null;
		this.compact = stated != null && stated.compact() && settings.compact();
		long intervalNanos = settings.heartbeat().intervalNanos();
		if (stated != null) {
			this.name = stated.name();
			this.capacity = Math.min(stated.capacity(), settings.maxCapacity());
			long longest = settings.peers().heartbeatInterval().toNanos();
			intervalNanos = Math.min(stated.heartbeatInterval().toNanos(), Math.max(intervalNanos, longest));
		}
		else {
			this.name = shortName(identity);
			this.capacity = 1;
		}
		this.health = new PeerHealth(intervalNanos * settings.heartbeat().liveness(), now);
		this.signs = new LifeSigns(intervalNanos / OLD, now);
		this.expiry = new Deadline((due) -> workforce.onSilence(this, due));
		this.heartbeat = new Deadline((due) -> workforce.onHeartbeatDue(this, due));
	}

	/** Any valid message of it is a sign of life. */
	void heard(long now) {
		this.health.heard(now);
		this.signs.heard(now);
	}

	/** Our own loop was late. */
	void credit(long nanos) {
		this.health.credit(nanos);
		this.signs.late(nanos);
	}

	int inHand() {
		return this.leases.size();
	}

	boolean isLeaving() {
		return this.leaving;
	}

	/** It will get nothing more until it stays again. */
	void leave() {
		if (!this.leaving) {
			this.leaving = true;
			this.service.staying--;
		}
	}

	void stay() {
		if (this.leaving) {
			this.leaving = false;
			this.service.staying++;
		}
	}

	/** Whether it may get another request. Idle is not alive: that is asked elsewhere. */
	boolean isFree() {
		return this.leases.size() < this.capacity && !this.leaving && !this.doubtful && !this.reserved && !this.alone
				&& !mustSpeak();
	}

	/**
	 * Rights have changed since it was heard, and its next message will tell whether it
	 * may stay. Who has no pulse says nothing unless it is asked.
	 */
	boolean mustSpeak() {
		return this.peer.isSuperseded() && this.dialect.hasPulse();
	}

	/**
	 * Whether it lives so certainly that its end will be the fault of a request that is
	 * alone with it: it has spoken since that one's last worker died. Of several that die
	 * together, each looks alive when the death of another becomes known.
	 */
	boolean isTrustedWith(Work work) {
		return !this.dialect.hasPulse()
				|| (this.signs.areCertain() && (!work.widowed || this.signs.goBeyond(work.widowedNanos)));
	}

	/** A request in the form it takes. */
	QueueCommand request(CallFrame lease, Frames body) {
		return (this.compact && CompactCodec.fits(lease, body, CompactCodec.LONGEST))
				? new QueueCommand.Compact(lease, body) : new QueueCommand.Request(Frames.of(lease.encode()), body);
	}

	/** Its lease has ended although nobody knows what it does with the request. */
	void doubt(Work work) {
		this.doubtful = true;
		this.abandoned = work;
		this.abandonedLease = work.lease;
	}

	/** It was heard: its hands are empty. */
	void trust() {
		this.doubtful = false;
		this.abandoned = null;
	}

	/** What a worker calls itself, or a short hash of its identity. */
	static String nameOf(Identity identity, WorkerDialect dialect) {
		WorkerIdentity stated = dialect.hasPulse() ? WorkerIdentity.parse(identity) : null;
		return (stated != null) ? stated.name() : shortName(identity);
	}

	private static String shortName(Identity identity) {
		return "worker-" + HexFormat.of().toHexDigits(mixed(identity.hashCode()));
	}

	/** Spreads similar identities, so that short names differ. */
	private static int mixed(int hash) {
		int mixed = (hash ^ (hash >>> 16)) * 0x85ebca6b;
		mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
		return mixed ^ (mixed >>> 16);
	}

}
