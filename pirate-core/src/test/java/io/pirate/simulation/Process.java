package io.pirate.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A process of the simulated machine: it runs a program, crashes, starts again, and can
 * be frozen and thawed (SIGSTOP, SIGCONT). Its thread works as a reactor's does: whatever
 * arrived, then the alarms that are due, then sleep until the next one.
 */
final class Process {

	/** As the reactor's loop: less is not worth telling. */
	private static final long LATE_NANOS = 500_000_000;

	private static final long LAG_NANOS = 50_000;

	/** As the reactor's loop: it wakes at least that often. */
	private static final long LONGEST_SLEEP_NANOS = 1_000_000_000;

	/** Nothing leads to more without a sleep. */
	private static final int MOST_TURNS = 2;

	final String name;

	private final World world;

	private final Supplier<Program> start;

	/** Messages in its sockets' buffers that arrived while it was frozen. */
	private final Deque<Runnable> buffers = new ArrayDeque<>();

	/** Everything else that happened while it was frozen. */
	private final Deque<Runnable> inbox = new ArrayDeque<>();

	private @Nullable Program program;

	/** Counts starts, crashes, freezes: what was planned before one is void after it. */
	private int life;

	private boolean frozen;

	private long frozenNanos;

	/** The alarm it slept towards when it was frozen. */
	private long dueNanos;

	private boolean asleep;

	private long wakeNanos;

	private int wakes;

	private long frozenInAll;

	private long creditedInAll;

	private boolean lagging;

	Process(World world, String name, Supplier<Program> start) {
		this.world = world;
		this.name = name;
		this.start = start;
	}

	boolean isUp() {
		return this.program != null;
	}

	boolean isRunning() {
		return this.program != null && !this.frozen;
	}

	boolean isFrozen() {
		return this.frozen;
	}

	int life() {
		return this.life;
	}

	/** How long it was frozen since the run began; for allowances. */
	long frozenInAll() {
		return this.frozenInAll + (this.frozen ? this.world.timeline.now() - this.frozenNanos : 0);
	}

	/** How much lateness its program was told since the run began. */
	long creditedInAll() {
		return this.creditedInAll;
	}

	Program program() {
		return Objects.requireNonNull(this.program, this.name);
	}

	void boot() {
		if (this.program == null) {
			this.life++;
			this.world.trace.add(this.name, () -> "starts");
			this.program = this.start.get();
			int mine = this.life;
			enter(() -> program().boot(this.world.timeline.now()), mine);
		}
	}

	/** Ends it without a word: kill -9, or the program's own end. */
	void crash(String why) {
		Program ended = this.program;
		if (ended == null) {
			return;
		}
		this.world.trace.add(this.name, () -> "ends: " + why);
		this.frozenInAll = frozenInAll();
		this.life++;
		this.program = null;
		this.frozen = false;
		this.lagging = false;
		this.buffers.clear();
		this.inbox.clear();
		stopSleeping();
		this.world.ended(this, ended);
	}

	void freeze() {
		if (isRunning()) {
			this.world.trace.add(this.name, () -> "is frozen");
			this.frozen = true;
			this.lagging = false;
			this.frozenNanos = this.world.timeline.now();
			long due = program().nextDeadline(this.frozenNanos);
			this.dueNanos = (due - this.frozenNanos < LONGEST_SLEEP_NANOS) ? due
					: this.frozenNanos + LONGEST_SLEEP_NANOS;
			stopSleeping();
		}
	}

	/** The loop's order: lateness, then what is readable, then what was handed over. */
	void thaw() {
		if (!this.frozen) {
			return;
		}
		long now = this.world.timeline.now();
		this.frozenInAll = frozenInAll();
		this.frozen = false;
		long late = now - this.dueNanos;
		this.world.trace.add(this.name, () -> "thaws, late by " + Math.max(0, late) / 1_000 + "us");
		int mine = this.life;
		if (late > LATE_NANOS) {
			this.creditedInAll += late;
			program().late(late);
		}
		if (this.world.chance.oneIn(2)) {
			lag(mine);
		}
		else {
			run(this.buffers, mine);
		}
		run(this.inbox, mine);
		afterwards(mine);
	}

	/** The thread that reads from the network wakes a little later. */
	private void lag(int mine) {
		this.lagging = true;
		this.world.timeline.after(LAG_NANOS, () -> {
			if (this.life == mine && this.lagging) {
				this.lagging = false;
				enter(() -> run(this.buffers, mine), mine);
			}
		});
	}

	private void run(Deque<Runnable> events, int mine) {
		while (!events.isEmpty() && this.life == mine) {
			events.poll().run();
		}
	}

	/** A message becomes readable for the program that runs now. */
	void receive(Runnable message, int forLife) {
		arrive(message, forLife, this.buffers);
	}

	/** Anything else for the program that runs now; void if that one has ended. */
	void enter(Runnable event, int forLife) {
		arrive(event, forLife, this.inbox);
	}

	private void arrive(Runnable event, int forLife, Deque<Runnable> meanwhile) {
		if (this.life != forLife) {
			return;
		}
		if (this.frozen || (this.lagging && meanwhile == this.buffers)) {
			meanwhile.add(event);
			return;
		}
		event.run();
		afterwards(forLife);
	}

	/**
	 * As a reactor's turn ends. What a node reports last may make something due at once:
	 * then the next turn follows without a sleep.
	 */
	private void afterwards(int mine) {
		long now = this.world.timeline.now();
		for (int turn = 0; this.life == mine; turn++) {
			program().settle(now);
			if (this.life == mine) {
				program().tick(now);
			}
			if (this.life == mine) {
				program().settle(now);
			}
			if (this.life == mine && program().nextDeadline(now) - now > 0) {
				sleep(program().nextDeadline(now));
				return;
			}
			if (turn == MOST_TURNS) {
				throw new Violation(this.name + " asks for a tick at an instant that was just ticked");
			}
		}
	}

	/**
	 * An alarm that was moved to later wakes too early, once; that costs less than
	 * planning anew.
	 */
	private void sleep(long next) {
		if (this.asleep && next - this.wakeNanos >= 0) {
			return;
		}
		this.asleep = true;
		this.wakeNanos = next;
		int wake = ++this.wakes;
		this.world.timeline.at(next, () -> wake(wake));
	}

	private void wake(int wake) {
		if (wake == this.wakes && isRunning()) {
			this.asleep = false;
			afterwards(this.life);
		}
	}

	private void stopSleeping() {
		this.wakes++;
		this.asleep = false;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
