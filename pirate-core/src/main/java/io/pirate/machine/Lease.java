package io.pirate.machine;

import java.util.Map;
import java.util.Objects;

import io.pirate.wire.AddressFrame;
import io.pirate.wire.CallFrame;
import io.pirate.wire.CompactCodec;
import io.pirate.wire.Epoch;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import io.pirate.wire.Frames;
import io.pirate.wire.Malformed;
import io.pirate.wire.Property;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * A request in a worker's hands: who gave it, what it asks, and how its answer has to be
 * addressed.
 */
final class Lease {

	/** As many parts as the worker's own window lets through. */
	static final long UNLIMITED = Long.MAX_VALUE / 4;

	/** No call has it: calls are counted from 1. */
	private static final long NOBODY = 0;

	private static final long NANOS_PER_MILLI = 1_000_000;

	private static final int UNSTATED = -1;

	private static final String STALE = "stale-epoch";

	private final QueueLink link;

	private final Frames addresses;

	private final @Nullable CallFrame call;

	private final boolean malformed;

	private final Frames body;

	private final long arrivedNanos;

	private final long budgetNanos;

	private long credit;

	private boolean held = true;

	/**
	 * Reads a request. Frames before a call frame return unchanged, like every address
	 * that is not a call frame; one that is torn is returned unchanged, too.
	 * @param link where it came from
	 * @param command what came; its body must not be empty
	 * @param now nanoTime
	 */
	Lease(QueueLink link, QueueCommand.Request command, long now) {
		this(link, command.addresses(), lastOf(command.addresses()), command.body(), now);
	}

	/**
	 * Reads a request in one frame, which is answered in one frame if possible.
	 * @param link where it came from
	 * @param command what came
	 * @param now nanoTime
	 */
	Lease(QueueLink link, QueueCommand.Compact command, long now) {
		this(link, Frames.NONE, command.call(), command.body(), now);
	}

	private Lease(QueueLink link, Frames addresses, AddressFrame last, Frames body, long now) {
		this.link = link;
		this.addresses = addresses;
		this.body = body;
		this.arrivedNanos = now;
		this.malformed = last instanceof Malformed;
		this.call = (last instanceof CallFrame frame) ? frame : null;
		int budget = (this.call != null) ? this.call.number(Property.BUDGET, UNSTATED) : UNSTATED;
		this.budgetNanos = (budget == UNSTATED) ? UNSTATED : budget * NANOS_PER_MILLI;
		// a queue that is not ours grants nothing
		this.credit = (isOurs() && this.call != null) ? this.call.number(Property.CREDIT, PartWindow.PARTS) : UNLIMITED;
	}

	private static AddressFrame lastOf(Frames addresses) {
		return addresses.isEmpty() ? AddressFrame.Opaque.INSTANCE
				: CallFrame.decodeRequest(addresses.frame(addresses.size() - 1));
	}

	QueueLink link() {
		return this.link;
	}

	/** Whether a queue of ours gave it: only that one knows what "returned" means. */
	boolean isOurs() {
		return this.call != null && this.addresses.size() <= 1 && this.call.has(Property.QUEUE);
	}

	/** Whether a queue gave it that is not ours. */
	boolean isForeign() {
		return !this.malformed && !isOurs();
	}

	boolean isMalformed() {
		return this.malformed;
	}

	/**
	 * Whether this is no request, but says something about one that was given before: it
	 * carries credit or a cancellation, and no attempt, which every request of a client
	 * of ours has.
	 */
	boolean isControl() {
		return this.call != null && this.call.isControl();
	}

	/** A control message: whether no more parts are wanted. */
	boolean cancels() {
		return this.call != null && this.call.has(Property.CANCEL);
	}

	/** A control message: how many more parts may be sent. */
	int granted() {
		return (this.call != null) ? this.call.number(Property.CREDIT, 0) : 0;
	}

	/** Whether two messages are about one request. */
	boolean isSame(Lease other) {
		return this.call != null && other.call != null && this.link == other.link
				&& this.call.number() == other.call.number() && this.call.origin() == other.call.origin();
	}

	/** How many parts of its reply may be sent, before it has started. */
	long credit() {
		return this.credit;
	}

	void grant(int parts) {
		this.credit += parts;
	}

	/** The epoch its queue serves in, or {@link Epoch#NONE}. */
	long epoch() {
		return (this.call != null && isOurs()) ? Epoch.of(this.call) : Epoch.NONE;
	}

	boolean isExpired(long now) {
		return this.budgetNanos != UNSTATED && now - this.arrivedNanos >= this.budgetNanos;
	}

	/** Whether an answer is still awaited. */
	boolean isHeld() {
		return this.held;
	}

	void end() {
		this.held = false;
	}

	Job toJob(long id, ServiceName service, long now) {
		if (this.call == null) {
			return new Job(id, Request.of(service, this.body), 0, UNSTATED);
		}
		Map<String, String> headers = this.call.headers();
		Request request = new Request(service, this.body, this.call.text(Property.CONTENT_TYPE), headers);
		long left = (this.budgetNanos == UNSTATED) ? UNSTATED : this.budgetNanos - (now - this.arrivedNanos);
		return new Job(id, request, this.call.number(Property.ATTEMPT, 0), left);
	}

	/**
	 * The whole answer.
	 * @param dialect the worker's
	 * @param reply the answer
	 * @return what to send
	 * @throws IllegalArgumentException if the reply's headers cannot travel
	 */
	WorkerCommand whole(WorkerDialect dialect, Reply reply) {
		if (this.call == null) {
			return new WorkerCommand.Reply(dialect, this.addresses, reply.body());
		}
		return addressed(dialect, reply.toCallFrame(this.call.origin(), this.call.number()), reply.body(), false);
	}

	/**
	 * One part of the answer.
	 * @param dialect the worker's
	 * @param part its content
	 * @param number which it is, from 0
	 * @param more whether another one follows
	 * @return what to send
	 * @throws IllegalArgumentException if the part's headers cannot travel
	 */
	WorkerCommand part(WorkerDialect dialect, Reply part, int number, boolean more) {
		// where the protocol has no parts, the call frame alone tells them apart
		boolean partial = more && dialect.hasParts();
		if (this.call == null) {
			return partial ? new WorkerCommand.Partial(dialect, this.addresses, part.body())
					: new WorkerCommand.Reply(dialect, this.addresses, part.body());
		}
		CallFrame.Builder frame = part.toCallFrame(this.call.origin(), this.call.number())
			.number(Property.PART, number);
		return addressed(dialect, more ? frame.flag(Property.MORE) : frame, part.body(), partial);
	}

	/** The queue that gave it shall know that its epoch is over. */
	WorkerCommand stale(WorkerDialect dialect, long highest) {
		CallFrame call = Objects.requireNonNull(this.call, "only a lease with an epoch is stale");
		Reply returned = Reply.returned(STALE);
		return addressed(dialect, Epoch.on(returned.toCallFrame(call.origin(), call.number()).end(), highest),
				returned.body(), false);
	}

	/** An answer that its client shall not take for that of a call. */
	WorkerCommand answerOfNobody(WorkerDialect dialect) {
		Frames nothing = Reply.end().body();
		return (this.call != null) ? addressed(dialect, CallFrame.build(this.call.origin(), NOBODY), nothing, false)
				: new WorkerCommand.Reply(dialect, this.addresses, nothing);
	}

	private WorkerCommand addressed(WorkerDialect dialect, CallFrame.Builder builder, Frames content, boolean partial) {
		return addressed(dialect, builder.end(), content, partial);
	}

	private WorkerCommand addressed(WorkerDialect dialect, CallFrame frame, Frames content, boolean partial) {
		if (this.addresses.isEmpty() && CompactCodec.fits(frame, content, CompactCodec.LONGEST)) {
			return new WorkerCommand.Compact(frame, content);
		}
		byte[][] parts = new byte[Math.max(1, this.addresses.size())][];
		this.addresses.copyTo(parts, 0);
		parts[parts.length - 1] = frame.encode();
		return partial ? new WorkerCommand.Partial(dialect, Frames.of(parts), content)
				: new WorkerCommand.Reply(dialect, Frames.of(parts), content);
	}

}
