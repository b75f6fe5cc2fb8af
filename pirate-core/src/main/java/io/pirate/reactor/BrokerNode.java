package io.pirate.reactor;

import java.security.SecureRandom;
import java.util.Objects;

import io.pirate.machine.BrokerEvents;
import io.pirate.machine.BrokerMachine;
import io.pirate.machine.QueueSettings;
import io.pirate.machine.QueueSnapshot;
import io.pirate.machine.StarEvents;
import io.pirate.machine.ServingRights;
import io.pirate.wire.Identity;
import org.jspecify.annotations.Nullable;

/**
 * A queue with its sockets: a ROUTER for clients and one for workers, or one for both.
 * All decisions are the machine's.
 */
public final class BrokerNode implements Node {

	/** Where workers of the same loop connect, and nobody else can. */
	public static final String INSIDE = "inproc://inside";

	private static final int BATCH = 256;

	private final String frontEndpoint;

	private final String backEndpoint;

	private final SocketSettings sockets;

	private final BrokerMachine machine;

	private final BrokerSender sender = new BrokerSender();

	private final QueueIntake intake;

	private final Arrival arrival = new Arrival();

	private final InsidePort inside;

	/** Decides whether this queue serves, if it is one of a pair. */
	private NodePart star = NodePart.NONE;

	private @Nullable QueuePort front;

	/** The same as the front end if there is one endpoint for both. */
	private @Nullable QueuePort back;

	private @Nullable Runnable onDrained;

	/**
	 * A queue that is not open.
	 * @param frontEndpoint where clients connect
	 * @param backEndpoint where workers connect; may be the same
	 * @param sockets limits of both sockets
	 * @param settings what the machine is told
	 * @param events who watches it
	 * @param rights who may serve what
	 */
	public BrokerNode(String frontEndpoint, String backEndpoint, SocketSettings sockets, QueueSettings settings,
			BrokerEvents events, ServingRights rights) {
		this.frontEndpoint = frontEndpoint;
		this.backEndpoint = backEndpoint;
		this.sockets = sockets;
		SecureRandom secure = new SecureRandom();
		// whoever knows it could pretend to be us, so it leaves only in leases
		long origin = secure.nextLong();
		this.machine = new BrokerMachine(settings, origin, new Chance(secure), this.sender, events, rights);
		this.intake = new QueueIntake(this.machine, origin);
		this.inside = new InsidePort(this.machine, this.sender);
	}

	/** Lets workers of the same loop connect to {@link #INSIDE}; before it is opened. */
	public void admitInside() {
		this.inside.admit();
	}

	/**
	 * Makes it one of a pair; before it is opened.
	 * @param options how it finds out whether to serve
	 * @param events who watches that
	 * @return what decides
	 */
	public StarNode pairUp(StarOptions options, StarEvents events) {
		StarNode decides = new StarNode(options, this.machine.gate(), events);
		this.star = decides;
		return decides;
	}

	@Override
	public void open(Loop loop) {
		QueuePort opened = open(loop, this.frontEndpoint, this.front);
		this.front = opened;
		QueuePort workers = isShared() ? opened : open(loop, this.backEndpoint, this.back);
		this.back = workers;
		this.sender.use(opened, workers);
		this.inside.open(loop, this.sockets);
		this.star.open(loop);
	}

	@Override
	public boolean drain(long now) {
		QueuePort clients = front();
		QueuePort workers = back();
		this.star.before(now);
		boolean more = this.inside.drain(now);
		if (workers != clients) {
			more |= drain(workers, now);
		}
		more |= drain(clients, now);
		this.star.after(now);
		this.sender.report(this.machine, now);
		return more;
	}

	@Override
	public void tick(long now) {
		this.machine.tick(now);
		this.star.tick(now);
		this.sender.report(this.machine, now);
		front().report(this.machine);
		back().report(this.machine);
		Runnable drained = this.onDrained;
		if (drained != null && this.machine.isDrained()) {
			this.onDrained = null;
			drained.run();
		}
	}

	@Override
	public void late(long nanos) {
		this.machine.onLate(nanos);
		this.star.late(nanos);
	}

	@Override
	public long nextDeadline(long now) {
		return now + Math.min(this.machine.nextDeadline(now) - now, this.star.nextDeadline(now) - now);
	}

	@Override
	public void clockStepped() {
		this.star.clockStepped();
	}

	@Override
	public void close() {
		this.star.close();
		if (this.front != null) {
			this.front.close();
		}
		if (this.back != null) {
			this.back.close();
		}
		this.inside.close();
		this.machine.onAllGone(System.nanoTime());
	}

	/** The bound front end: an address to connect to, with the real port. */
	public String frontend() {
		return front().address();
	}

	/** The bound back end: an address to connect to, with the real port. */
	public String backend() {
		return back().address();
	}

	public QueueSnapshot snapshot(long now) {
		return this.machine.snapshot(now);
	}

	/**
	 * Begins to leave.
	 * @param now nanoTime
	 * @param whenDrained told once, when nothing is in workers' hands any more
	 */
	public void leave(long now, Runnable whenDrained) {
		this.onDrained = whenDrained;
		this.star.leave(now);
		this.machine.drain(now);
	}

	/** Tells the workers that this queue is no more; to be called just before its end. */
	public void dismiss() {
		this.machine.dismiss();
	}

	/** Any free port, asked for twice, is two ports. */
	private boolean isShared() {
		return this.frontEndpoint.equals(this.backEndpoint) && !this.frontEndpoint.endsWith(":*")
				&& !this.frontEndpoint.endsWith(":0");
	}

	private QueuePort open(Loop loop, String endpoint, @Nullable QueuePort before) {
		QueuePort port = new QueuePort(endpoint, before);
		port.open(loop, this.sockets);
		return port;
	}

	private QueuePort front() {
		return Objects.requireNonNull(this.front, "not open");
	}

	private QueuePort back() {
		return Objects.requireNonNull(this.back, "not open");
	}

	private boolean drain(QueuePort port, long now) {
		Arrival message = this.arrival;
		for (int i = 0; i < BATCH; i++) {
			if (!port.receive(message)) {
				// while something comes a look is cheaper than to sleep and be woken
				return i > 0;
			}
			if (message.ended()) {
				onGone(port, message.identity(), now);
			}
			else if (port != this.back) {
				this.intake.onFrontEnd(message, now);
			}
			else if (port != this.front) {
				this.intake.onBackEnd(message, now);
			}
			else {
				this.intake.onBothEnds(message, now);
			}
		}
		return true;
	}

	/** Both ends give names to their peers: the same name may be two peers'. */
	private void onGone(QueuePort port, Identity peer, long now) {
		if (port == this.back) {
			this.machine.onWorkerGone(peer, now);
		}
		if (port == this.front) {
			this.machine.onClientGone(peer, now);
		}
	}

}
