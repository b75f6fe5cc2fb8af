package io.pirate.reactor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;

import io.pirate.machine.BrokerActions;
import io.pirate.machine.BrokerMachine;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.Job;
import io.pirate.machine.Peer;
import io.pirate.machine.QueueSettings;
import io.pirate.machine.WorkerActions;
import io.pirate.machine.WorkerMachine;
import io.pirate.machine.WorkerSettings;
import io.pirate.wire.AddressFrame;
import io.pirate.wire.CallFrame;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.Property;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import org.jspecify.annotations.Nullable;

/**
 * The connection between a queue's machine and a worker's in the same process: commands
 * cross as records, one after the other, never from within the event that caused them.
 */
final class InMemoryLink {

	/** Neither side can die alone, so the pulse is one that never disturbs. */
	private static final HeartbeatPolicy NO_PULSE = new HeartbeatPolicy(Duration.ofDays(1), 1000);

	private static final String HANDLER_TIMEOUT = "handler-timeout";

	private final ArrayDeque<LongConsumer> crossing = new ArrayDeque<>();

	private final BrokerSender sender;

	private final Handlers handlers;

	private @Nullable BrokerMachine broker;

	private @Nullable WorkerMachine worker;

	private @Nullable Identity identity;

	/**
	 * A link without ends.
	 * @param sender sends replies to clients
	 * @param handlers runs them
	 */
	InMemoryLink(BrokerSender sender, Handlers handlers) {
		this.sender = sender;
		this.handlers = handlers;
	}

	static QueueSettings withoutPulse(QueueSettings settings) {
		return settings.with(NO_PULSE);
	}

	/** Nothing is lost between the two, so the worker needs no time to leave. */
	static WorkerSettings withoutPulse(WorkerSettings settings, String endpoint) {
		return new WorkerSettings(settings.name(), settings.service(), WorkerDialect.PARANOID, List.of(endpoint),
				NO_PULSE, settings.reconnectInterval(), settings.reconnectIntervalMax(), settings.concurrency(),
				settings.capacity(), settings.handlerTimeout(), Duration.ZERO, settings.streaming(), true);
	}

	void connect(BrokerMachine brokerEnd, WorkerMachine workerEnd) {
		this.broker = brokerEnd;
		this.worker = workerEnd;
	}

	BrokerActions brokerSide() {
		return new BrokerSide();
	}

	WorkerActions workerSide() {
		return new WorkerSide();
	}

	/** Whether the worker is there; it leaves when all its handlers are stuck. */
	boolean isUp() {
		return this.identity != null;
	}

	/** Delivers everything, and what that leads to. */
	void run(long now) {
		for (LongConsumer next = this.crossing.poll(); next != null; next = this.crossing.poll()) {
			next.accept(now);
		}
	}

	private BrokerMachine broker() {
		return Objects.requireNonNull(this.broker);
	}

	private WorkerMachine worker() {
		return Objects.requireNonNull(this.worker);
	}

	/**
	 * There is no other worker that could take back what a handler did not finish: its
	 * client hears of it at once.
	 */
	private static WorkerCommand conclusive(WorkerCommand command) {
		AddressFrame address = AddressFrame.Opaque.INSTANCE;
		if (command instanceof WorkerCommand.Compact compact) {
			address = compact.call();
		}
		else if (command instanceof WorkerCommand.Reply reply && isEmpty(reply.body())) {
			address = CallFrame.decodeReply(reply.addresses().frame(0));
		}
		boolean timedOut = address instanceof CallFrame call && call.status() == ReplyStatus.RETURNED
				&& HANDLER_TIMEOUT.equals(call.text(Property.CODE));
		if (timedOut && address instanceof CallFrame call) {
			Reply failure = Reply.failure(ReplyStatus.ERROR, HANDLER_TIMEOUT, "the handler took too long");
			return new WorkerCommand.Compact(failure.toCallFrame(call.origin(), call.number()).end(), failure.body());
		}
		return command;
	}

	private static boolean isEmpty(Frames body) {
		return body.size() == 1 && body.length(0) == 0;
	}

	/** What the queue does. */
	private final class BrokerSide implements BrokerActions {

		@Override
		public void toClient(Identity client, Envelope envelope, ServiceName service, Frames body) {
			InMemoryLink.this.sender.toClient(client, envelope, service, body);
		}

		@Override
		public boolean offer(Identity client, Envelope envelope, ServiceName service, Frames body, boolean last) {
			return InMemoryLink.this.sender.offer(client, envelope, service, body, last);
		}

		@Override
		public void toWorker(Identity peer, WorkerDialect dialect, QueueCommand command) {
			InMemoryLink.this.crossing.add((now) -> {
				Identity present = InMemoryLink.this.identity;
				if (present != null && peer.equals(present)) {
					worker().onCommand(0, command, now);
				}
			});
		}

	}

	/** What the worker does. */
	private final class WorkerSide implements WorkerActions {

		@Override
		public void open(int link, String endpoint, Identity fresh) {
			InMemoryLink.this.identity = fresh;
			InMemoryLink.this.crossing.add((now) -> worker().onConnected(link, now));
		}

		@Override
		public void close(int link) {
			Identity old = Objects.requireNonNull(InMemoryLink.this.identity);
			InMemoryLink.this.identity = null;
			InMemoryLink.this.crossing.add((now) -> broker().onGone(old, now));
		}

		@Override
		public void send(int link, WorkerCommand command) {
			Identity from = Objects.requireNonNull(InMemoryLink.this.identity);
			WorkerCommand sent = conclusive(command);
			InMemoryLink.this.crossing.add((now) -> broker().onWorkerCommand(from, Peer.SELF, sent, now));
		}

		/** There is always room: what crosses is bounded by the credit of its streams. */
		@Override
		public boolean offer(int link, WorkerCommand command) {
			send(link, command);
			return true;
		}

		@Override
		public void start(Job job) {
			InMemoryLink.this.handlers.start(job);
		}

		@Override
		public void want(long jobId, long parts) {
			InMemoryLink.this.handlers.want(jobId, parts);
		}

		@Override
		public void cancel(long jobId) {
			InMemoryLink.this.handlers.cancel(jobId);
		}

		@Override
		public void drained() {
			// the node decides when it is time, by the queue's state
		}

	}

}
