package io.pirate.reactor;

import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

import io.pirate.machine.BrokerEvents;
import io.pirate.machine.BrokerMachine;
import io.pirate.machine.Peer;
import io.pirate.machine.QueueSettings;
import io.pirate.machine.Rejection;
import io.pirate.machine.WorkerEvents;
import io.pirate.machine.WorkerMachine;
import io.pirate.machine.WorkerSettings;
import io.pirate.machine.WorkerSnapshot;
import io.pirate.wire.ClientCodec;
import io.pirate.wire.ClientRequest;
import io.pirate.wire.FlpCodec;
import io.pirate.wire.Identity;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * A server that clients ask directly: a queue with one worker in the same process. Both
 * machines are the usual ones, so that bounded waiting, budgets, rejections, absorbed
 * duplicates and remembered replies are the same with and without a queue; only the
 * worker's connection is memory instead of a socket.
 */
public final class DirectServerNode implements ServingNode {

	private static final int BATCH = 256;

	private final String endpoint;

	private final @Nullable String publicEndpoint;

	private final SocketSettings sockets;

	private final WorkerSettings settings;

	private final BrokerSender sender = new BrokerSender();

	private final InMemoryLink link;

	private final BrokerMachine broker;

	private final WorkerMachine worker;

	private @Nullable QueuePort front;

	private @Nullable Runnable onDrained;

	private long drainEndNanos;

	/**
	 * A server that is not open.
	 * @param endpoint where to bind
	 * @param publicEndpoint by what address Freelance clients know it, or {@code null}
	 * for the bound one
	 * @param settings the worker's; its endpoints and its heartbeats do not matter
	 * @param queue the limits of what waits
	 * @param sockets limits of the socket
	 * @param handlers runs them; what they give comes by {@link #onPart} and
	 * {@link #onHandled}
	 * @param events who watches the worker
	 * @param denials who is told of calls that were denied
	 */
	public DirectServerNode(String endpoint, @Nullable String publicEndpoint, WorkerSettings settings,
			QueueSettings queue, SocketSettings sockets, Handlers handlers, WorkerEvents events, BrokerEvents denials) {
		this.endpoint = endpoint;
		this.publicEndpoint = publicEndpoint;
		this.sockets = sockets;
		this.settings = settings;
		this.link = new InMemoryLink(this.sender, handlers);
		SecureRandom secure = new SecureRandom();
		SplittableRandom random = new SplittableRandom(secure.nextLong());
		this.broker = new BrokerMachine(InMemoryLink.withoutPulse(queue), secure.nextLong(), new Chance(secure),
				this.link.brokerSide(), denials(denials));
		this.worker = new WorkerMachine(InMemoryLink.withoutPulse(settings, endpoint), this.link.workerSide(), events,
				random::nextDouble, secure::nextLong);
		this.link.connect(this.broker, this.worker);
	}

	/** A queue of its own, of which nobody needs to know more than this. */
	private static BrokerEvents denials(BrokerEvents told) {
		return new BrokerEvents() {
			@Override
			public void callDenied(String peer, ServiceName service) {
				told.callDenied(peer, service);
			}
		};
	}

	@Override
	public void open(Loop loop) {
		boolean again = this.front != null;
		QueuePort port = new QueuePort(this.endpoint, this.front);
		port.openServer(loop, this.publicEndpoint, this.sockets);
		this.front = port;
		this.sender.use(port, port);
		if (!again) {
			long now = System.nanoTime();
			this.worker.start(now);
			settle(now);
		}
	}

	@Override
	public boolean drain(long now) {
		QueuePort port = front();
		for (int i = 0; i < BATCH; i++) {
			Addressed message = port.receive();
			if (message == null) {
				settle(now);
				return false;
			}
			if (message.ended()) {
				this.broker.onGone(message.identity(), now);
			}
			else {
				onMessage(port, message, now);
			}
		}
		settle(now);
		return true;
	}

	@Override
	public void tick(long now) {
		this.broker.tick(now);
		this.worker.tick(now);
		settle(now);
		front().report(this.broker);
		if (this.onDrained != null && (this.broker.isDrained() || now - this.drainEndNanos >= 0)) {
			finish(now);
		}
	}

	@Override
	public void late(long nanos) {
		this.broker.onLate(nanos);
		this.worker.onLate(nanos);
	}

	@Override
	public long nextDeadline(long now) {
		long next = this.broker.nextDeadline(now);
		long ofWorker = this.worker.nextDeadline(now);
		next = (ofWorker - next < 0) ? ofWorker : next;
		return (this.onDrained != null && this.drainEndNanos - next < 0) ? this.drainEndNanos : next;
	}

	@Override
	public void close() {
		if (this.front != null) {
			this.front.close();
		}
	}

	@Override
	public void onPart(long jobId, Reply part, long now) {
		this.worker.onPart(jobId, part, now);
		settle(now);
	}

	@Override
	public void onHandled(long jobId, Reply reply, long now) {
		this.worker.onHandled(jobId, reply, now);
		settle(now);
	}

	/** Its clients come to it. */
	@Override
	public void want(List<String> endpoints) {
	}

	/** Refuses new calls from now on, and answers what it has. */
	@Override
	public void leave(long now, Runnable whenDrained) {
		this.onDrained = whenDrained;
		this.drainEndNanos = now + this.settings.drainTimeout().toNanos();
		this.broker.drain(now);
		settle(now);
	}

	@Override
	public WorkerSnapshot snapshot(long now) {
		WorkerSnapshot own = this.worker.snapshot(now);
		WorkerSnapshot.LinkView bound = new WorkerSnapshot.LinkView(front().address(), true, 0,
				this.settings.heartbeat().liveness());
		CurveSettings curve = this.sockets.curve();
		return own.bound(bound, this.broker.snapshot(now), (curve != null) ? curve.admission().denied() : 0,
				this.onDrained != null);
	}

	@Override
	public @Nullable String boundEndpoint() {
		return front().address();
	}

	private QueuePort front() {
		return Objects.requireNonNull(this.front, "not open");
	}

	private void onMessage(QueuePort port, Addressed message, long now) {
		if (port.isFromRouter()) {
			onFreelance(port, message, now);
		}
		else {
			onRequest(message, ClientCodec.decodeRequest(message.frames()), now);
		}
	}

	/**
	 * RFC 10. Who could not do any work says nothing and takes nothing, so that its
	 * clients ask another server.
	 */
	private void onFreelance(QueuePort port, Addressed message, long now) {
		Identity client = message.identity();
		boolean serves = this.link.isUp();
		if (FlpCodec.isPing(message.frames())) {
			Sent unused = (serves && message.peer() != Peer.NOBODY) ? port.send(client, FlpCodec.pong()) : Sent.FULL;
			return;
		}
		ClientRequest request = FlpCodec.decodeRequest(message.frames());
		if (!serves && request instanceof ClientRequest.Ask ask && message.peer().mayCall(named(ask))) {
			this.broker.refuse(client, ask.envelope(), ask.service(), Rejection.BUSY);
			return;
		}
		onRequest(message, request, now);
	}

	private void onRequest(Addressed message, ClientRequest request, long now) {
		Identity client = message.identity();
		if (!(request instanceof ClientRequest.Ask ask)) {
			this.broker.onMalformed(client, now);
			return;
		}
		ServiceName asked = named(ask);
		boolean served = asked.equals(this.settings.service()) || ServiceName.isReserved(asked);
		if (served || !message.peer().mayCall(asked)) {
			// whoever may not ask is told so by the machine, which counts it
			this.broker.onRequest(client, message.peer(), ask.envelope(), asked, ask.body().detached(), now);
		}
		else {
			this.broker.refuse(client, ask.envelope(), asked, Rejection.NO_WORKER);
		}
	}

	private ServiceName named(ClientRequest.Ask ask) {
		return ask.service().isAnonymous() ? this.settings.service() : ask.service();
	}

	/** Lets the machines talk until neither has anything more to say. */
	private void settle(long now) {
		this.link.run(now);
		this.sender.report(this.broker, now);
	}

	/** What still runs now is answered with a failure. */
	private void finish(long now) {
		this.worker.drain(now);
		this.worker.tick(now);
		settle(now);
		Runnable drained = this.onDrained;
		this.onDrained = null;
		if (drained != null) {
			drained.run();
		}
	}

}
