package io.pirate.machine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.function.Consumer;
import java.util.Set;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

/** A broker machine whose peers have names and whose actions become lines of text. */
final class BrokerStage implements BrokerActions, BrokerEvents {

	static final long QUEUE_ORIGIN = 0x5155455545L;

	private final List<String> effects = new ArrayList<>();

	private final Map<Identity, String> names = new HashMap<>();

	private final List<Frames> leases = new ArrayList<>();

	private final Set<Identity> full = new HashSet<>();

	private final BrokerMachine machine;

	private final Map<String, Peer> peers = new HashMap<>();

	private QueueSnapshot before;

	BrokerStage(QueueSettings settings) {
		this.machine = new BrokerMachine(settings, QUEUE_ORIGIN, () -> 0, this, this);
		this.before = this.machine.snapshot(0);
	}

	BrokerMachine machine() {
		return this.machine;
	}

	/** The effects since the last time. */
	List<String> effects() {
		QueueSnapshot after = this.machine.snapshot(0);
		after.rejected()
			.forEach((reason, count) -> tell("rejected " + reason.code(), count, this.before.rejected().get(reason)));
		after.dropped()
			.forEach((reason, count) -> tell("dropped " + reason.tag(), count, this.before.dropped().get(reason)));
		tell("absorbed", after.absorbed(), this.before.absorbed());
		this.before = after;
		List<String> told = new ArrayList<>(this.effects);
		this.effects.clear();
		return told;
	}

	/** {@code alpha*4} is one of our workers with capacity 4, {@code 0a} anybody. */
	Identity peer(String name) {
		int star = name.indexOf('*');
		Identity identity = Identity.of(name.getBytes(StandardCharsets.UTF_8));
		if (star > 0) {
			int at = name.indexOf('@');
			int capacity = Integer.parseInt(name.substring(star + 1, (at > 0) ? at : name.length()));
			long interval = (at > 0) ? Long.parseLong(name.substring(at + 1)) : 1000;
			identity = new WorkerIdentity(name.substring(0, star), capacity, Duration.ofMillis(interval), 7).encode();
		}
		this.names.put(identity, name);
		return identity;
	}

	/** Who is at the other end of a connection from now on. */
	void is(String connection, Peer who) {
		this.peers.put(connection, who);
	}

	void ready(String worker, WorkerDialect dialect, long now) {
		say(worker, new WorkerCommand.Ready(dialect, ServiceName.ANONYMOUS), now);
	}

	void request(String client, String body, long now) {
		request(client, ClientDialect.PLAIN, ServiceName.ANONYMOUS, body, now);
	}

	void call(String client, CallFrame call, String body, long now) {
		call(client, call, ServiceName.ANONYMOUS, body, now);
	}

	void reply(String worker, int lease, Map<String, String> properties, String body, long now) {
		Frames addresses = answer(lease, (frame) -> properties.forEach(frame::text));
		say(worker, new WorkerCommand.Reply(WorkerDialect.PARANOID, addresses, Frames.ofText(body)), now);
	}

	private Peer peerOf(String connection) {
		return this.peers.getOrDefault(connection, Peer.ANYONE);
	}

	int leases() {
		return this.leases.size();
	}

	void say(String worker, WorkerCommand command, long now) {
		this.machine.onWorkerCommand(peer(worker), peerOf(worker), command, now);
	}

	void request(String client, ClientDialect dialect, ServiceName service, String body, long now) {
		this.machine.onRequest(peer(client), peerOf(client), Envelope.EMPTY.as(dialect), service, Frames.ofText(body),
				now);
	}

	void call(String client, CallFrame call, ServiceName service, String body, long now) {
		ClientDialect dialect = service.isAnonymous() ? ClientDialect.PLAIN : ClientDialect.MAJORDOMO_02;
		this.machine.onRequest(peer(client), peerOf(client), new Envelope(dialect, Frames.NONE, call), service,
				Frames.ofText(body), now);
	}

	/** What one of our workers sends with its answer to a lease. */
	Frames answer(int lease, Consumer<CallFrame.Builder> properties) {
		CallFrame frame = leaseFrame(lease);
		CallFrame.Builder reply = CallFrame.build(frame.origin(), frame.number());
		properties.accept(reply);
		return Frames.of(reply.end().encode());
	}

	/** What a foreign worker sends: the address comes back as it was. */
	Frames foreignAnswer(int lease) {
		return this.leases.get(lease - 1);
	}

	/** From now on that client takes nothing, or takes something again. */
	void full(String client, boolean full) {
		if (full) {
			this.full.add(peer(client));
		}
		else {
			this.full.remove(peer(client));
		}
	}

	CallFrame leaseFrame(int lease) {
		return (CallFrame) CallFrame.decodeRequest(this.leases.get(lease - 1).frame(0));
	}

	@Override
	public void toClient(Identity client, Envelope envelope, ServiceName service, Frames body) {
		toClient(client, envelope, service, body, "");
	}

	@Override
	public boolean offer(Identity client, Envelope envelope, ServiceName service, Frames body, boolean last) {
		if (this.full.contains(client)) {
			return false;
		}
		toClient(client, envelope, service, body, last ? "FINAL " : "PARTIAL ");
		return true;
	}

	private void toClient(Identity client, Envelope envelope, ServiceName service, Frames body, String part) {
		CallFrame call = envelope.call();
		String head = "client " + this.names.get(client) + " " + ((call != null) ? "ANSWER " + call.number() : "REPLY");
		String properties = (call != null) ? properties((CallFrame) CallFrame.decodeReply(call.encode())) : "";
		String from = service.isAnonymous() ? "" : " from " + service;
		this.effects.add(head + from + " " + part + text(envelope.foreign()) + text(body) + properties);
	}

	@Override
	public void toWorker(Identity worker, WorkerDialect dialect, QueueCommand command) {
		String name = "worker " + this.names.get(worker) + " ";
		if (!(command instanceof QueueCommand.Request request)) {
			this.effects.add(name + ((command instanceof QueueCommand.Heartbeat) ? "HEARTBEAT" : "DISCONNECT"));
			return;
		}
		CallFrame frame = (CallFrame) CallFrame.decodeRequest(request.addresses().frame(0));
		if (frame.isControl()) {
			String what = frame.has(Property.CANCEL) ? "CANCEL" : "CREDIT " + frame.number(Property.CREDIT, -1);
			this.effects.add(name + what + " [lease " + leaseOf(frame) + "]");
			return;
		}
		this.leases.add(request.addresses());
		this.effects.add(name + "REQUEST [lease " + this.leases.size() + "] " + text(request.body())
				+ properties(leaseFrame(this.leases.size())));
	}

	private int leaseOf(CallFrame control) {
		int lease = this.leases.size();
		while (leaseFrame(lease).number() != control.number()) {
			lease--;
		}
		return lease;
	}

	@Override
	public void callDenied(String peer, ServiceName service) {
		this.effects.add("told that " + peer + " may not call " + service);
	}

	@Override
	public void workerDenied(String peer, String worker, ServiceName service) {
		this.effects.add("told that " + worker + " of " + peer + " may not serve " + service);
	}

	@Override
	public void workerLeft(String worker, ServiceName service, int redelivered) {
		this.effects.add("left " + worker + ", " + redelivered + " redelivered");
	}

	@Override
	public void workerExpired(String worker, ServiceName service, int redelivered) {
		this.effects.add("expired " + worker + ", " + redelivered + " redelivered");
	}

	@Override
	public void deadLettered(ServiceName service, int deliveries) {
		this.effects.add("dead letter after " + deliveries + " deliveries");
	}

	private void tell(String what, long after, long before) {
		if (after > before) {
			this.effects.add(what + ((after - before > 1) ? " " + (after - before) : ""));
		}
	}

	private static String text(Frames frames) {
		List<String> texts = new ArrayList<>();
		for (int i = 0; i < frames.size(); i++) {
			texts.add(frames.text(i));
		}
		return String.join(" | ", texts);
	}

	private static String properties(CallFrame frame) {
		Map<String, String> shown = new TreeMap<>(frame.headers());
		for (String name : List.of(Property.CONTENT_TYPE, Property.STATUS, Property.CODE)) {
			if (frame.text(name) != null) {
				shown.put(name, frame.text(name));
			}
		}
		for (String name : List.of(Property.ATTEMPT, Property.BUDGET, Property.PART, Property.CREDIT)) {
			if (frame.has(name)) {
				shown.put(name, Integer.toString(frame.number(name, -1)));
			}
		}
		for (String name : List.of(Property.ONCE, Property.DONE, Property.MORE)) {
			if (frame.has(name)) {
				shown.put(name, "yes");
			}
		}
		if (!frame.has(Property.QUEUE)) {
			shown.put(Property.QUEUE, "missing");
		}
		return shown.isEmpty() ? "" : " " + shown;
	}

}
