package io.pirate.wire;

import org.jspecify.annotations.Nullable;

/**
 * What workers and queues exchange, in any of the dialects. The first frames tell which
 * one a worker speaks.
 */
public final class WorkerCodec {

	private WorkerCodec() {
	}

	/**
	 * Reads what a worker sent to a queue, without its identity.
	 * @param frames any frames
	 * @return the command or {@link Malformed}
	 */
	public static WorkerCommand decodeWorker(Frames frames) {
		if (CompactCodec.isCompact(frames)) {
			CompactMessage message = CompactCodec.decodeReply(frames.frame(0));
			return (message instanceof CompactMessage.Whole whole)
					? new WorkerCommand.Compact(whole.call(), whole.body()) : new Malformed("not a compact answer");
		}
		MdpVersion version = majordomo(frames);
		return (version != null) ? MdpWorkerCodec.decodeWorker(version, frames) : PppCodec.decodeWorker(frames);
	}

	/**
	 * Reads what a queue sent to a worker.
	 * @param dialect the worker's
	 * @param frames any frames
	 * @return the command or {@link Malformed}
	 */
	public static QueueCommand decodeQueue(WorkerDialect dialect, Frames frames) {
		if (CompactCodec.isCompact(frames)) {
			CompactMessage message = CompactCodec.decodeRequest(frames.frame(0));
			return (message instanceof CompactMessage.Whole whole)
					? new QueueCommand.Compact(whole.call(), whole.body().detached())
					: new Malformed("not a compact request");
		}
		MdpVersion version = dialect.majordomo();
		if (version != null) {
			return MdpWorkerCodec.decodeQueue(version, frames);
		}
		return (dialect == WorkerDialect.SIMPLE) ? PppCodec.decodeQueueSimple(frames) : PppCodec.decodeQueue(frames);
	}

	/**
	 * Writes a queue's command to a worker.
	 * @param dialect the worker's
	 * @param command what to say
	 * @return the frames after the identity
	 * @throws IllegalArgumentException if the dialect has no such command
	 */
	public static Frames encode(WorkerDialect dialect, QueueCommand command) {
		if (command instanceof QueueCommand.Compact compact) {
			return Frames.ofOne(CompactCodec.encode(compact.call(), compact.body()));
		}
		MdpVersion version = dialect.majordomo();
		return (version != null) ? MdpWorkerCodec.encode(version, command) : PppCodec.encode(dialect, command);
	}

	/**
	 * Writes a worker's command to a queue, as a DEALER has to send it.
	 * @param command what to say, in the dialect it states
	 * @return the frames
	 * @throws IllegalArgumentException if the dialect has no such command
	 */
	public static Frames encode(WorkerCommand command) {
		if (command instanceof WorkerCommand.Compact compact) {
			return Frames.ofOne(CompactCodec.encode(compact.call(), compact.body()));
		}
		MdpVersion version = command.dialect().majordomo();
		return (version != null) ? MdpWorkerCodec.encode(version, command) : PppCodec.encode(command);
	}

	/**
	 * Whether that is a Majordomo worker's message, however broken.
	 * @param frames any frames
	 * @return true if it begins as one
	 */
	public static boolean isMajordomo(Frames frames) {
		return majordomo(frames) != null;
	}

	private static @Nullable MdpVersion majordomo(Frames frames) {
		if (frames.isEmpty()) {
			return null;
		}
		byte[] first = frames.frame(0);
		if (first.length > 0) {
			return (MdpVersion.ofWorker(first) == MdpVersion.V02) ? MdpVersion.V02 : null;
		}
		boolean old = frames.size() > 1 && MdpVersion.ofWorker(frames.frame(1)) == MdpVersion.V01;
		return old ? MdpVersion.V01 : null;
	}

}
