package io.pirate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.MdpVersion;
import io.pirate.wire.Property;
import io.pirate.wire.WorkerCodec;
import io.pirate.wire.WorkerCommand;

/**
 * A Majordomo queue played by a test, in bytes of its own: RFC 7 and RFC 18 have
 * different headers and different numbers.
 */
final class ForeignMajordomo implements AutoCloseable {

	private static final byte[] EMPTY = new byte[0];

	private final ForeignQueue queue;

	private final MdpVersion version;

	/**
	 * A queue at an ephemeral port.
	 * @param version what it speaks
	 */
	ForeignMajordomo(MdpVersion version) {
		this(version, "tcp://127.0.0.1:*");
	}

	ForeignMajordomo(MdpVersion version, String endpoint) {
		this.version = version;
		this.queue = new ForeignQueue(endpoint);
	}

	/**
	 * What a worker sent.
	 *
	 * @param worker its identity
	 * @param command what
	 * @param frames all of it
	 */
	record Message(Identity worker, WorkerCommand command, Frames frames) {

		/** The body's first frame. */
		String text() {
			Frames body = (this.command instanceof WorkerCommand.Partial partial) ? partial.body()
					: ((WorkerCommand.Reply) this.command).body();
			return body.text(0);
		}

		CallFrame call() {
			Frames addresses = (this.command instanceof WorkerCommand.Partial partial) ? partial.addresses()
					: ((WorkerCommand.Reply) this.command).addresses();
			return (CallFrame) CallFrame.decodeReply(addresses.frame(0));
		}

		boolean isPartial() {
			return this.command instanceof WorkerCommand.Partial;
		}

	}

	String endpoint() {
		return this.queue.endpoint();
	}

	Message receive() {
		ForeignQueue.Message message = this.queue.receive();
		return new Message(message.worker(), WorkerCodec.decodeWorker(message.frames()), message.frames());
	}

	/** The next message that is not a heartbeat. */
	Message receiveWork() {
		Message message = receive();
		while (message.command() instanceof WorkerCommand.Heartbeat) {
			message = receive();
		}
		return message;
	}

	/** Waits for a worker to register. */
	Identity awaitReady() {
		Message message = receive();
		while (!(message.command() instanceof WorkerCommand.Ready)) {
			message = receive();
		}
		return message.worker();
	}

	/** A command with its number in RFC 7 and in RFC 18. */
	Frames command(int old, int recent, Frames content) {
		boolean first = this.version == MdpVersion.V01;
		byte[] header = (first ? "MDPW01" : "MDPW02").getBytes(StandardCharsets.US_ASCII);
		byte[] code = { (byte) (first ? old : recent) };
		byte[][] parts = first ? new byte[][] { EMPTY, header, code } : new byte[][] { header, code };
		byte[][] all = Arrays.copyOf(parts, parts.length + content.size());
		content.copyTo(all, parts.length);
		return Frames.of(all);
	}

	void heartbeat(Identity worker) {
		send(worker, command(4, 5, Frames.NONE));
	}

	void disconnect(Identity worker) {
		send(worker, command(5, 6, Frames.NONE));
	}

	/** A request of a client that has no call frame. */
	void request(Identity worker, String client, String body) {
		send(worker, command(2, 2, Frames.ofText(client, "", body)));
	}

	/** A request as a queue of ours gives it. */
	void lease(Identity worker, long number, int credit, String body) {
		CallFrame call = CallFrame.build(1, number)
			.flag(Property.QUEUE)
			.number(Property.ATTEMPT, 1)
			.number(Property.CREDIT, credit)
			.end();
		send(worker, command(2, 2, Frames.of(call.encode(), EMPTY, body.getBytes(StandardCharsets.UTF_8))));
	}

	void credit(Identity worker, long number, int parts) {
		CallFrame call = CallFrame.build(1, number).flag(Property.QUEUE).number(Property.CREDIT, parts).end();
		send(worker, command(2, 2, Frames.of(call.encode(), EMPTY, EMPTY)));
	}

	void cancel(Identity worker, long number) {
		CallFrame call = CallFrame.build(1, number).flag(Property.QUEUE).flag(Property.CANCEL).end();
		send(worker, command(2, 2, Frames.of(call.encode(), EMPTY, EMPTY)));
	}

	private void send(Identity worker, Frames frames) {
		byte[][] parts = new byte[frames.size()][];
		frames.copyTo(parts, 0);
		this.queue.send(worker, parts);
	}

	@Override
	public void close() {
		this.queue.close();
	}

}
