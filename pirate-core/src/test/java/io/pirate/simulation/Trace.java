package io.pirate.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * What happened, in readable lines. Off while thousands of schedules run, since a run can
 * be repeated: a failing seed is played again with the trace on.
 */
final class Trace {

	private final Deque<String> lines = new ArrayDeque<>();

	private final Timeline timeline;

	private final int limit;

	/**
	 * A trace.
	 * @param timeline whose time the lines bear
	 * @param limit how many of the last lines to keep; 0 for none at all
	 */
	Trace(Timeline timeline, int limit) {
		this.timeline = timeline;
		this.limit = limit;
	}

	boolean isOn() {
		return this.limit > 0;
	}

	void add(String who, Supplier<String> what) {
		if (this.limit == 0) {
			return;
		}
		if (this.lines.size() == this.limit) {
			this.lines.removeFirst();
		}
		this.lines.addLast(String.format("%10.3fms  %-6s %s", this.timeline.elapsed() / 1e6, who, what.get()));
	}

	@Override
	public String toString() {
		return String.join("\n", this.lines);
	}

}
