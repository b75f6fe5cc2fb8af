package io.pirate.benchmarks.micro;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;

import io.pirate.machine.BrokerActions;
import io.pirate.machine.BrokerEvents;
import io.pirate.machine.BrokerMachine;
import io.pirate.machine.Peer;
import io.pirate.machine.QueueSettings;
import io.pirate.wire.CallFrame;
import io.pirate.wire.ClientDialect;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.Property;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import io.pirate.wire.WorkerIdentity;
import org.jspecify.annotations.Nullable;

/** A queue's machine with one worker and one client, in memory, whose time is ours. */
final class BrokerDesk implements BrokerActions {

	private static final int TICK_EVERY = 64;

	private static final long NANOS_PER_CALL = 1000;

	private final BrokerMachine machine = new BrokerMachine(QueueSettings.defaults(Runtime.getRuntime().maxMemory()), 7,
			new SplittableRandom(1)::nextLong, this, new BrokerEvents() {
			});

	private final Identity client = Identity.of(new byte[] { 1 });

	private final Frames body = Frames.of("x".repeat(64).getBytes(StandardCharsets.US_ASCII));

	private final Identity worker;

	private final ServiceName service;

	private final WorkerDialect dialect;

	private final ClientDialect asked;

	private long number;

	private long now;

	private @Nullable QueueCommand given;

	private @Nullable Frames answered;

	/**
	 * A desk at which nobody has asked.
	 * @param service empty for the anonymous one
	 * @param compact whether messages are in one frame
	 */
	BrokerDesk(String service, boolean compact) {
		this.service = new ServiceName(service);
		boolean anonymous = this.service.isAnonymous();
		this.dialect = anonymous ? WorkerDialect.PARANOID : WorkerDialect.MAJORDOMO_02;
		this.asked = compact ? ClientDialect.COMPACT : anonymous ? ClientDialect.PLAIN : ClientDialect.MAJORDOMO_02;
		this.worker = new WorkerIdentity("bench", 64, Duration.ofDays(1), 9, compact).encode();
		this.machine.onReady(this.worker, Peer.ANYONE, this.dialect, this.service, 0);
	}

	/** A request, its lease, its answer. */
	Frames call() {
		this.now += NANOS_PER_CALL;
		CallFrame call = CallFrame.build(5, ++this.number)
			.number(Property.ATTEMPT, 1)
			.number(Property.BUDGET, 2500)
			.end();
		this.machine.onRequest(this.client, Peer.ANYONE, new Envelope(this.asked, Frames.NONE, call), this.service,
				this.body, this.now);
		this.machine.onWorkerCommand(this.worker, Peer.ANYONE, answer(), this.now);
		if (this.number % TICK_EVERY == 0) {
			this.machine.tick(this.now);
		}
		Frames reply = this.answered;
		if (reply == null) {
			throw new IllegalStateException("no answer");
		}
		this.answered = null;
		return reply;
	}

	private WorkerCommand answer() {
		if (this.given instanceof QueueCommand.Compact compact) {
			return new WorkerCommand.Compact(CallFrame.of(compact.call().origin(), compact.call().number()),
					compact.body());
		}
		if (this.given instanceof QueueCommand.Request request) {
			return new WorkerCommand.Reply(this.dialect, request.addresses(), request.body());
		}
		throw new IllegalStateException("no request: " + this.given);
	}

	@Override
	public void toClient(Identity to, Envelope envelope, ServiceName from, Frames reply) {
		this.answered = reply;
	}

	@Override
	public boolean offer(Identity to, Envelope envelope, ServiceName from, Frames reply, boolean last) {
		this.answered = reply;
		return true;
	}

	@Override
	public void toWorker(Identity to, WorkerDialect spoken, QueueCommand command) {
		if (!(command instanceof QueueCommand.Heartbeat)) {
			this.given = command;
		}
	}

}
