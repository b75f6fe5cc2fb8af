package io.pirate.reactor;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

import io.pirate.machine.ClientActions;
import io.pirate.machine.ClientEvents;
import io.pirate.machine.ClientProtocol;
import io.pirate.machine.ClientSettings;
import io.pirate.machine.ClientSnapshot;
import io.pirate.machine.LazyPirateMachine;
import io.pirate.wire.Frames;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lazy pirate machine with its sockets. */
final class ClientNode implements Node, ClientActions {

	private static final Logger logger = LoggerFactory.getLogger(ClientNode.class);

	private static final LanePort[] NO_LANES = {};

	/** How soon a full socket is tried again. */
	private static final long FULL_NANOS = 1_000_000L;

	/** How soon a socket that could not be opened is tried again. */
	private static final long BROKEN_NANOS = 1_000_000_000L;

	private final ClientSettings settings;

	private final SocketSettings sockets;

	private final LazyPirateMachine machine;

	private LanePort[] lanes = NO_LANES;

	private @Nullable Loop loop;

	private boolean started;

	private long checkedNanos;

	/** Whom to ask; written by any thread. */
	private volatile List<String> wanted;

	private List<String> known;

	ClientNode(ClientSettings settings, SocketSettings sockets, ClientEvents events) {
		this.settings = settings;
		this.sockets = sockets;
		this.wanted = settings.endpoints();
		this.known = this.wanted;
		this.machine = new LazyPirateMachine(settings, new SecureRandom()::nextLong, this, events);
	}

	/** Other endpoints from now on; any thread. The loop has to be woken. */
	void want(List<String> endpoints) {
		this.wanted = endpoints;
	}

	@Override
	public void open(Loop newLoop) {
		this.loop = newLoop;
		this.checkedNanos = System.nanoTime();
		if (this.started) {
			this.machine.reopen(this.checkedNanos);
			return;
		}
		for (String endpoint : this.settings.endpoints()) {
			Endpoint.toConnect(endpoint);
		}
		this.machine.start(this.checkedNanos);
		this.started = true;
	}

	/** Whether a call could be sent at once. */
	boolean isConnected() {
		for (LanePort lane : this.lanes) {
			if (lane.isConnected()) {
				return true;
			}
		}
		return false;
	}

	private void adopt(long now) {
		List<String> current = this.wanted;
		if (current != this.known) {
			this.known = current;
			this.machine.onEndpoints(current, now);
		}
	}

	/** Nobody may have driven this for a while. */
	void begin(PendingCall call) {
		adopt(System.nanoTime());
		call.begun(this.machine.onCall(call, System.nanoTime()));
	}

	void begin(StreamedCall call) {
		call.begun(this.machine.onCall(call, System.nanoTime()));
	}

	void taken(StreamedCall call, int parts, long bytes) {
		this.machine.onTaken(call.number(), parts, bytes, System.nanoTime());
	}

	void cancel(StreamedCall call) {
		this.machine.onCancel(call.number(), System.nanoTime());
	}

	void recall(PendingCall call) {
		this.machine.onRecall(call.number(), System.nanoTime());
	}

	void cancel(PendingCall call) {
		this.machine.onCancel(call.number(), System.nanoTime());
	}

	/** For good: later calls end at once. */
	void endCalls() {
		this.machine.close();
	}

	ClientSnapshot snapshot() {
		return this.machine.snapshot();
	}

	@Override
	public boolean drain(long now) {
		boolean more = false;
		for (LanePort lane : this.lanes) {
			more |= lane.drain(now);
		}
		return more;
	}

	@Override
	public void tick(long now) {
		adopt(now);
		this.machine.tick(now);
		if (now - this.checkedNanos < BROKEN_NANOS) {
			return;
		}
		this.checkedNanos = now;
		for (LanePort lane : this.lanes) {
			if (lane.isBroken()) {
				this.machine.onBroken(lane.lane, now);
			}
		}
	}

	/** Nothing to forgive: what had arrived meanwhile was drained before. */
	@Override
	public void late(long nanos) {
	}

	@Override
	public long nextDeadline(long now) {
		long next = this.machine.nextDeadline(now);
		for (LanePort lane : this.lanes) {
			if (lane.isWaiting() && next - now > FULL_NANOS) {
				next = now + FULL_NANOS;
			}
		}
		return next;
	}

	@Override
	public void clockStepped() {
		this.machine.reopen(System.nanoTime());
	}

	/** Ends the open calls only if the loop will not come back. */
	@Override
	public void close() {
		Loop current = this.loop;
		if (current == null || current.isClosed()) {
			this.machine.close();
		}
		for (LanePort lane : this.lanes) {
			lane.close();
		}
		this.lanes = NO_LANES;
	}

	@Override
	public void open(int lane, String endpoint) {
		LanePort opened = new LanePort(lane, this.machine);
		this.lanes = Arrays.copyOf(this.lanes, this.lanes.length + 1);
		this.lanes[this.lanes.length - 1] = opened;
		Loop current = this.loop;
		if (current == null) {
			return;
		}
		try {
			opened.open(current, this.sockets, endpoint, this.settings.protocol() == ClientProtocol.FREELANCE);
		}
		catch (RuntimeException ex) {
			opened.close();
			logger.warn("Cannot connect to {}, trying again: {}", endpoint, ex.getMessage());
		}
	}

	@Override
	public void close(int lane) {
		for (int i = 0; i < this.lanes.length; i++) {
			if (this.lanes[i].lane == lane) {
				this.lanes[i].close();
				LanePort[] rest = new LanePort[this.lanes.length - 1];
				System.arraycopy(this.lanes, 0, rest, 0, i);
				System.arraycopy(this.lanes, i + 1, rest, i, rest.length - i);
				this.lanes = rest;
				return;
			}
		}
	}

	@Override
	public void send(int lane, Frames frames) {
		for (LanePort each : this.lanes) {
			if (each.lane == lane) {
				each.send(frames);
				return;
			}
		}
	}

}
