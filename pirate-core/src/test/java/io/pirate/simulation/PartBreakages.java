package io.pirate.simulation;

import io.pirate.machine.BrokerActions;
import io.pirate.machine.ClientActions;
import io.pirate.machine.WorkerActions;
import io.pirate.wire.CallFrame;
import io.pirate.wire.ClientCodec;
import io.pirate.wire.ClientRequest;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.Property;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.jspecify.annotations.Nullable;

/** Ways of being broken that have to do with parts and with services. */
final class PartBreakages {

	private static final int GENEROSITY = 4;

	private PartBreakages() {
	}

	/** Changes one thing that a queue does. */
	static class ChangedQueue implements BrokerActions {

		final BrokerActions real;

		ChangedQueue(BrokerActions real) {
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
		}

		/** What it says about a lease, or {@code null} if it is a request. */
		static @Nullable CallFrame control(QueueCommand command) {
			CallFrame frame = (command instanceof QueueCommand.Compact compact) ? compact.call()
					: (command instanceof QueueCommand.Request request
							&& CallFrame.decodeRequest(request.addresses().frame(0)) instanceof CallFrame first) ? first
									: null;
			return (frame != null && frame.isControl()) ? frame : null;
		}

	}

	/** Keeps a part back until the next one of the same client has gone. */
	static final class Swapping extends ChangedQueue {

		private @Nullable Runnable kept;

		private @Nullable Identity of;

		Swapping(BrokerActions real) {
			super(real);
		}

		@Override
		public boolean offer(Identity client, Envelope envelope, ServiceName service, Frames body, boolean last) {
			Runnable before = this.kept;
			if (before == null && !last) {
				this.kept = () -> this.real.offer(client, envelope, service, body, false);
				this.of = client;
				return true;
			}
			boolean taken = this.real.offer(client, envelope, service, body, last);
			if (taken && before != null && client.equals(this.of)) {
				before.run();
				this.kept = null;
			}
			return taken;
		}

	}

	/** Loses every third part. */
	static final class Losing extends ChangedQueue {

		private int parts;

		Losing(BrokerActions real) {
			super(real);
		}

		@Override
		public boolean offer(Identity client, Envelope envelope, ServiceName service, Frames body, boolean last) {
			return (!last && ++this.parts % 3 == 0) || this.real.offer(client, envelope, service, body, last);
		}

	}

	/** Says after some parts that this was all. */
	static final class Shortening extends ChangedQueue {

		private int parts;

		Shortening(BrokerActions real) {
			super(real);
		}

		@Override
		public boolean offer(Identity client, Envelope envelope, ServiceName service, Frames body, boolean last) {
			CallFrame frame = envelope.call();
			if (last || ++this.parts % 3 != 0) {
				return this.real.offer(client, envelope, service, body, last);
			}
			Envelope ends = (frame == null) ? envelope : envelope.with(withoutMore(frame));
			return this.real.offer(client, ends, service, body, true);
		}

		private static CallFrame withoutMore(CallFrame frame) {
			return CallFrame.build(frame.origin(), frame.number())
				.number(Property.PART, frame.number(Property.PART, 0))
				.optional(Property.CONTENT_TYPE, frame.text(Property.CONTENT_TYPE))
				.headers(frame.headers())
				.flag(Property.QUEUE)
				.end();
		}

	}

	/** Gives a client every now and then a part of another reply. */
	static final class Mixing extends ChangedQueue {

		private @Nullable PartTag other;

		private int parts;

		Mixing(BrokerActions real) {
			super(real);
		}

		@Override
		public boolean offer(Identity client, Envelope envelope, ServiceName service, Frames body, boolean last) {
			PartTag tag = PartTag.of(body);
			PartTag first = (this.other != null) ? this.other : tag;
			this.other = first;
			boolean mixes = tag != null && first != null && tag.execution() != first.execution()
					&& ++this.parts % 3 == 0;
			Frames sent = (tag != null && first != null && mixes)
					? Frames.of(new PartTag(first.execution(), tag.index()).encode()) : body;
			return this.real.offer(client, envelope, service, sent, last);
		}

	}

	/** Gives a request for a named service to a worker of the nameless one. */
	static final class Astray extends ChangedQueue {

		private @Nullable Identity nameless;

		Astray(BrokerActions real) {
			super(real);
		}

		@Override
		public void toWorker(Identity worker, WorkerDialect dialect, QueueCommand command) {
			Identity other = this.nameless;
			boolean lives = other != null && this.real instanceof QueueProgram queue && queue.machine().isWorker(other);
			if (command instanceof QueueCommand.Request && dialect.isMajordomo() && other != null && lives) {
				this.real.toWorker(other, WorkerDialect.PARANOID, command);
				return;
			}
			this.nameless = (dialect == WorkerDialect.PARANOID) ? worker : other;
			this.real.toWorker(worker, dialect, command);
		}

	}

	/** Answers in the name of another service. */
	static final class Misnaming extends ChangedQueue {

		Misnaming(BrokerActions real) {
			super(real);
		}

		@Override
		public void toClient(Identity client, Envelope envelope, ServiceName service, Frames body) {
			this.real.toClient(client, envelope, new ServiceName("other"), body);
		}

	}

	/** Grants its workers more than its clients did. */
	static final class Generous extends ChangedQueue {

		Generous(BrokerActions real) {
			super(real);
		}

		@Override
		public void toWorker(Identity worker, WorkerDialect dialect, QueueCommand command) {
			CallFrame frame = control(command);
			if (frame == null || !frame.has(Property.CREDIT)) {
				this.real.toWorker(worker, dialect, command);
				return;
			}
			CallFrame more = frame.edit().number(Property.CREDIT, GENEROSITY * frame.number(Property.CREDIT, 0)).end();
			this.real.toWorker(worker, dialect,
					new QueueCommand.Request(Frames.of(more.encode()), Frames.of(new byte[0])));
		}

	}

	/** Tells no worker that its parts are not wanted any more. */
	static final class Patient extends ChangedQueue {

		Patient(BrokerActions real) {
			super(real);
		}

		@Override
		public void toWorker(Identity worker, WorkerDialect dialect, QueueCommand command) {
			CallFrame frame = control(command);
			if (frame == null || !frame.has(Property.CANCEL)) {
				this.real.toWorker(worker, dialect, command);
			}
		}

	}

	/** Lets its handlers give more than its queue has granted. */
	static final class Greedy extends Breakages.ChangedWorker {

		Greedy(WorkerActions real) {
			super(real);
		}

		@Override
		public void want(long jobId, long parts) {
			this.real.want(jobId, GENEROSITY * parts);
		}

	}

	/** Does not tell its handlers to stop. */
	static final class Unstoppable extends Breakages.ChangedWorker {

		Unstoppable(WorkerActions real) {
			super(real);
		}

		@Override
		public void cancel(long jobId) {
			// goes on
		}

	}

	/**
	 * A client that does not say that it wants no more parts.
	 *
	 * @param real what it should do
	 */
	record Mute(ClientActions real) implements ClientActions {

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
			boolean cancels = ClientCodec.decodeRequest(frames) instanceof ClientRequest.Ask ask
					&& ask.envelope().call() != null && ask.envelope().call().has(Property.CANCEL);
			if (!cancels) {
				this.real.send(lane, frames);
			}
		}

	}

}
