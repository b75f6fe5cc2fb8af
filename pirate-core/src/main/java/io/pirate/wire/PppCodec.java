package io.pirate.wire;

/**
 * The Paranoid Pirate Protocol, RFC 6, and the Simple Pirate's back end, which differs by
 * the empty frame of its REQ sockets and by having no heartbeats.
 */
public final class PppCodec {

	/** RFC 6, "READY". */
	private static final byte READY = 1;

	/** RFC 6, "HEARTBEAT". */
	private static final byte HEARTBEAT = 2;

	private static final byte[] EMPTY = new byte[0];

	private PppCodec() {
	}

	/**
	 * Reads what a worker sent to a queue, without its identity.
	 * @param frames any frames
	 * @return the command or {@link Malformed}
	 */
	public static WorkerCommand decodeWorker(Frames frames) {
		if (frames.isEmpty()) {
			return new Malformed("no frames");
		}
		if (frames.frame(0).length == 0) {
			return decodeSimple(frames.from(1));
		}
		if (frames.size() == 1) {
			return switch (singleByte(frames.frame(0))) {
				case READY -> new WorkerCommand.Ready(WorkerDialect.PARANOID, ServiceName.ANONYMOUS);
				case HEARTBEAT -> new WorkerCommand.Heartbeat(WorkerDialect.PARANOID);
				default -> new Malformed("unknown single frame from a worker");
			};
		}
		return reply(WorkerDialect.PARANOID, frames);
	}

	private static WorkerCommand decodeSimple(Frames frames) {
		if (frames.size() == 1 && singleByte(frames.frame(0)) == READY) {
			return new WorkerCommand.Ready(WorkerDialect.SIMPLE, ServiceName.ANONYMOUS);
		}
		return reply(WorkerDialect.SIMPLE, frames);
	}

	private static WorkerCommand reply(WorkerDialect dialect, Frames frames) {
		int delimiter = frames.delimiter();
		if (delimiter < 1 || delimiter == frames.size() - 1) {
			return new Malformed("a worker's reply needs addresses, an empty frame and a body");
		}
		return new WorkerCommand.Reply(dialect, frames.slice(0, delimiter), frames.from(delimiter + 1));
	}

	/**
	 * Reads what a queue sent to a worker's DEALER.
	 * @param frames any frames
	 * @return the command or {@link Malformed}
	 */
	public static QueueCommand decodeQueue(Frames frames) {
		if (frames.size() == 1) {
			return (singleByte(frames.frame(0)) == HEARTBEAT) ? QueueCommand.Heartbeat.INSTANCE
					: new Malformed("unknown single frame from a queue");
		}
		return request(frames);
	}

	/**
	 * Reads what a queue sent to a Simple Pirate worker's REQ-shaped DEALER.
	 * @param frames any frames
	 * @return the request or {@link Malformed}
	 */
	public static QueueCommand decodeQueueSimple(Frames frames) {
		return (frames.isEmpty() || frames.frame(0).length != 0) ? new Malformed("no empty frame in front")
				: request(frames.from(1));
	}

	private static QueueCommand request(Frames frames) {
		int delimiter = frames.delimiter();
		if (delimiter < 1 || delimiter == frames.size() - 1) {
			return new Malformed("a request needs addresses, an empty frame and a body");
		}
		return new QueueCommand.Request(frames.slice(0, delimiter), frames.from(delimiter + 1));
	}

	/**
	 * Writes a queue's command to a worker.
	 * @param dialect the worker's
	 * @param command a heartbeat or a request
	 * @return the frames after the identity
	 * @throws IllegalArgumentException for a heartbeat to a Simple Pirate worker, which
	 * has no pulse, and for {@link Malformed}
	 */
	public static Frames encode(WorkerDialect dialect, QueueCommand command) {
		if (command instanceof QueueCommand.Request request) {
			return addressed(dialect, request.addresses(), request.body());
		}
		if (command instanceof QueueCommand.Heartbeat && dialect == WorkerDialect.PARANOID) {
			return Frames.of(new byte[] { HEARTBEAT });
		}
		throw new IllegalArgumentException("not for a " + dialect + " worker: " + command);
	}

	/**
	 * Writes a worker's command to a queue, as a DEALER has to send it.
	 * @param command ready, heartbeat or reply
	 * @return the frames
	 * @throws IllegalArgumentException for a heartbeat of a Simple Pirate worker, which
	 * has no pulse, and for {@link Malformed}
	 */
	public static Frames encode(WorkerCommand command) {
		if (command instanceof WorkerCommand.Reply reply) {
			return addressed(reply.dialect(), reply.addresses(), reply.body());
		}
		if (command instanceof WorkerCommand.Ready ready) {
			byte[] code = { READY };
			return (ready.dialect() == WorkerDialect.SIMPLE) ? Frames.of(EMPTY, code) : Frames.of(code);
		}
		if (command instanceof WorkerCommand.Heartbeat && command.dialect() == WorkerDialect.PARANOID) {
			return Frames.of(new byte[] { HEARTBEAT });
		}
		throw new IllegalArgumentException("not sent by a worker: " + command);
	}

	private static Frames addressed(WorkerDialect dialect, Frames addresses, Frames body) {
		int lead = (dialect == WorkerDialect.SIMPLE) ? 1 : 0;
		byte[][] parts = new byte[lead + addresses.size() + 1 + body.size()][];
		parts[0] = EMPTY;
		int next = addresses.copyTo(parts, lead);
		parts[next++] = EMPTY;
		body.copyTo(parts, next);
		return Frames.of(parts);
	}

	private static int singleByte(byte[] frame) {
		return (frame.length == 1) ? frame[0] : -1;
	}

}
