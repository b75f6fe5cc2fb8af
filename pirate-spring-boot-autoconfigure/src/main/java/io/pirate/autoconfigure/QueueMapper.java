package io.pirate.autoconfigure;

import io.pirate.QueueOptions;
import io.pirate.autoconfigure.PirateProperties.Queue;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.PeerLimits;
import io.pirate.machine.QueueSettings;
import io.pirate.wire.CallFrame;

import org.springframework.util.unit.DataSize;

/**
 * What the properties say about the embedded queue, judged.
 *
 * @param queue the properties
 * @param check knows the properties' names
 */
record QueueMapper(Queue queue, PropertyCheck check) {

	QueueMapper(Queue queue) {
		this(queue, new PropertyCheck("pirate.queue"));
	}

	QueueOptions options(DrainLimit drainLimit) {
		this.check.atLeast("min-workers", this.queue.minWorkers(), 0);
		this.queue.services().forEach((service, needs) -> {
			this.check.service("services", service);
			this.check.atLeast("services." + service + ".min-workers", needs.minWorkers(), 0);
		});
		return new QueueOptions(this.check.bindAddress("frontend", this.queue.frontend()),
				this.check.bindAddress("backend", this.queue.backend()), settings(),
				this.check.messageSize(this.queue.maxMessageSize()), drainLimit.apply(this.check.prefix(),
						this.check.notNegative("drain-timeout", this.queue.drainTimeout())));
	}

	private QueueSettings settings() {
		QueueSettings usual = QueueSettings.defaults(Runtime.getRuntime().maxMemory());
		HeartbeatPolicy heartbeat = new HeartbeatPolicy(
				this.check.positive("heartbeat-interval", this.queue.heartbeatInterval()),
				this.check.atLeast("liveness", this.queue.liveness(), 1));
		long waitingBytes = (this.queue.maxWaitingBytes() != null)
				? this.check.atLeast("max-waiting-bytes", this.queue.maxWaitingBytes(), 1) : usual.maxWaitingBytes();
		long replyCacheBytes = (this.queue.replyCacheBytes() != null)
				? this.check.atLeast("reply-cache-bytes", this.queue.replyCacheBytes(), 0) : usual.replyCacheBytes();
		return new QueueSettings(heartbeat, this.check.atLeast("max-waiting", this.queue.maxWaiting(), 1), waitingBytes,
				this.check.atLeast("max-capacity", this.queue.maxCapacity(), 1),
				this.check.atLeast("max-services", this.queue.maxServices(), 1),
				this.check.atLeast("max-workers", this.queue.maxWorkers(), 1),
				this.check.positive("request-ttl", this.queue.requestTtl()),
				this.check.atLeast("max-deliveries", this.queue.maxDeliveries(), 1),
				this.check.notNegative("reply-cache", this.queue.replyCache()), replyCacheBytes,
				this.check.atLeast("dead-letters", this.queue.deadLetters(), 0), this.queue.compact(), peers());
	}

	private PeerLimits peers() {
		DataSize frame = this.queue.maxCallFrame();
		if (frame.toBytes() < PeerLimits.LEAST_CALL_FRAME || frame.toBytes() > CallFrame.LONGEST) {
			throw this.check.wrong("max-call-frame", frame,
					"must be at least " + PeerLimits.LEAST_CALL_FRAME + "B and at most " + CallFrame.LONGEST / 1024
							+ "KB, the longest that peers write and read",
					"Set it to a size such as 8KB, or remove the property.");
		}
		return new PeerLimits(this.check.positive("max-heartbeat-interval", this.queue.maxHeartbeatInterval()),
				this.check.atLeast("max-waiting-reply-bytes", this.queue.maxWaitingReplyBytes(), 1),
				(int) frame.toBytes());
	}

}
