package io.pirate.reactor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import io.pirate.machine.BrokerActions;
import io.pirate.machine.BrokerMachine;
import io.pirate.machine.Drop;
import io.pirate.wire.ClientCodec;
import io.pirate.wire.CompactCodec;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCodec;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.WorkerDialect;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a queue's machine decides, and remembers what could not be sent, until the
 * machine can be told.
 */
final class BrokerSender implements BrokerActions {

	/**
	 * A message that could not be sent.
	 *
	 * @param peer to whom
	 * @param toWorker whether that is a worker
	 * @param lease the addresses of what was a request for a worker
	 */
	private record Unsent(Identity peer, boolean toWorker, @Nullable Frames lease) {
	}

	/** The latest first. */
	private final ArrayDeque<Unsent> unsent = new ArrayDeque<>();

	private @Nullable QueuePort front;

	private @Nullable QueuePort back;

	private @Nullable InsidePort inside;

	private long clientsFull;

	private long clientsGone;

	/** Sends by these ports from now on. */
	void use(QueuePort newFront, QueuePort newBack) {
		this.front = newFront;
		this.back = newBack;
	}

	/** Sends by this one to the workers that it has. */
	void use(InsidePort newInside) {
		this.inside = newInside;
	}

	@Override
	public void toClient(Identity client, Envelope envelope, ServiceName service, Frames body) {
		if (!offer(client, envelope, service, body, true)) {
			this.clientsFull++;
		}
	}

	@Override
	public boolean offer(Identity client, Envelope envelope, ServiceName service, Frames body, boolean last) {
		byte[] one = ClientCodec.encodeInOne(envelope, body);
		Sent sent = (one != null) ? send(this.front, client, one)
				: send(this.front, client, ClientCodec.encodeReply(envelope, service, body, last));
		if (sent == Sent.UNREACHABLE) {
			this.clientsGone++;
			this.unsent.push(new Unsent(client, false, null));
		}
		return sent != Sent.FULL;
	}

	@Override
	public void toWorker(Identity worker, WorkerDialect dialect, QueueCommand command) {
		Sent sent = send(worker, dialect, command);
		if (sent == Sent.SENT) {
			return;
		}
		Frames lease = leaseOf(command);
		// who does not even take a request is as good as gone; a heartbeat may be lost
		if (sent == Sent.UNREACHABLE || lease != null) {
			this.unsent.push(new Unsent(worker, true, lease));
		}
	}

	private Sent send(Identity worker, WorkerDialect dialect, QueueCommand command) {
		InsidePort own = this.inside;
		if (own != null && own.has(worker)) {
			return own.send(worker, WorkerCodec.encode(dialect, command));
		}
		return (command instanceof QueueCommand.Compact compact)
				? send(this.back, worker, CompactCodec.encode(compact.call(), compact.body()))
				: send(this.back, worker, WorkerCodec.encode(dialect, command));
	}

	private static @Nullable Frames leaseOf(QueueCommand command) {
		if (command instanceof QueueCommand.Compact compact) {
			return Frames.of(compact.call().encode());
		}
		return (command instanceof QueueCommand.Request request) ? request.addresses() : null;
	}

	/** Tells the machine what was not sent, until that leads to nothing more. */
	void report(BrokerMachine machine, long now) {
		while (!this.unsent.isEmpty()) {
			List<Unsent> all = new ArrayList<>(this.unsent);
			this.unsent.clear();
			for (Unsent each : all) {
				if (each.lease() != null) {
					machine.onUndelivered(each.peer(), each.lease(), now);
				}
			}
			all.forEach((each) -> tellGone(machine, each, now));
		}
		if (this.clientsFull > 0) {
			machine.onDropped(Drop.CLIENT_FULL, this.clientsFull);
			this.clientsFull = 0;
		}
		if (this.clientsGone > 0) {
			machine.onDropped(Drop.CLIENT_GONE, this.clientsGone);
			this.clientsGone = 0;
		}
	}

	private static void tellGone(BrokerMachine machine, Unsent unsent, long now) {
		if (unsent.toWorker()) {
			machine.onWorkerGone(unsent.peer(), now);
		}
		else {
			machine.onClientGone(unsent.peer(), now);
		}
	}

	private static Sent send(@Nullable QueuePort port, Identity peer, byte[] onlyFrame) {
		return (port != null) ? port.send(peer, onlyFrame) : Sent.UNREACHABLE;
	}

	private static Sent send(@Nullable QueuePort port, Identity peer, Frames frames) {
		return (port != null) ? port.send(peer, frames) : Sent.UNREACHABLE;
	}

}
