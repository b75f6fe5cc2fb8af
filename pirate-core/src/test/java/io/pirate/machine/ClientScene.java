package io.pirate.machine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.pirate.wire.CallFrame;
import io.pirate.wire.ClientCodec;
import io.pirate.wire.ClientRequest;
import io.pirate.wire.Envelope;
import io.pirate.wire.FlpCodec;
import io.pirate.wire.Frames;
import io.pirate.wire.PlainCodec;
import io.pirate.wire.PlainMessage;
import io.pirate.wire.Property;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A lazy pirate machine among fakes, told in milliseconds, near the overflow of nanoTime.
 */
final class ClientScene implements ClientActions, ClientEvents {

	static final long FIRST_ORIGIN = 0x7000;

	private static final long START = Long.MAX_VALUE - 400_000_000L;

	final LazyPirateMachine machine;

	final List<String> effects = new ArrayList<>();

	final List<Frames> sent = new ArrayList<>();

	/** Questions whether somebody is back. */
	final List<Frames> probes = new ArrayList<>();

	final Map<Integer, Integer> openLanes = new LinkedHashMap<>();

	private final Map<String, Integer> addresses = new HashMap<>();

	private final Map<String, List<Outcome>> outcomes = new HashMap<>();

	private final Map<String, List<String>> parts = new HashMap<>();

	private final Map<String, Long> numbers = new HashMap<>();

	private long nextOrigin = FIRST_ORIGIN;

	private long now = START;

	ClientScene(ClientSettings settings) {
		this.machine = new LazyPirateMachine(settings, () -> this.nextOrigin++, this, this);
		this.machine.start(this.now);
	}

	static ClientScene shared(String... endpoints) {
		return new ClientScene(new ClientSettings(List.of(endpoints), ClientProtocol.AUTO, false, 1000, 4, false));
	}

	static ClientScene exclusive(int maxLanes, String... endpoints) {
		return new ClientScene(new ClientSettings(List.of(endpoints), true, 1000, maxLanes));
	}

	/** A client of named services. */
	static ClientScene of(ClientProtocol protocol, boolean exclusive, String... endpoints) {
		return new ClientScene(new ClientSettings(List.of(endpoints), protocol, exclusive, 1000, 4, false));
	}

	static RetryPolicy policy(int timeoutMillis, int retries) {
		return new RetryPolicy(Duration.ofMillis(timeoutMillis), retries, false);
	}

	static RetryPolicy once(int timeoutMillis) {
		return new RetryPolicy(Duration.ofMillis(timeoutMillis), 3, true);
	}

	/** Lets time pass up to that many milliseconds after the start, tick by tick. */
	ClientScene at(long millis) {
		long target = START + millis * 1_000_000;
		for (long due = this.machine.nextDeadline(this.now); due - target <= 0; due = this.machine
			.nextDeadline(this.now)) {
			this.now = due;
			this.machine.tick(this.now);
		}
		this.now = target;
		return this;
	}

	ClientScene call(String name, RetryPolicy policy) {
		return ask(name, ServiceName.ANONYMOUS, policy, false);
	}

	ClientScene ask(String service, String name, RetryPolicy policy) {
		return ask(name, new ServiceName(service), policy, false);
	}

	/** A call that takes its reply in parts. */
	ClientScene stream(String name, RetryPolicy policy) {
		return ask(name, new ServiceName("rows"), policy, true);
	}

	private ClientScene ask(String name, ServiceName service, RetryPolicy policy, boolean wantsParts) {
		List<Outcome> ends = this.outcomes.computeIfAbsent(name, (key) -> new ArrayList<>());
		List<String> taken = this.parts.computeIfAbsent(name, (key) -> new ArrayList<>());
		Request request = new Request(service, Frames.ofText(name), "text/plain", Map.of("h", "v"));
		this.numbers.put(name, this.machine.onCall(new Recorded(request, policy, wantsParts, taken, ends), this.now));
		return this;
	}

	ClientScene taken(String name, int count, long bytes) {
		this.machine.onTaken(this.numbers.get(name), count, bytes, this.now);
		return this;
	}

	ClientScene cancel(String name) {
		this.machine.onCancel(this.numbers.get(name), this.now);
		return this;
	}

	ClientScene recall(String name) {
		this.machine.onRecall(this.numbers.get(name), this.now);
		return this;
	}

	ClientScene endpoints(String... endpoints) {
		this.machine.onEndpoints(List.of(endpoints), this.now);
		return this;
	}

	ClientScene connected(int lane) {
		this.machine.onConnected(lane, this.now);
		return this;
	}

	ClientScene disconnected(int lane) {
		this.machine.onDisconnected(lane, this.now);
		return this;
	}

	ClientScene message(int lane, Frames frames) {
		this.machine.onMessage(lane, frames, this.now);
		return this;
	}

	/** The answer to the n-th message sent, from 0, arrives on a lane. */
	ClientScene answer(int lane, int sentIndex, Reply reply) {
		CallFrame call = callFrame(sentIndex);
		return message(lane, PlainCodec
			.encode(new Envelope(Frames.NONE, reply.toCallFrame(call.origin(), call.number()).end()), reply.body()));
	}

	ClientScene answer(int lane, int sentIndex, String body) {
		return answer(lane, sentIndex, Reply.ok(Frames.ofText(body), null, Map.of()));
	}

	ClientScene reject(int lane, int sentIndex, String code) {
		return answer(lane, sentIndex, Reply.failure(ReplyStatus.REJECTED, code, "told so"));
	}

	/** A part from a queue of ours, in the form of the n-th message sent. */
	ClientScene part(int lane, int sentIndex, int part, boolean more) {
		return queueAnswer(lane, sentIndex, Reply.ok(Frames.ofText("part" + part), null, Map.of()), part, more);
	}

	ClientScene end(int lane, int sentIndex, int parts) {
		return queueAnswer(lane, sentIndex, Reply.end(), parts, false);
	}

	ClientScene queueAnswer(int lane, int sentIndex, Reply reply, int part, boolean more) {
		CallFrame call = callFrame(sentIndex);
		CallFrame.Builder frame = reply.toCallFrame(call.origin(), call.number())
			.flag(Property.QUEUE)
			.number(Property.PART, part);
		CallFrame numbered = (more ? frame.flag(Property.MORE) : frame).end();
		return inForm(lane, sentIndex, numbered, reply.body(), !more);
	}

	/** A reply of somebody who returns the call frame, in the form of a message sent. */
	ClientScene inForm(int lane, int sentIndex, CallFrame frame, Frames body, boolean last) {
		ClientRequest.Ask ask = (ClientRequest.Ask) ClientCodec.decodeRequest(this.sent.get(sentIndex));
		return message(lane, ClientCodec.encodeReply(ask.envelope().with(frame), ask.service(), body, last));
	}

	/** An answer as a REQ socket gets it. */
	ClientScene plainAnswer(int lane, String body) {
		return message(lane, Frames.of(new byte[0], body.getBytes(StandardCharsets.UTF_8)));
	}

	CallFrame callFrame(int sentIndex) {
		PlainMessage message = PlainCodec.decodeRequest(this.sent.get(sentIndex));
		return ((PlainMessage.Exchange) message).envelope().call();
	}

	/** The effects since the last time this was asked. */
	List<String> effects() {
		List<String> since = List.copyOf(this.effects);
		this.effects.clear();
		return since;
	}

	Outcome outcome(String name) {
		assertThat(this.outcomes.get(name)).as("ends of " + name).hasSize(1);
		return this.outcomes.get(name).get(0);
	}

	List<String> parts(String name) {
		return this.parts.get(name);
	}

	boolean isOpen(String name) {
		return this.outcomes.get(name).isEmpty();
	}

	String reply(String name) {
		return ((Outcome.Replied) outcome(name)).reply().body().text(0);
	}

	ClientSnapshot snapshot() {
		return this.machine.snapshot();
	}

	boolean hasAlarm() {
		return this.machine.nextDeadline(this.now) - this.now < Deadlines.NEVER_NANOS;
	}

	@Override
	public void open(int lane, String address) {
		this.addresses.putIfAbsent(address, this.addresses.size());
		int endpoint = this.addresses.get(address);
		assertThat(this.openLanes.put(lane, endpoint)).as("lane numbers are never used twice").isNull();
		this.effects.add("open " + lane + " to " + endpoint);
	}

	@Override
	public void close(int lane) {
		assertThat(this.openLanes.remove(lane)).as("only open lanes are closed").isNotNull();
		this.effects.add("close " + lane);
	}

	@Override
	public void send(int lane, Frames frames) {
		assertThat(this.openLanes).as("only open lanes send").containsKey(lane);
		if (ClientCodec.decodeRequest(frames) instanceof ClientRequest.Ask ask && ask.envelope().call() != null
				&& !ServiceName.isReserved(ask.service()) && !ask.envelope().call().has(Property.ATTEMPT)) {
			this.effects.add(control(ask, ask.envelope().call()) + " on " + lane);
			return;
		}
		if (ClientCodec.decodeRequest(frames) instanceof ClientRequest.Ask ask
				&& ServiceName.isReserved(ask.service())) {
			this.probes.add(frames);
			return;
		}
		this.sent.add(frames);
		this.effects.add("send " + lane + " " + frames.text(frames.size() - 1));
	}

	private static String control(ClientRequest.Ask ask, CallFrame call) {
		assertThat(ask.body()).as("a word about parts has one empty frame").isEqualTo(Frames.of(new byte[0]));
		String about = " " + ask.service() + " " + call.number();
		return call.has(Property.CANCEL) ? "cancel" + about : "credit " + call.number(Property.CREDIT, 0) + about;
	}

	@Override
	public void endpointConnected(String endpoint) {
		this.effects.add("up " + endpoint);
	}

	@Override
	public void endpointLost(String endpoint) {
		this.effects.add("lost " + endpoint);
	}

	private record Recorded(Request request, RetryPolicy policy, boolean wantsParts, List<String> parts,
			List<Outcome> ends) implements Call {

		@Override
		public void onPart(Reply part) {
			this.parts.add(part.body().text(0));
		}

		@Override
		public void end(Outcome outcome) {
			this.ends.add(outcome);
		}

	}

}
