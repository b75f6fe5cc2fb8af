package io.pirate.simulation;

import java.util.Map;
import java.util.TreeMap;

import io.pirate.machine.ClientSnapshot;
import io.pirate.machine.Outcome;
import io.pirate.machine.QueueSnapshot;
import io.pirate.machine.WorkerSnapshot;

/**
 * What happened how often, so that a test can tell that the runs reached what they are
 * meant to reach.
 */
final class Tally {

	private final Map<String, Long> counts = new TreeMap<>();

	void count(String what, long times) {
		this.counts.merge(what, times, Long::sum);
	}

	void add(Tally other) {
		other.counts.forEach(this::count);
	}

	long of(String what) {
		return this.counts.getOrDefault(what, 0L);
	}

	void countOutcome(Outcome outcome) {
		count("outcome." + ((outcome instanceof Outcome.Replied replied)
				? replied.reply().status() + ((replied.reply().code() != null) ? "." + replied.reply().code() : "")
				: outcome.getClass().getSimpleName()), 1);
	}

	/** What a process did in its life. */
	void countLife(Program program, long now) {
		if (program instanceof QueueProgram queue) {
			count(queue.snapshot(now));
		}
		else if (program instanceof WorkerProgram worker) {
			count(worker.snapshot(now));
		}
		else if (program instanceof ClientProgram client) {
			count(client.snapshot());
		}
	}

	private void count(QueueSnapshot snapshot) {
		count("queue.received", snapshot.received());
		count("queue.redelivered", snapshot.redelivered());
		count("queue.absorbed", snapshot.absorbed());
		count("queue.expired-workers", snapshot.expired());
		count("queue.dead-letters", snapshot.deadLetters().size());
		snapshot.rejected().forEach((reason, times) -> count("queue.rejected." + reason.code(), times));
		snapshot.dropped().forEach((reason, times) -> count("queue.dropped." + reason.tag(), times));
	}

	private void count(WorkerSnapshot snapshot) {
		count("worker.fenced", snapshot.fenced());
		count("worker.handled", snapshot.handled());
		count("worker.expired", snapshot.expired());
		count("worker.timed-out", snapshot.timedOut());
		count("worker.reconnects", snapshot.reconnects());
		count("worker.malformed", snapshot.malformed());
		count("worker.rejected", snapshot.rejected());
		count("worker.dropped", snapshot.dropped());
	}

	private void count(ClientSnapshot snapshot) {
		count("client.calls", snapshot.calls());
		count("client.retries", snapshot.retries());
		count("client.late-replies", snapshot.lateReplies());
		count("client.malformed", snapshot.malformed());
		count("client.replaced-lanes", snapshot.replacedLanes());
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		this.counts.forEach((what, times) -> text.append(String.format("%12d %s%n", times, what)));
		return text.toString();
	}

}
