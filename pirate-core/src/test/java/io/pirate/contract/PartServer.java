package io.pirate.contract;

import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.Property;
import io.pirate.wire.Reply;

/**
 * A script that answers as a queue of ours: the body says how many parts there are, and
 * they are sent as credit allows.
 */
final class PartServer implements Consumer<ScriptedServer.Received> {

	/** What is granted to a caller who grants nothing. */
	private static final int WINDOW = 64;

	final AtomicInteger sent = new AtomicInteger();

	final Queue<Long> cancelled = new ConcurrentLinkedQueue<>();

	private final Map<Long, Stream> streams = new HashMap<>();

	@Override
	public void accept(ScriptedServer.Received message) {
		CallFrame frame = (CallFrame) CallFrame.decodeRequest(message.envelope().frame(0));
		if (frame.has(Property.CANCEL)) {
			this.cancelled.add(frame.number());
			this.streams.remove(frame.number());
			return;
		}
		if (frame.has(Property.ATTEMPT)) {
			this.streams.put(frame.number(), new Stream(message, Integer.parseInt(message.text())));
		}
		Stream stream = this.streams.get(frame.number());
		if (stream != null) {
			stream.credit += frame.number(Property.CREDIT, WINDOW);
			stream.run();
		}
	}

	static void part(ScriptedServer.Received request, Reply reply, int part, boolean more) {
		CallFrame call = (CallFrame) CallFrame.decodeRequest(request.envelope().frame(0));
		CallFrame.Builder frame = reply.toCallFrame(call.origin(), call.number())
			.flag(Property.QUEUE)
			.number(Property.PART, part);
		request.send(Frames.of((more ? frame.flag(Property.MORE) : frame).end().encode()), reply.body(), !more);
	}

	static void part(ScriptedServer.Received request, int part, boolean more) {
		part(request, Reply.ok(Frames.ofText("part" + part), null, Map.of()), part, more);
	}

	private final class Stream {

		private final ScriptedServer.Received request;

		private final int total;

		private int next;

		private int credit;

		private Stream(ScriptedServer.Received request, int total) {
			this.request = request;
			this.total = total;
		}

		private void run() {
			while (this.credit > 0 && this.next < this.total) {
				this.credit--;
				PartServer.this.sent.incrementAndGet();
				part(this.request, this.next++, true);
				if (this.next == this.total) {
					part(this.request, Reply.end(), this.total, false);
				}
			}
		}

	}

}
