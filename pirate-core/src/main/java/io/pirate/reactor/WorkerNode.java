package io.pirate.reactor;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;

import io.pirate.machine.Job;
import io.pirate.machine.WorkerActions;
import io.pirate.machine.WorkerEvents;
import io.pirate.machine.WorkerMachine;
import io.pirate.machine.WorkerSettings;
import io.pirate.machine.WorkerSnapshot;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.PppCodec;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.Reply;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
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

	private final SocketSettings sockets;

	private final Consumer<Job> starter;

	private final WorkerMachine machine;

	private final List<Link> links = new ArrayList<>();

	/** Links whose socket failed during the event at hand. */
	private final BitSet broken = new BitSet();

	private @Nullable Loop loop;

	private @Nullable Runnable onDrained;

	/**
	 * A worker that is not open.
	 * @param settings what the machine is told
	 * @param sockets limits of its sockets
	 * @param starter starts handlers; their answers come by {@link #onHandled}, never
	 * from within it
	 * @param events who watches it
	 * @throws EndpointException if an endpoint cannot be connected to
	 */
	public WorkerNode(WorkerSettings settings, SocketSettings sockets, Consumer<Job> starter, WorkerEvents events) {
		this.settings = settings;
		this.sockets = sockets;
		this.starter = starter;
		SecureRandom secure = new SecureRandom();
		this.machine = new WorkerMachine(settings, new Sockets(), events,
				new SplittableRandom(secure.nextLong())::nextDouble, secure::nextLong);
		for (String endpoint : settings.endpoints()) {
			Endpoint.toConnect(endpoint);
			this.links.add(new Link(this.links.size(), endpoint));
		}
	}

	@Override
	public void open(Loop owner) {
		boolean again = this.loop != null;
		this.loop = owner;
		long now = System.nanoTime();
		if (again) {
			this.links.forEach((link) -> this.machine.onDisconnected(link.number, now));
		}
		else {
			this.machine.start(now);
		}
		tellBroken(now);
	}

	@Override
	public boolean drain(long now) {
		boolean more = false;
		for (Link link : this.links) {
			more |= drain(link, now);
		}
		tellBroken(now);
		return more;
	}

	@Override
	public void tick(long now) {
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
		for (Link link : this.links) {
			if (!link.connected) {
				this.machine.onDisconnected(link.number, now);
			}
		}
	}

	@Override
	public void close() {
		this.links.forEach(Link::close);
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

	private boolean drain(Link link, long now) {
		for (int i = 0; i < BATCH; i++) {
			Frames frames = link.receive();
			if (frames == null) {
				return false;
			}
			QueueCommand command = (this.settings.dialect() == WorkerDialect.SIMPLE)
					? PppCodec.decodeQueueSimple(frames) : PppCodec.decodeQueue(frames);
			this.machine.onCommand(link.number, command, now);
		}
		return true;
	}

	/** Never from within an event of the machine. */
	private void tellBroken(long now) {
		for (int link = this.broken.nextSetBit(0); link >= 0; link = this.broken.nextSetBit(0)) {
			this.broken.clear(link);
			this.machine.onDisconnected(link, now);
		}
	}

	/** What the machine does. */
	private final class Sockets implements WorkerActions {

		@Override
		public void open(int link, Identity identity) {
			WorkerNode.this.links.get(link).open(identity);
		}

		@Override
		public void close(int link) {
			WorkerNode.this.links.get(link).close();
		}

		@Override
		public void send(int link, WorkerCommand command) {
			WorkerNode.this.links.get(link).send(command);
		}

		@Override
		public void start(Job job) {
			WorkerNode.this.starter.accept(job);
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

	/** The socket to one queue. */
	private final class Link implements ConnectionListener {

		private final int number;

		private final String endpoint;

		private @Nullable SocketPort port;

		private boolean connected;

		Link(int number, String endpoint) {
			this.number = number;
			this.endpoint = endpoint;
		}

		void open(Identity identity) {
			Loop owner = Objects.requireNonNull(WorkerNode.this.loop);
			try {
				SocketPort opened = owner.sockets().dealer(WorkerNode.this.sockets, identity, this);
				this.port = opened;
				owner.register(opened);
				opened.connect(this.endpoint);
			}
			catch (RuntimeException ex) {
				// the host's name may be gone for a while: the next attempt has its pause
				logger.warn("Worker '{}' cannot connect: {}", WorkerNode.this.settings.name(), ex.getMessage());
				WorkerNode.this.broken.set(this.number);
			}
		}

		@Nullable Frames receive() {
			return (this.port != null) ? this.port.receive() : null;
		}

		/**
		 * A queue that does not take an answer would wait for it: it shall see the end of
		 * the connection instead. A heartbeat may be lost.
		 */
		void send(WorkerCommand command) {
			boolean sent = this.port != null && this.port.send(PppCodec.encode(command)) == Sent.SENT;
			if (!sent && !(command instanceof WorkerCommand.Heartbeat)) {
				WorkerNode.this.broken.set(this.number);
			}
		}

		void close() {
			this.connected = false;
			if (this.port != null) {
				this.port.close();
				this.port = null;
			}
		}

		@Override
		public void connected() {
			long now = System.nanoTime();
			this.connected = true;
			WorkerNode.this.machine.onConnected(this.number, now);
			tellBroken(now);
		}

		@Override
		public void disconnected() {
			WorkerNode.this.machine.onDisconnected(this.number, System.nanoTime());
		}

	}

}
