package io.pirate.wire;

/**
 * Majordomo between worker and queue, RFC 7 and RFC 18: {@code [""]["MDPW01"][command]…}
 * and {@code ["MDPW02"][command]…}.
 */
final class MdpWorkerCodec {

	private static final byte[] EMPTY = {};

	private MdpWorkerCodec() {
	}

	/**
	 * Reads what a worker sent.
	 * @param version the protocol of its header
	 * @param frames the whole message without the identity
	 */
	static WorkerCommand decodeWorker(MdpVersion version, Frames frames) {
		WorkerDialect dialect = WorkerDialect.of(version);
		Frames content = frames.from(headerSize(version));
		MdpCommand command = content.isEmpty() ? null : MdpCommand.decode(version, content.frame(0));
		if (command == null) {
			return new Malformed("unknown command of a Majordomo worker");
		}
		return switch (command) {
			case READY -> ready(dialect, content);
			case HEARTBEAT -> alone(content, new WorkerCommand.Heartbeat(dialect));
			case DISCONNECT -> alone(content, new WorkerCommand.Disconnect(dialect));
			case PARTIAL, FINAL -> reply(dialect, content, command == MdpCommand.FINAL);
			case REQUEST -> new WorkerCommand.Misdirected(dialect);
		};
	}

	private static WorkerCommand ready(WorkerDialect dialect, Frames content) {
		ServiceName service = (content.size() == 2) ? ServiceName.decode(content.frame(1)) : null;
		return (service != null) ? new WorkerCommand.Ready(dialect, service)
				: new Malformed("READY needs one service's name");
	}

	private static WorkerCommand alone(Frames content, WorkerCommand command) {
		return (content.size() == 1) ? command : new Malformed("a command without content has some");
	}

	private static WorkerCommand reply(WorkerDialect dialect, Frames content, boolean last) {
		Frames addressed = content.from(1);
		int delimiter = addressed.delimiter();
		if (delimiter < 1 || delimiter == addressed.size() - 1) {
			return new Malformed("a worker's reply needs addresses, an empty frame and a body");
		}
		Frames addresses = addressed.slice(0, delimiter);
		Frames body = addressed.from(delimiter + 1);
		return last ? new WorkerCommand.Reply(dialect, addresses, body)
				: new WorkerCommand.Partial(dialect, addresses, body);
	}

	/**
	 * Reads what a queue sent.
	 * @param version the worker's protocol
	 * @param frames any frames
	 */
	static QueueCommand decodeQueue(MdpVersion version, Frames frames) {
		int header = headerSize(version);
		boolean ours = frames.size() > header && MdpVersion.ofWorker(frames.frame(header - 1)) == version
				&& (header == 1 || frames.frame(0).length == 0);
		MdpCommand command = ours ? MdpCommand.decode(version, frames.frame(header)) : null;
		if (command == null) {
			return new Malformed("not a command of a Majordomo queue");
		}
		Frames content = frames.from(header + 1);
		return switch (command) {
			case HEARTBEAT ->
				content.isEmpty() ? QueueCommand.Heartbeat.INSTANCE : new Malformed("heartbeat with content");
			case DISCONNECT ->
				content.isEmpty() ? QueueCommand.Disconnect.INSTANCE : new Malformed("disconnect with content");
			case REQUEST -> request(content);
			case READY, PARTIAL, FINAL -> new Malformed("a command that only workers may send");
		};
	}

	private static QueueCommand request(Frames content) {
		int delimiter = content.delimiter();
		if (delimiter < 1 || delimiter == content.size() - 1) {
			return new Malformed("a request needs addresses, an empty frame and a body");
		}
		return new QueueCommand.Request(content.slice(0, delimiter), content.from(delimiter + 1));
	}

	static Frames encode(MdpVersion version, QueueCommand command) {
		if (command instanceof QueueCommand.Request request) {
			return addressed(version, MdpCommand.REQUEST, request.addresses(), request.body());
		}
		if (command instanceof QueueCommand.Heartbeat) {
			return headed(version, MdpCommand.HEARTBEAT, Frames.NONE);
		}
		if (command instanceof QueueCommand.Disconnect) {
			return headed(version, MdpCommand.DISCONNECT, Frames.NONE);
		}
		throw new IllegalArgumentException("not sent by a queue: " + command);
	}

	static Frames encode(MdpVersion version, WorkerCommand command) {
		if (command instanceof WorkerCommand.Reply reply) {
			return addressed(version, MdpCommand.FINAL, reply.addresses(), reply.body());
		}
		if (command instanceof WorkerCommand.Partial partial) {
			// MDP/0.1 has no parts: only a queue of ours can tell them by the call frame
			MdpCommand code = (version == MdpVersion.V02) ? MdpCommand.PARTIAL : MdpCommand.FINAL;
			return addressed(version, code, partial.addresses(), partial.body());
		}
		if (command instanceof WorkerCommand.Ready ready) {
			return headed(version, MdpCommand.READY, Frames.of(ready.service().encode()));
		}
		if (command instanceof WorkerCommand.Heartbeat) {
			return headed(version, MdpCommand.HEARTBEAT, Frames.NONE);
		}
		if (command instanceof WorkerCommand.Disconnect) {
			return headed(version, MdpCommand.DISCONNECT, Frames.NONE);
		}
		throw new IllegalArgumentException("not sent by a worker: " + command);
	}

	private static Frames headed(MdpVersion version, MdpCommand command, Frames content) {
		int header = headerSize(version);
		byte[][] parts = new byte[header + 1 + content.size()][];
		fillHead(version, command, parts);
		content.copyTo(parts, header + 1);
		return Frames.of(parts);
	}

	private static Frames addressed(MdpVersion version, MdpCommand command, Frames addresses, Frames body) {
		int header = headerSize(version);
		byte[][] parts = new byte[header + 1 + addresses.size() + 1 + body.size()][];
		fillHead(version, command, parts);
		int next = addresses.copyTo(parts, header + 1);
		parts[next++] = EMPTY;
		body.copyTo(parts, next);
		return Frames.of(parts);
	}

	private static void fillHead(MdpVersion version, MdpCommand command, byte[][] parts) {
		int header = headerSize(version);
		parts[0] = EMPTY;
		parts[header - 1] = version.worker();
		parts[header] = command.frame(version);
	}

	/** RFC 7 puts an empty frame in front, as a REQ socket would. */
	private static int headerSize(MdpVersion version) {
		return (version == MdpVersion.V01) ? 2 : 1;
	}

}
