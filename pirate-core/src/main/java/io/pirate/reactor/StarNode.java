package io.pirate.reactor;

import java.security.SecureRandom;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.pirate.machine.ArbitratedMachine;
import io.pirate.machine.BinaryStarMachine;
import io.pirate.machine.Leadership;
import io.pirate.machine.QueueGate;
import io.pirate.machine.StarActions;
import io.pirate.machine.StarEvents;
import io.pirate.machine.StarSettings;
import io.pirate.machine.StarSnapshot;
import io.pirate.wire.StarCommand;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a queue serve or stand by, as the other one of its pair or an arbiter makes it.
 * Part of the queue's node, on whose thread everything happens.
 */
public final class StarNode implements NodePart, StarActions {

	private static final Logger logger = LoggerFactory.getLogger(StarNode.class);

	private static final long MOST_AHEAD_MILLIS = TimeUnit.DAYS.toMillis(1);

	private final StarSettings settings;

	private final StarEvents events;

	private final QueueGate gate;

	/** None if an arbiter decides. */
	private final @Nullable PeerLink link;

	private @Nullable Leadership leadership;

	private boolean malformedSeen;

	private boolean liarSeen;

	/**
	 * One that is not open.
	 * @param star what it is told
	 * @param gate the queue's
	 * @param events who watches it
	 * @throws EndpointException if the other queue's address cannot be connected to
	 */
	StarNode(StarOptions star, QueueGate gate, StarEvents events) {
		this.settings = star.settings();
		this.events = events;
		this.gate = gate;
		String bind = star.bind();
		String peer = star.peer();
		this.link = (bind != null && peer != null) ? new PeerLink(bind, peer, this.settings.heartbeat(), star.curve())
				: null;
	}

	@Override
	public void open(Loop loop) {
		if (this.link != null) {
			this.link.open(loop);
		}
		if (this.leadership == null) {
			long now = System.nanoTime();
			// every start begins above all epochs of the one before, unless the clock was
			// set back; then the other queue or the workers know better
			long floor = System.currentTimeMillis();
			Leadership first = (this.link != null)
					? new BinaryStarMachine(this.settings, floor, life(), this, this.events, now)
					: new ArbitratedMachine(this.settings.role(), floor, this, this.events);
			this.leadership = first;
			first.start(now);
		}
	}

	@Override
	public void before(long now) {
		Leadership current = leadership();
		// who slept may have lost the leadership meanwhile
		current.awake(now);
		if (this.link == null || !(current instanceof BinaryStarMachine machine)) {
			return;
		}
		StarCommand command = this.link.receive();
		while (command != null) {
			if (command instanceof StarCommand.Tell tell) {
				machine.onPeer(tell, now);
			}
			else if (!this.malformedSeen) {
				this.malformedSeen = true;
				logger.warn("Somebody who is no queue of a pair, or of another version, speaks on the peer link");
			}
			command = this.link.receive();
		}
	}

	@Override
	public void after(long now) {
		if (this.gate.takeAsked()) {
			leadership().onAsked(now);
		}
		long surpassedBy = this.gate.takeSurpassedBy();
		if (surpassedBy > 0) {
			onClaim(surpassedBy, now);
		}
	}

	/**
	 * Epochs begin as milliseconds of the wall clock. Who claims one that no clock can
	 * have given would leave no room above it.
	 */
	private void onClaim(long surpassedBy, long now) {
		if (surpassedBy <= System.currentTimeMillis() + MOST_AHEAD_MILLIS) {
			leadership().onSurpassed(surpassedBy, now);
			this.gate.settle(now);
			return;
		}
		if (!this.liarSeen) {
			this.liarSeen = true;
			logger.warn("A worker claims epoch {}, which there cannot be yet; that is not believed", surpassedBy);
		}
		this.gate.disbelieve(now);
	}

	@Override
	public void tick(long now) {
		if (this.link != null) {
			this.link.tick();
		}
		leadership().tick(now);
	}

	@Override
	public void late(long nanos) {
		leadership().onLate(nanos);
	}

	@Override
	public long nextDeadline(long now) {
		return leadership().nextDeadline(now);
	}

	@Override
	public void clockStepped() {
		if (this.link != null) {
			this.link.clockStepped();
		}
	}

	@Override
	public void leave(long now) {
		leadership().leave(now);
	}

	@Override
	public void close() {
		if (this.link != null) {
			this.link.close();
		}
	}

	/**
	 * Where the other queue may connect.
	 * @return the real address, or {@code null} if an arbiter decides
	 */
	public @Nullable String address() {
		return (this.link != null) ? this.link.address() : null;
	}

	/**
	 * The operator wants this queue to serve.
	 * @param now nanoTime
	 * @return false if it does already, or if an arbiter decides
	 */
	public boolean takeOver(long now) {
		return leadership() instanceof BinaryStarMachine machine && machine.takeOver(now);
	}

	/**
	 * The arbiter lets this queue serve, or go on.
	 * @param epoch as {@link ArbitratedMachine#onGrant} has it
	 * @param untilNanos when the grant ends, of nanoTime
	 * @param now nanoTime
	 */
	public void grant(long epoch, long untilNanos, long now) {
		if (leadership() instanceof ArbitratedMachine machine) {
			machine.onGrant(epoch, untilNanos, now);
		}
	}

	/**
	 * The arbiter takes the leadership back.
	 * @param now nanoTime
	 */
	public void revoke(long now) {
		if (leadership() instanceof ArbitratedMachine machine) {
			machine.onRevoke(now);
		}
	}

	/**
	 * The state now.
	 * @param now nanoTime
	 * @return the snapshot
	 */
	public StarSnapshot snapshot(long now) {
		return leadership().snapshot(now);
	}

	@Override
	public void serve(long epoch) {
		this.gate.serve(epoch);
	}

	@Override
	public void standBy() {
		this.gate.standBy();
	}

	@Override
	public void toPeer(StarCommand.Tell command) {
		if (this.link != null) {
			this.link.send(command);
		}
	}

	@Override
	public boolean hasWorkers() {
		return this.gate.hasWorkers();
	}

	private Leadership leadership() {
		return Objects.requireNonNull(this.leadership, "not open");
	}

	/** 0 would be nobody. */
	private static long life() {
		return new SecureRandom().nextLong() | 1;
	}

}
