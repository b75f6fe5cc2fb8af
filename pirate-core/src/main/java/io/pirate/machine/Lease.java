package io.pirate.machine;

import java.util.Map;

import io.pirate.wire.AddressFrame;
import io.pirate.wire.CallFrame;
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

	private static final long NANOS_PER_MILLI = 1_000_000;

	private static final int UNSTATED = -1;

	private final QueueLink link;

	private final Frames addresses;

	private final @Nullable CallFrame call;

	private final boolean malformed;

	private final Frames body;

	private final long arrivedNanos;

	private final long budgetNanos;

	private boolean held = true;

	/**
	 * Reads a request. Frames before a call frame return unchanged, like every address
	 * that is not a call frame; one that is torn is returned unchanged, too.
	 * @param link where it came from
	 * @param command what came; its body must not be empty
	 * @param now nanoTime
	 */
	Lease(QueueLink link, QueueCommand.Request command, long now) {
		this.link = link;
		this.addresses = command.addresses();
		this.body = command.body();
		this.arrivedNanos = now;
		AddressFrame last = this.addresses.isEmpty() ? AddressFrame.Opaque.INSTANCE
				: CallFrame.decodeRequest(this.addresses.frame(this.addresses.size() - 1));
		this.malformed = last instanceof Malformed;
		this.call = (last instanceof CallFrame frame) ? frame : null;
		int budget = (this.call != null) ? this.call.number(Property.BUDGET, UNSTATED) : UNSTATED;
		this.budgetNanos = (budget == UNSTATED) ? UNSTATED : budget * NANOS_PER_MILLI;
	}

	QueueLink link() {
		return this.link;
	}

	/** Whether a queue of ours gave it: only that one knows what "returned" means. */
	boolean isOurs() {
		return this.call != null && this.addresses.size() == 1 && this.call.has(Property.QUEUE);
	}

	/** Whether a queue gave it that is not ours. */
	boolean isForeign() {
		return !this.malformed && !isOurs();
	}

	boolean isMalformed() {
		return this.malformed;
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
	 * The addresses of the answer.
	 * @param reply the answer
	 * @return the frames in front of its delimiter
	 * @throws IllegalArgumentException if the reply's headers cannot travel
	 */
	Frames addresses(Reply reply) {
		if (this.call == null) {
			return this.addresses;
		}
		byte[][] parts = new byte[this.addresses.size()][];
		this.addresses.copyTo(parts, 0);
		parts[parts.length - 1] = reply.toCallFrame(this.call.origin(), this.call.number()).end().encode();
		return Frames.of(parts);
	}

}
