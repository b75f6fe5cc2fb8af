package io.pirate.reactor;

import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

import io.pirate.machine.Job;
import io.pirate.machine.WorkerActions;
import io.pirate.machine.WorkerEvents;
import io.pirate.machine.WorkerMachine;
import io.pirate.machine.WorkerSettings;
import io.pirate.machine.WorkerSnapshot;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.Reply;
import io.pirate.wire.WorkerCodec;
import io.pirate.wire.WorkerCommand;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker with its sockets: one DEALER for each queue, opened anew with a fresh identity
 * whenever the machine says so.
 */
public final class WorkerNode implements ServingNode {

	private static final Logger logger = LoggerFactory.getLogger(WorkerNode.class);

	private static final int BATCH = 256;

	private final WorkerSettings settings;

	private final QueueSockets sockets;

	private final Handlers handlers;

	private final WorkerMachine machine;

	/** The queues to register with; written by any thread. */
	private volatile List<String> wanted;

	private List<String> known;

	private @Nullable Loop loop;

	private @Nullable Runnable onDrained;

	/**
	 * A worker that is not open.
	 * @param settings what the machine is told
	 * @param sockets limits of its sockets
	 * @param handlers runs them; what they give comes by {@link #onPart} and
	 * {@link #onHandled}
	 * @param events who watches it
	 * @throws EndpointException if an endpoint cannot be connected to
	 */
	public WorkerNode(WorkerSettings settings, SocketSettings sockets, Handlers handlers, WorkerEvents events) {
		this(settings, sockets, handlers, events, new SecureRandom()::nextLong);
	}

	/**
	 * A worker that is not open.
	 * @param settings what the machine is told
	 * @param sockets limits of its sockets
	 * @param handlers runs them
	 * @param events who watches it
	 * @param nonces a number that nobody can guess for each of its identities
	 * @throws EndpointException if an endpoint cannot be connected to
	 */
	public WorkerNode(WorkerSettings settings, SocketSettings sockets, Handlers handlers, WorkerEvents events,
			LongSupplier nonces) {
		this.settings = settings;
		this.sockets = new QueueSockets(sockets);
		this.handlers = handlers;
		this.machine = new WorkerMachine(settings, new Doing(), events,
				new SplittableRandom(new SecureRandom().nextLong())::nextDouble, nonces);
		settings.endpoints().forEach(Endpoint::toConnect);
		this.wanted = settings.endpoints();
		this.known = this.wanted;
	}

	@Override
	public void want(List<String> endpoints) {
		this.wanted = List.copyOf(endpoints);
	}

	@Override
	public void open(Loop owner) {
		boolean again = this.loop != null;
		this.loop = owner;
		long now = System.nanoTime();
		if (again) {
			for (QueueSocket link : this.sockets.all()) {
				this.machine.onDisconnected(link.number(), now);
			}
		}
		else {
			this.machine.start(now);
		}
		tellBroken(now);
	}

	@Override
	public boolean drain(long now) {
		boolean more = false;
		for (QueueSocket link : this.sockets.all()) {
			more |= drain(link, now);
		}
		tellBroken(now);
		return more;
	}

	@Override
	public void tick(long now) {
		List<String> current = this.wanted;
		if (current != this.known) {
			this.known = current;
			this.machine.onEndpoints(current, now);
		}
		this.machine.tick(now);
		tellBroken(now);
	}

	@Override
	public void late(long nanos) {
		this.machine.onLate(nanos);
	}

	@Override
	public long nextDeadline(long now) {
		return this.machine.nextDeadline(now);
	}

	/** Reconnects stand still then; connections that exist go on. */
	@Override
	public void clockStepped() {
		long now = System.nanoTime();
		for (QueueSocket link : this.sockets.all()) {
			if (!link.isConnected()) {
				this.machine.onDisconnected(link.number(), now);
			}
		}
	}

	@Override
	public void close() {
		this.sockets.closeAll();
	}

	@Override
	public void onPart(long jobId, Reply part, long now) {
		this.machine.onPart(jobId, part, now);
		tellBroken(now);
	}

	@Override
	public void onHandled(long jobId, Reply reply, long now) {
		this.machine.onHandled(jobId, reply, now);
		tellBroken(now);
	}

	@Override
	public void leave(long now, Runnable whenDrained) {
		this.onDrained = whenDrained;
		this.machine.drain(now);
		tellBroken(now);
	}

	@Override
	public WorkerSnapshot snapshot(long now) {
		return this.machine.snapshot(now);
	}

	@Override
	public @Nullable String boundEndpoint() {
		return null;
	}

	private boolean drain(QueueSocket socket, long now) {
		for (int i = 0; i < BATCH; i++) {
			Frames frames = socket.receive();
			if (frames == null) {
				return false;
			}
			QueueCommand command = WorkerCodec.decodeQueue(this.settings.dialect(), frames);
			if (command instanceof QueueCommand.Disconnect) {
				logger.info("A queue disconnects worker '{}' of service '{}'", this.settings.name(),
						this.settings.service());
			}
			this.machine.onCommand(socket.number(), command, now);
		}
		return true;
	}

	/** Never from within an event of the machine. */
	private void tellBroken(long now) {
		this.sockets.tellBroken((link) -> this.machine.onDisconnected(link, now));
	}

	/** What the machine does. */
	private final class Doing implements WorkerActions {

		@Override
		public void open(int link, String endpoint, Identity identity) {
			WorkerNode.this.sockets.open(link, endpoint, identity, new Link(link),
					Objects.requireNonNull(WorkerNode.this.loop));
		}

		@Override
		public void close(int link) {
			WorkerNode.this.sockets.close(link);
		}

		@Override
		public void send(int link, WorkerCommand command) {
			WorkerNode.this.sockets.find(link).send(command);
		}

		@Override
		public boolean offer(int link, WorkerCommand command) {
			return WorkerNode.this.sockets.find(link).offer(command);
		}

		@Override
		public void start(Job job) {
			WorkerNode.this.handlers.start(job);
		}

		@Override
		public void want(long jobId, long parts) {
			WorkerNode.this.handlers.want(jobId, parts);
		}

		@Override
		public void cancel(long jobId) {
			WorkerNode.this.handlers.cancel(jobId);
		}

		@Override
		public void drained() {
			Runnable action = WorkerNode.this.onDrained;
			WorkerNode.this.onDrained = null;
			if (action != null) {
				action.run();
			}
		}

	}

	/** What happens to the socket of one queue. */
	private final class Link implements ConnectionListener {

		private final int number;

		Link(int number) {
			this.number = number;
		}

		@Override
		public void connected() {
			long now = System.nanoTime();
			WorkerNode.this.machine.onConnected(this.number, now);
			tellBroken(now);
		}

		@Override
		public void disconnected() {
			WorkerNode.this.machine.onDisconnected(this.number, System.nanoTime());
		}

	}

}
