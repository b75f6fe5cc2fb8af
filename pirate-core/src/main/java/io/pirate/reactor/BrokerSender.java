package io.pirate.reactor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import io.pirate.machine.BrokerActions;
import io.pirate.machine.BrokerMachine;
import io.pirate.machine.Drop;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.PlainCodec;
import io.pirate.wire.PppCodec;
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
	 * @param request what, if it was a request for a worker
	 */
	private record Unsent(Identity peer, QueueCommand.@Nullable Request request) {
	}

	/** The latest first. */
	private final ArrayDeque<Unsent> unsent = new ArrayDeque<>();

	private @Nullable QueuePort front;

	private @Nullable QueuePort back;

	private long clientsFull;

	private long clientsGone;

	/** Sends by these ports from now on. */
	void use(QueuePort newFront, QueuePort newBack) {
		this.front = newFront;
		this.back = newBack;
	}

	@Override
	public void toClient(Identity client, Envelope envelope, Frames body) {
		Sent sent = send(this.front, client, PlainCodec.encode(envelope, body));
		if (sent == Sent.FULL) {
			this.clientsFull++;
		}
		else if (sent == Sent.UNREACHABLE) {
			this.clientsGone++;
			this.unsent.push(new Unsent(client, null));
		}
	}

	@Override
	public void toWorker(Identity worker, WorkerDialect dialect, QueueCommand command) {
		Sent sent = send(this.back, worker, PppCodec.encode(dialect, command));
		QueueCommand.Request request = (command instanceof QueueCommand.Request one) ? one : null;
		// who does not even take a request is as good as gone; a heartbeat may be lost
		if (sent == Sent.UNREACHABLE || (sent == Sent.FULL && request != null)) {
			this.unsent.push(new Unsent(worker, request));
		}
	}

	/** Tells the machine what was not sent, until that leads to nothing more. */
	void report(BrokerMachine machine, long now) {
		while (!this.unsent.isEmpty()) {
			List<Unsent> all = new ArrayList<>(this.unsent);
			this.unsent.clear();
			for (Unsent each : all) {
				if (each.request() != null) {
					machine.onUndelivered(each.peer(), each.request().addresses(), now);
				}
			}
			all.forEach((each) -> machine.onGone(each.peer(), now));
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

	private static Sent send(@Nullable QueuePort port, Identity peer, Frames frames) {
		return (port != null) ? port.send(peer, frames) : Sent.UNREACHABLE;
	}

}
