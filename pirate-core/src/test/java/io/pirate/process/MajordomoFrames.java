package io.pirate.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.pirate.wire.CallFrame;
import io.pirate.wire.CompactCodec;
import io.pirate.wire.Frames;
import io.pirate.wire.MdpClientCodec;
import io.pirate.wire.MdpVersion;
import io.pirate.wire.Property;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCodec;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;

/** Majordomo's messages of every kind, valid and not, for those who mean harm. */
public final class MajordomoFrames {

	private static final ServiceName ECHO = new ServiceName("echo");

	private static final ServiceName ROWS = new ServiceName("rows");

	private static final byte[] EMPTY = {};

	private MajordomoFrames() {
	}

	/**
	 * What clients might send: requests, compact ones, repeats, credit and cancelling.
	 */
	public static List<Frames> requests() {
		CallFrame call = CallFrame.build(7, 1).number(Property.ATTEMPT, 1).number(Property.BUDGET, 1000).end();
		CallFrame stream = CallFrame.build(7, 2)
			.number(Property.ATTEMPT, 1)
			.number(Property.BUDGET, 1000)
			.number(Property.CREDIT, 64)
			.end();
		CallFrame credit = CallFrame.build(7, 2).number(Property.CREDIT, 1_000_000).end();
		CallFrame cancel = CallFrame.build(7, 2).flag(Property.CANCEL).end();
		CallFrame compact = call.edit().text(Property.SERVICE, "echo").end();
		byte[] whole = CompactCodec.encode(compact, Frames.ofText("request"));
		List<Frames> messages = new ArrayList<>();
		for (MdpVersion version : MdpVersion.values()) {
			messages.add(behind(call, MdpClientCodec.request(version, ECHO, Frames.ofText("request"))));
			messages.add(behind(stream, MdpClientCodec.request(version, ROWS, Frames.ofText("forged:5"))));
			messages.add(behind(credit, MdpClientCodec.request(version, ROWS, Frames.of(EMPTY))));
			messages.add(behind(cancel, MdpClientCodec.request(version, ROWS, Frames.of(EMPTY))));
			messages.add(MdpClientCodec.request(version, ServiceName.ANONYMOUS, Frames.ofText("nobody")));
		}
		messages.add(Frames.of("MDPC02".getBytes(), new byte[] { 1 }, new byte[64 * 1024], EMPTY));
		messages.add(Frames.of("MDPC02".getBytes(), new byte[] { 3 }, "echo".getBytes(), EMPTY));
		messages.add(Frames.ofText("", "MDPC01", "x".repeat(64 * 1024), "body"));
		messages.add(Frames.of(whole));
		messages.add(Frames.of(Arrays.copyOf(whole, 30)));
		messages.add(Frames.of(Arrays.copyOf(whole, whole.length - "request".length() - 1)));
		return messages;
	}

	/** What workers might send: all commands, in no order, about leases nobody gave. */
	public static List<Frames> commands(WorkerDialect dialect) {
		CallFrame lease = CallFrame.build(9, 1).number(Property.PART, 0).flag(Property.MORE).end();
		Frames address = Frames.of(lease.encode());
		Frames body = Frames.ofText("forged");
		List<Frames> messages = new ArrayList<>();
		messages.add(WorkerCodec.encode(new WorkerCommand.Heartbeat(dialect)));
		messages.add(WorkerCodec.encode(new WorkerCommand.Reply(dialect, address, body)));
		messages.add(WorkerCodec.encode(new WorkerCommand.Ready(dialect, new ServiceName("forged"))));
		messages.add(WorkerCodec.encode(new WorkerCommand.Ready(dialect, new ServiceName("mmi.service"))));
		messages.add(WorkerCodec.encode(new WorkerCommand.Reply(dialect, Frames.ofText("address"), body)));
		if (dialect.hasParts()) {
			messages.add(WorkerCodec.encode(new WorkerCommand.Partial(dialect, address, body)));
			messages.add(Frames.of("MDPW02".getBytes(), new byte[] { 1 }, new byte[64 * 1024]));
		}
		messages.add(WorkerCodec.encode(dialect, new QueueCommand.Request(address, body)));
		messages.add(WorkerCodec.encode(dialect, new QueueCommand.Disconnect()));
		messages.add(Frames.of(CompactCodec.encode(lease, Frames.ofText("forged"))));
		return messages;
	}

	/** A connecting peer that sends all of them. */
	static byte[] dealer(List<Frames> messages) {
		return HostilePeersTest.stream("DEALER", "", messages.toArray(Frames[]::new));
	}

	/** What a queue might send to its workers. */
	static byte[] toWorkers() {
		WorkerDialect dialect = WorkerDialect.MAJORDOMO_02;
		CallFrame.Builder lease = CallFrame.build(9, 1).flag(Property.QUEUE).number(Property.BUDGET, 1000);
		Frames request = Frames.of(lease.number(Property.CREDIT, 5).number(Property.ATTEMPT, 1).end().encode());
		Frames credit = Frames
			.of(CallFrame.build(9, 1).flag(Property.QUEUE).number(Property.CREDIT, 1_000_000).end().encode());
		Frames cancel = Frames.of(CallFrame.build(9, 1).flag(Property.QUEUE).flag(Property.CANCEL).end().encode());
		return HostilePeersTest.stream("ROUTER", "", WorkerCodec.encode(dialect, new QueueCommand.Heartbeat()),
				WorkerCodec.encode(dialect, new QueueCommand.Request(request, Frames.ofText("forged:5"))),
				WorkerCodec.encode(dialect, new QueueCommand.Request(credit, Frames.of(EMPTY))),
				WorkerCodec.encode(dialect, new QueueCommand.Request(cancel, Frames.of(EMPTY))),
				Frames.of("MDPW02".getBytes(), new byte[] { 3 }, EMPTY, EMPTY),
				WorkerCodec.encode(dialect, new QueueCommand.Disconnect()));
	}

	/** What a queue might send to its clients. */
	static byte[] toClients() {
		CallFrame part = CallFrame.build(7, 1).flag(Property.QUEUE).number(Property.PART, 0).flag(Property.MORE).end();
		CallFrame last = CallFrame.build(7, 1).flag(Property.QUEUE).end();
		Frames body = Frames.ofText("forged");
		return HostilePeersTest.stream("ROUTER", "",
				behind(part, MdpClientCodec.reply(MdpVersion.V02, ECHO, body, false)),
				behind(last, MdpClientCodec.reply(MdpVersion.V02, ECHO, body, true)),
				behind(last, MdpClientCodec.reply(MdpVersion.V01, ECHO, body, true)),
				Frames.of(CompactCodec.encode(part, Frames.ofText("forged"))),
				MdpClientCodec.reply(MdpVersion.V02, ECHO, body, false));
	}

	private static Frames behind(CallFrame call, Frames message) {
		List<byte[]> frames = new ArrayList<>(List.of(call.encode()));
		if (message.frame(0).length > 0) {
			frames.add(EMPTY);
		}
		for (int i = 0; i < message.size(); i++) {
			frames.add(message.frame(i));
		}
		return Frames.of(frames.toArray(byte[][]::new));
	}

}
