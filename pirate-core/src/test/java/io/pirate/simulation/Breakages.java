package io.pirate.simulation;

import java.util.HashSet;
import java.util.Set;

import io.pirate.machine.BrokerActions;
import io.pirate.machine.Call;
import io.pirate.machine.ClientActions;
import io.pirate.machine.Job;
import io.pirate.machine.Outcome;
import io.pirate.machine.RetryPolicy;
import io.pirate.machine.WorkerActions;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import org.jspecify.annotations.Nullable;

/** Ways of being broken, each between a machine that is not and the world. */
final class Breakages {

	private Breakages() {
	}

	/**
	 * Ends more than once, or never.
	 *
	 * @param real the call
	 * @param ends how often it ends
	 */
	record BrokenCall(CallRecord real, int ends) implements Call {

		@Override
		public Request request() {
			return this.real.request();
		}

		@Override
		public RetryPolicy policy() {
			return this.real.policy();
		}

		@Override
		public boolean wantsParts() {
			return this.real.wantsParts();
		}

		@Override
		public void onPart(Reply part) {
			this.real.onPart(part);
		}

		@Override
		public void end(Outcome outcome) {
			for (int i = 0; i < this.ends; i++) {
				this.real.end(outcome);
			}
		}

	}

	/** Sends each reply to the client that was answered before. */
	static final class Misdirected implements BrokerActions {

		private final BrokerActions real;

		private @Nullable Identity before;

		Misdirected(BrokerActions real) {
			this.real = real;
		}

		@Override
		public void toClient(Identity client, Envelope envelope, ServiceName service, Frames body) {
			this.real.toClient((this.before != null) ? this.before : client, envelope, service, body);
			this.before = client;
		}

		@Override
		public boolean offer(Identity client, Envelope envelope, ServiceName service, Frames body, boolean last) {
			return this.real.offer(client, envelope, service, body, last);
		}

		@Override
		public void toWorker(Identity worker, WorkerDialect dialect, QueueCommand command) {
			this.real.toWorker(worker, dialect, command);
		}

	}

	/** Gives each request to the worker that was served before, too. */
	static final class Doubled implements BrokerActions {

		private final BrokerActions real;

		private @Nullable Identity before;

		Doubled(BrokerActions real) {
			this.real = real;
		}

		@Override
		public void toClient(Identity client, Envelope envelope, ServiceName service, Frames body) {
			this.real.toClient(client, envelope, service, body);
		}

		@Override
		public boolean offer(Identity client, Envelope envelope, ServiceName service, Frames body, boolean last) {
			return this.real.offer(client, envelope, service, body, last);
		}

		@Override
		public void toWorker(Identity worker, WorkerDialect dialect, QueueCommand command) {
			this.real.toWorker(worker, dialect, command);
			Identity other = this.before;
			if (command instanceof QueueCommand.Request && other != null && !other.equals(worker)) {
				this.real.toWorker(other, dialect, command);
			}
			this.before = worker;
		}

	}

	/** Loses what it has handed out before. */
	static final class Forgetful implements BrokerActions {

		private final BrokerActions real;

		private final Set<Frames> given = new HashSet<>();

		Forgetful(BrokerActions real) {
			this.real = real;
		}

		@Override
		public void toClient(Identity client, Envelope envelope, ServiceName service, Frames body) {
			this.real.toClient(client, envelope, service, body);
		}

		@Override
		public boolean offer(Identity client, Envelope envelope, ServiceName service, Frames body, boolean last) {
			return this.real.offer(client, envelope, service, body, last);
		}

		@Override
		public void toWorker(Identity worker, WorkerDialect dialect, QueueCommand command) {
			if (!(command instanceof QueueCommand.Request request) || this.given.add(request.body())) {
				this.real.toWorker(worker, dialect, command);
			}
		}

	}

	/** Changes one thing that a worker does. */
	static class ChangedWorker implements WorkerActions {

		final WorkerActions real;

		ChangedWorker(WorkerActions real) {
			this.real = real;
		}

		@Override
		public void open(int link, String endpoint, Identity identity) {
			this.real.open(link, endpoint, identity);
		}

		@Override
		public void close(int link) {
			this.real.close(link);
		}

		@Override
		public void send(int link, WorkerCommand command) {
			this.real.send(link, command);
		}

		@Override
		public boolean offer(int link, WorkerCommand command) {
			return this.real.offer(link, command);
		}

		@Override
		public void start(Job job) {
			this.real.start(job);
		}

		@Override
		public void want(long jobId, long parts) {
			this.real.want(jobId, parts);
		}

		@Override
		public void cancel(long jobId) {
			this.real.cancel(jobId);
		}

		@Override
		public void drained() {
			this.real.drained();
		}

	}

	/** Says READY to each queue once in its life. */
	static final class Shy extends ChangedWorker {

		private final Set<Integer> greeted = new HashSet<>();

		Shy(WorkerActions real) {
			super(real);
		}

		@Override
		public void send(int link, WorkerCommand command) {
			if (!(command instanceof WorkerCommand.Ready) || this.greeted.add(link)) {
				this.real.send(link, command);
			}
		}

	}

	/** Starts every handler twice. */
	static final class Eager extends ChangedWorker {

		Eager(WorkerActions real) {
			super(real);
		}

		@Override
		public void start(Job job) {
			this.real.start(job);
			this.real.start(job);
		}

	}

	/**
	 * Sends everything twice.
	 *
	 * @param real what it should do
	 */
	record Insistent(ClientActions real) implements ClientActions {

		@Override
		public void open(int lane, String endpoint) {
			this.real.open(lane, endpoint);
		}

		@Override
		public void close(int lane) {
			this.real.close(lane);
		}

		@Override
		public void send(int lane, Frames frames) {
			this.real.send(lane, frames);
			this.real.send(lane, frames);
		}

	}

}
