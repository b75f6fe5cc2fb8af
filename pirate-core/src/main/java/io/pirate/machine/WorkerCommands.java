package io.pirate.machine;

import io.pirate.wire.Identity;
import io.pirate.wire.Malformed;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;

/** Sorts what workers say, and what nobody understands, by what it means. */
final class WorkerCommands {

	private final BackEnd back;

	private final BrokerCounters counters;

	WorkerCommands(BackEnd back, BrokerCounters counters) {
		this.back = back;
		this.counters = counters;
	}

	void onCommand(Identity worker, Peer peer, WorkerCommand command, long now) {
		WorkerDialect dialect = command.dialect();
		if (command instanceof WorkerCommand.Reply reply) {
			this.back.onReply(worker, peer, dialect, reply.addresses(), reply.body(), true, now);
		}
		else if (command instanceof WorkerCommand.Compact compact) {
			this.back.onCompact(worker, peer, compact.call(), compact.body(), now);
		}
		else if (command instanceof WorkerCommand.Partial part) {
			this.back.onReply(worker, peer, dialect, part.addresses(), part.body(), false, now);
		}
		else if (command instanceof WorkerCommand.Heartbeat) {
			this.back.onHeartbeat(worker, peer, dialect, now);
		}
		else if (command instanceof WorkerCommand.Ready ready) {
			this.back.onReady(worker, peer, dialect, ready.service(), now);
		}
		else if (command instanceof WorkerCommand.Disconnect) {
			this.back.onDisconnect(worker, now);
		}
		else if (command instanceof WorkerCommand.Misdirected) {
			this.back.refuse(worker, dialect, now);
		}
		else if (command instanceof Malformed) {
			onMalformed(worker, now);
		}
	}

	/** No sign of life; a Majordomo worker has to begin anew. */
	void onMalformed(Identity peer, long now) {
		this.counters.count(Drop.MALFORMED);
		this.back.onMalformed(peer, now);
	}

}
