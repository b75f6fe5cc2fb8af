package io.pirate.machine;

import java.util.function.ObjLongConsumer;

import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import org.jspecify.annotations.Nullable;

/**
 * The replies in parts that a worker gives: lets their handlers produce as much as may be
 * sent, sends it in order, and watches that somebody makes progress.
 */
final class Streams {

	/** A socket that is full is asked again after that time. */
	private static final long RETRY_NANOS = 5_000_000;

	/** How many handler timeouts a stream may wait for others. */
	private static final int PATIENCE = 10;

	private static final Reply STALLED = Reply.failure(ReplyStatus.ERROR, "stalled", "nobody took the reply's parts");

	private static final Reply EXPIRED = Reply.failure(ReplyStatus.EXPIRED, "expired", "the caller has given up");

	private final WorkerDialect dialect;

	private final WorkerActions actions;

	private final Deadlines alarms;

	private final LeaseAnswers answers;

	private final ObjLongConsumer<Hands.Slot> whenOver;

	private final long timeoutNanos;

	private final long patienceNanos;

	/**
	 * No streams yet.
	 * @param settings the worker's
	 * @param actions what it can do
	 * @param alarms where its deadlines are kept
	 * @param answers sends what is no part
	 * @param whenOver told when a slot is free, because its handler has returned and
	 * nothing is left to be sent
	 */
	Streams(WorkerSettings settings, WorkerActions actions, Deadlines alarms, LeaseAnswers answers,
			ObjLongConsumer<Hands.Slot> whenOver) {
		this.dialect = settings.dialect();
		this.actions = actions;
		this.alarms = alarms;
		this.answers = answers;
		this.whenOver = whenOver;
		this.timeoutNanos = settings.handlerTimeout().toNanos();
		this.patienceNanos = Math.min(this.timeoutNanos, Deadlines.NEVER_NANOS / PATIENCE) * PATIENCE;
	}

	/** A handler was started. */
	void begin(Hands.Slot slot, Lease lease, long now) {
		boolean inParts = this.dialect.hasParts() || (lease.isOurs() && this.dialect != WorkerDialect.SIMPLE);
		PartStream stream = new PartStream(slot, lease, !inParts, (it, due) -> proceed(it, false, due));
		slot.stream(stream);
		proceed(stream, true, now);
	}

	void part(PartStream stream, Reply part, long now) {
		if (!stream.lease().isHeld() || stream.isEnded()) {
			return;
		}
		if (stream.isLastOnly() && stream.lease().isExpired(now)) {
			// its caller, who has seen nothing of it, will never tell
			breakOff(stream, EXPIRED, now);
			return;
		}
		stream.arrived(part, now);
		proceed(stream, true, now);
	}

	void grant(PartStream stream, int parts, long now) {
		stream.grant(parts);
		proceed(stream, false, now);
	}

	/** A handler has returned; its slot is over when everything has left. */
	void end(PartStream stream, Reply reply, long now) {
		stream.ended(reply);
		proceed(stream, true, now);
	}

	/** Nobody takes its parts, for too long. */
	void stalled(PartStream stream, long now) {
		breakOff(stream, STALLED, now);
	}

	/**
	 * Nobody awaits the rest. A handler that runs is told, and given its timeout to end.
	 */
	void abandon(PartStream stream, long now) {
		Hands.Slot slot = stream.slot();
		this.alarms.clear(stream.again);
		stream.drop();
		if (stream.isEnded()) {
			this.whenOver.accept(slot, now);
			return;
		}
		if (!slot.isStuck()) {
			this.alarms.set(slot.alarm, now + this.timeoutNanos);
		}
		this.actions.cancel(slot.id());
	}

	private void breakOff(PartStream stream, Reply failure, long now) {
		this.answers.failed(stream.lease(), failure, now);
		abandon(stream, now);
	}

	/**
	 * Sends what may leave, and asks for more.
	 * @param moves whether its handler has just done something
	 */
	private void proceed(PartStream stream, boolean moves, long now) {
		switch (send(stream, now)) {
			case OVER -> {
				this.answers.left(stream.lease(), now);
				this.whenOver.accept(stream.slot(), now);
				return;
			}
			case BROKEN -> {
				breakOff(stream, LeaseAnswers.BAD_REPLY, now);
				return;
			}
			case SOCKET_FULL -> this.alarms.set(stream.again, now + RETRY_NANOS);
			case HOLDING -> this.alarms.set(stream.again, stream.holdEndNanos());
			case EMPTY -> this.alarms.clear(stream.again);
		}
		long more = stream.ask();
		if (more > 0) {
			this.actions.want(stream.slot().id(), more);
		}
		if (stream.hasTurned() || moves) {
			watch(stream, now);
		}
	}

	private Progress send(PartStream stream, long now) {
		while (stream.isReady(now)) {
			WorkerCommand next = next(stream);
			if (next == null) {
				return Progress.BROKEN;
			}
			if (!stream.lease().link().offer(next)) {
				return Progress.SOCKET_FULL;
			}
			if (stream.sent()) {
				return Progress.OVER;
			}
		}
		return stream.isHolding() ? Progress.HOLDING : Progress.EMPTY;
	}

	private @Nullable WorkerCommand next(PartStream stream) {
		try {
			return stream.next(this.answers);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/** From now on it is known who is slow: the handler, or those who take its parts. */
	private void watch(PartStream stream, long now) {
		this.alarms.set(stream.slot().alarm, now + (stream.isProducing() ? this.timeoutNanos : this.patienceNanos));
	}

	/** How far a stream got. */
	private enum Progress {

		EMPTY, HOLDING, SOCKET_FULL, BROKEN, OVER

	}

}
