package io.pirate.machine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.Property;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import io.pirate.wire.WorkerIdentity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker machine under a clock of its own. Everything it does is a line; a story tells
 * what happens and expects the lines since the last expectation.
 */
final class WorkerStory implements WorkerActions, WorkerEvents {

	static final long ORIGIN = 7;

	/** Starts close before the clock's overflow, so that every story crosses it. */
	private long now = Long.MAX_VALUE - Duration.ofMillis(1500).toNanos();

	private final long start = this.now;

	private final List<String> lines = new ArrayList<>();

	private final List<Job> jobs = new ArrayList<>();

	private final List<WorkerIdentity> identities = new ArrayList<>();

	private final WorkerMachine machine;

	private long nonce;

	/** Messages the socket takes until it is full. */
	private int room = Integer.MAX_VALUE;

	WorkerStory(WorkerSettings settings) {
		this.machine = new WorkerMachine(settings, this, this, () -> 0.5, () -> ++this.nonce);
		this.machine.start(this.now);
	}

	static WorkerSettings settings(int concurrency, int capacity) {
		return settings(WorkerDialect.PARANOID, concurrency, capacity, "tcp://q:1");
	}

	static WorkerSettings settings(WorkerDialect dialect, int concurrency, int capacity, String... endpoints) {
		ServiceName service = dialect.isMajordomo() ? new ServiceName("orders") : ServiceName.ANONYMOUS;
		return new WorkerSettings("w", service, dialect, List.of(endpoints), HeartbeatPolicy.DEFAULT,
				Duration.ofSeconds(1), Duration.ofSeconds(32), concurrency, capacity, Duration.ofSeconds(30),
				Duration.ofSeconds(20));
	}

	/** A worker that is registered with its only queue. */
	static WorkerStory registered(WorkerSettings settings) {
		WorkerStory story = new WorkerStory(settings);
		story.connected(0).heartbeat(0).forget();
		return story;
	}

	WorkerStory endpoints(String... endpoints) {
		this.machine.onEndpoints(List.of(endpoints), this.now);
		return this;
	}

	WorkerStory connected(int link) {
		this.machine.onConnected(link, this.now);
		return this;
	}

	WorkerStory disconnected(int link) {
		this.machine.onDisconnected(link, this.now);
		return this;
	}

	WorkerStory heartbeat(int link) {
		return command(link, QueueCommand.Heartbeat.INSTANCE);
	}

	WorkerStory command(int link, QueueCommand command) {
		this.machine.onCommand(link, command, this.now);
		return this;
	}

	/** A request of a queue of ours. */
	WorkerStory request(int link, long lease, String body) {
		return request(link, CallFrame.build(ORIGIN, lease).flag(Property.QUEUE).end(), body);
	}

	WorkerStory request(int link, CallFrame call, String body) {
		return command(link, new QueueCommand.Request(Frames.of(call.encode()), Frames.ofText(body)));
	}

	/** A request of a queue that is not ours. */
	WorkerStory foreignRequest(int link, String address, String body) {
		return command(link, new QueueCommand.Request(Frames.ofText(address), Frames.ofText(body)));
	}

	/** The client of a lease grants more parts. */
	WorkerStory credit(int link, long lease, int parts) {
		return control(link, CallFrame.build(ORIGIN, lease).flag(Property.QUEUE).number(Property.CREDIT, parts).end());
	}

	/** The client of a lease wants no more. */
	WorkerStory cancel(int link, long lease) {
		return control(link, CallFrame.build(ORIGIN, lease).flag(Property.QUEUE).flag(Property.CANCEL).end());
	}

	WorkerStory control(int link, CallFrame call) {
		return command(link, new QueueCommand.Request(Frames.of(call.encode()), Reply.end().body()));
	}

	/** The handler of the job started as the n-th gives a part. */
	WorkerStory part(int job, String body) {
		return part(job, Reply.ok(Frames.ofText(body), null, Map.of()));
	}

	WorkerStory part(int job, Reply part) {
		this.machine.onPart(this.jobs.get(job).id(), part, this.now);
		return this;
	}

	/** The handler of the job started as the n-th has no more parts. */
	WorkerStory ended(int job) {
		return handled(job, Reply.end());
	}

	/** The socket takes so many parts until it is full. */
	WorkerStory room(int parts) {
		this.room = parts;
		return this;
	}

	/** The handler of the job started as the n-th answers. */
	WorkerStory handled(int job, String body) {
		return handled(job, Reply.ok(Frames.ofText(body), null, Map.of()));
	}

	WorkerStory handled(int job, Reply reply) {
		this.machine.onHandled(this.jobs.get(job).id(), reply, this.now);
		return this;
	}

	WorkerStory late(long millis) {
		this.machine.onLate(Duration.ofMillis(millis).toNanos());
		return this;
	}

	WorkerStory drain() {
		this.machine.drain(this.now);
		return this;
	}

	/** Time passes; the machine is woken exactly when it asked to be. */
	WorkerStory pass(long millis) {
		long end = this.now + Duration.ofMillis(millis).toNanos();
		for (long next = this.machine.nextDeadline(this.now); next - end <= 0; next = this.machine
			.nextDeadline(this.now)) {
			this.now = next;
			this.machine.tick(this.now);
		}
		this.now = end;
		return this;
	}

	/** Time passes while the queue of a link sends its heartbeats. */
	WorkerStory passWithHeartbeats(int link, int seconds) {
		for (int i = 0; i < seconds; i++) {
			pass(1000).heartbeat(link);
		}
		return this;
	}

	/** Time passes until that many milliseconds after the start. */
	WorkerStory passUntil(long millis) {
		return pass(millis - (this.now - this.start) / 1_000_000);
	}

	WorkerStory expect(String... expected) {
		assertThat(this.lines).containsExactly(expected);
		return forget();
	}

	WorkerStory forget() {
		this.lines.clear();
		return this;
	}

	List<String> lines() {
		return this.lines;
	}

	List<Job> jobs() {
		return this.jobs;
	}

	List<WorkerIdentity> identities() {
		return this.identities;
	}

	WorkerSnapshot snapshot() {
		return this.machine.snapshot(this.now);
	}

	@Override
	public void open(int link, String endpoint, Identity identity) {
		WorkerIdentity parsed = WorkerIdentity.parse(identity);
		assertThat(parsed).isNotNull();
		assertThat(this.identities).doesNotContain(parsed);
		this.identities.add(parsed);
		this.lines.add("open " + link);
	}

	@Override
	public void close(int link) {
		this.lines.add("close " + link);
	}

	@Override
	public void send(int link, WorkerCommand command) {
		this.lines.add(link + " " + text(command));
	}

	@Override
	public boolean offer(int link, WorkerCommand command) {
		if (this.room == 0) {
			return false;
		}
		this.room--;
		send(link, command);
		return true;
	}

	@Override
	public void want(long jobId, long parts) {
		this.lines.add("want " + number(jobId) + " " + parts);
	}

	@Override
	public void cancel(long jobId) {
		this.lines.add("cancel " + number(jobId));
	}

	private int number(long jobId) {
		int number = this.jobs.size();
		while (this.jobs.get(number - 1).id() != jobId) {
			number--;
		}
		return number;
	}

	@Override
	public void start(Job job) {
		this.jobs.add(job);
		this.lines.add("start " + job.request().body());
	}

	@Override
	public void drained() {
		this.lines.add("drained");
	}

	@Override
	public void queueJoined(ServiceName service, String endpoint) {
		this.lines.add("joined " + endpoint);
	}

	@Override
	public void queueLost(ServiceName service, String endpoint, String reason) {
		this.lines.add("lost " + endpoint + " " + reason);
	}

	@Override
	public void handlerTimedOut(ServiceName service) {
		this.lines.add("timed out");
	}

	private static String text(WorkerCommand command) {
		if (command instanceof WorkerCommand.Reply reply) {
			return "REPLY " + addresses(reply.addresses()) + " " + reply.body();
		}
		if (command instanceof WorkerCommand.Partial partial) {
			return "PARTIAL " + addresses(partial.addresses()) + " " + partial.body();
		}
		if (command instanceof WorkerCommand.Ready ready) {
			return ready.service().isAnonymous() ? "READY" : "READY " + ready.service();
		}
		return (command instanceof WorkerCommand.Disconnect) ? "DISCONNECT" : "HEARTBEAT";
	}

	private static String addresses(Frames frames) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < frames.size(); i++) {
			if (CallFrame.decodeReply(frames.frame(i)) instanceof CallFrame call) {
				text.append("[lease ").append(call.number()).append(' ').append(call.status().text());
				String code = call.text(Property.CODE);
				text.append((code != null) ? " " + code : "");
				text.append(call.has(Property.PART) ? " part=" + call.number(Property.PART, -1) : "");
				text.append(call.has(Property.MORE) ? " more" : "").append(']');
			}
			else {
				text.append('[').append(new String(frames.frame(i), StandardCharsets.US_ASCII)).append(']');
			}
		}
		return text.toString();
	}

}
