package io.pirate.reactor;

import java.util.HashSet;
import java.util.Set;

import io.pirate.machine.BrokerMachine;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.WorkerCodec;
import org.jspecify.annotations.Nullable;

/**
 * The end of a queue for workers on its own loop. Nobody else can connect to it, nothing
 * goes through a network, and no thread has to wake another.
 */
final class InsidePort {

	private static final int BATCH = 256;

	private final BrokerMachine machine;

	private final Set<Identity> workers = new HashSet<>();

	private boolean admits;

	private @Nullable QueuePort port;

	InsidePort(BrokerMachine machine, BrokerSender sender) {
		this.machine = machine;
		sender.use(this);
	}

	/** From its next opening on. */
	void admit() {
		this.admits = true;
	}

	/** Opens it, if anybody is admitted. */
	void open(Loop loop, SocketSettings settings) {
		if (!this.admits) {
			return;
		}
		QueuePort opened = new QueuePort(BrokerNode.INSIDE, null);
		this.port = opened;
		opened.open(loop, settings);
	}

	void close() {
		this.workers.clear();
		if (this.port != null) {
			this.port.close();
			this.port = null;
		}
	}

	/** Whether a worker is here and not at the back end. */
	boolean has(Identity worker) {
		return !this.workers.isEmpty() && this.workers.contains(worker);
	}

	Sent send(Identity worker, Frames frames) {
		QueuePort open = this.port;
		return (open != null) ? open.send(worker, frames) : Sent.UNREACHABLE;
	}

	/** Whether more may be there. */
	boolean drain(long now) {
		QueuePort open = this.port;
		if (open == null) {
			return false;
		}
		for (int i = 0; i < BATCH; i++) {
			Addressed message = open.receive();
			if (message == null) {
				return i > 0;
			}
			Identity worker = message.identity();
			if (message.ended()) {
				this.machine.onWorkerGone(worker, now);
				this.workers.remove(worker);
			}
			else {
				this.workers.add(worker);
				this.machine.onWorkerCommand(worker, message.peer(), WorkerCodec.decodeWorker(message.frames()), now);
			}
		}
		return true;
	}

}
