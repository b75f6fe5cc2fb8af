package io.pirate.reactor;

import io.pirate.machine.BrokerMachine;
import io.pirate.machine.Drop;
import io.pirate.wire.CallFrame;
import io.pirate.wire.ClientCodec;
import io.pirate.wire.ClientDialect;
import io.pirate.wire.ClientRequest;
import io.pirate.wire.CompactCodec;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Malformed;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCodec;
import io.pirate.wire.WorkerCommand;

/**
 * Tells by its shape what a message to a queue is, and lets the machine decide. Messages
 * in one frame, which nearly all are, make no objects on their way that are not kept.
 */
final class QueueIntake {

	private final BrokerMachine machine;

	/** The queue's own origin: who sends it to us answers, and does not ask. */
	private final long origin;

	QueueIntake(BrokerMachine machine, long origin) {
		this.machine = machine;
		this.origin = origin;
	}

	/** Where only clients are served. */
	void onFrontEnd(Arrival message, long now) {
		byte[] only = message.only();
		if (only != null && CompactCodec.isCompact(only) && asks(message, only, now)) {
			return;
		}
		Frames frames = message.frames();
		onFrontEnd(message, frames, ClientCodec.decodeRequest(frames), now);
	}

	private void onFrontEnd(Arrival message, Frames frames, ClientRequest request, long now) {
		if (request instanceof ClientRequest.Ask ask && !isOurs(ask.envelope())) {
			this.machine.onRequest(message.identity(), message.peer(), ask.envelope(), ask.service(), ask.body(), now);
		}
		else if (request instanceof Malformed && WorkerCodec.decodeWorker(frames) instanceof Malformed) {
			this.machine.onDropped(Drop.MALFORMED, 1);
		}
		else {
			this.machine.onMisplaced();
		}
	}

	/** Where only workers are served. */
	void onBackEnd(Arrival message, long now) {
		byte[] only = message.only();
		if (only != null && CompactCodec.isCompact(only) && answers(message, only, now)) {
			return;
		}
		Frames frames = message.frames();
		WorkerCommand command = WorkerCodec.decodeWorker(frames);
		boolean greets = command instanceof WorkerCommand.Ready || command instanceof WorkerCommand.Heartbeat;
		boolean asks = !greets && !this.machine.isWorker(message.identity())
				&& ClientCodec.decodeRequest(frames) instanceof ClientRequest.Ask ask && !isOurs(ask.envelope());
		if (asks) {
			this.machine.onMisplaced();
		}
		else {
			this.machine.onWorkerCommand(message.identity(), message.peer(), command, now);
		}
	}

	/** A worker is known by its registration; before it only by its first frames. */
	void onBothEnds(Arrival message, long now) {
		byte[] only = message.only();
		boolean compact = only != null && CompactCodec.isCompact(only);
		if (only != null && compact && (answers(message, only, now) || asks(message, only, now))) {
			return;
		}
		Frames frames = message.frames();
		boolean command = (frames.size() == 1 && !compact) || WorkerCodec.isMajordomo(frames)
				|| this.machine.isWorker(message.identity());
		ClientRequest request = command ? null : ClientCodec.decodeRequest(frames);
		// what an expelled worker still had to say is no request either
		if (request == null || (request instanceof ClientRequest.Ask ask && isOurs(ask.envelope()))) {
			this.machine.onWorkerCommand(message.identity(), message.peer(), WorkerCodec.decodeWorker(frames), now);
		}
		else {
			onFrontEnd(message, frames, request, now);
		}
	}

	/**
	 * Takes a request in one frame.
	 * @return false if it is none, and nothing was done
	 */
	private boolean asks(Arrival message, byte[] frame, long now) {
		CallFrame call = CompactCodec.callOfRequest(frame);
		ServiceName service = (call != null) ? call.service() : null;
		if (call == null || service == null || call.origin() == this.origin) {
			return false;
		}
		this.machine.onRequest(message.identity(), message.peer(),
				new Envelope(ClientDialect.COMPACT, Frames.NONE, call), service, CompactCodec.bodyOf(call, frame), now);
		return true;
	}

	/**
	 * Takes a registered worker's answer in one frame.
	 * @return false if it is none, and nothing was done
	 */
	private boolean answers(Arrival message, byte[] frame, long now) {
		if (!this.machine.isWorker(message.identity())) {
			return false;
		}
		CallFrame call = CompactCodec.callOfReply(frame);
		if (call == null) {
			return false;
		}
		this.machine.onCompactReply(message.identity(), message.peer(), call, CompactCodec.bodyOf(call, frame), now);
		return true;
	}

	private boolean isOurs(Envelope envelope) {
		return envelope.call() != null && envelope.call().origin() == this.origin;
	}

}
