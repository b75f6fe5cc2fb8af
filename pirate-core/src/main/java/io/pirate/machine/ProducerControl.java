package io.pirate.machine;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.Property;

/**
 * What a queue tells a worker of ours that answers in parts: go on, or stop. Others would
 * not understand it.
 */
final class ProducerControl {

	private static final Frames NO_BODY = Frames.of(new byte[0]);

	private final long origin;

	private final BrokerActions actions;

	/**
	 * A control of all workers.
	 * @param origin the queue's
	 * @param actions what it can do
	 */
	ProducerControl(long origin, BrokerActions actions) {
		this.origin = origin;
		this.actions = actions;
	}

	/** So many more parts may come. */
	void grant(Work work, int parts) {
		send(work, CallFrame.build(this.origin, work.lease).number(Property.CREDIT, parts));
	}

	/** No more parts are wanted. */
	void cancel(Work work) {
		send(work, CallFrame.build(this.origin, work.lease).flag(Property.CANCEL));
	}

	private void send(Work work, CallFrame.Builder frame) {
		RegisteredWorker worker = work.holder;
		if (worker != null && worker.ours) {
			this.actions.toWorker(worker.identity, worker.dialect,
					worker.request(frame.flag(Property.QUEUE).end(), NO_BODY));
		}
	}

}
