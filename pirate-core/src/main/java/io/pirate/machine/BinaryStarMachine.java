package io.pirate.machine;

import java.util.Locale;

import io.pirate.wire.StarCommand;
import io.pirate.wire.StarRole;
import io.pirate.wire.StarState;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of one queue of a pair whose two queues watch each other: the finite
 * state machine of the guide's Binary Star, on monotonic time and with epochs.
 * <p>
 * Every takeover begins a new epoch, above all that are known; a queue that meets a
 * higher one, told by the other queue or by a worker, steps down. Two nodes alone cannot
 * tell a dead peer from a cut link: then both serve, in different epochs, and workers
 * that both reach run only the younger one's requests.
 */
public final class BinaryStarMachine implements Leadership {

	private final StarSettings settings;

	private final StarActions actions;

	private final StarEvents events;

	private final long floor;

	private final StarPeer peer;

	private final StarVoice voice;

	private final StarVigil vigil;

	private StarState state;

	/** The own one when active, the highest known otherwise. */
	private long epoch;

	private boolean serving;

	/** What was said first after a sleep: the other one has to answer to it. */
	private long doubtNumber;

	private long doubtEndNanos;

	private long takeovers;

	private @Nullable String problem;

	private boolean left;

	/**
	 * A queue that has just started and stands by.
	 * @param settings what it is told
	 * @param floor no epoch of its own is below; higher at every start, such as
	 * milliseconds of the wall clock
	 * @param life a random number, unlike at any other start, not 0
	 * @param actions what it can do
	 * @param events who watches it
	 * @param now nanoTime
	 */
	public BinaryStarMachine(StarSettings settings, long floor, long life, StarActions actions, StarEvents events,
			long now) {
		this.settings = settings;
		this.floor = floor;
		this.actions = actions;
		this.events = events;
		this.peer = new StarPeer(settings.heartbeat(), now);
		this.voice = new StarVoice(settings, life, this.peer, actions, now);
		this.vigil = new StarVigil(settings, this.peer, actions, now);
		this.state = (settings.role() == StarRole.PRIMARY) ? StarState.PRIMARY : StarState.BACKUP;
	}

	@Override
	public void start(long now) {
		this.actions.standBy();
		say(now);
	}

	/**
	 * The other queue speaks.
	 * @param told its state
	 * @param now nanoTime
	 */
	public void onPeer(StarCommand.Tell told, long now) {
		if (told.role() == this.settings.role()) {
			onSameRole(told, now);
			return;
		}
		if (this.left || !this.peer.heard(told, now)) {
			return;
		}
		this.problem = null;
		this.vigil.heard(now);
		boolean knows = told.epoch() >= this.epoch;
		long before = this.epoch;
		this.epoch = Math.max(before, told.epoch());
		switch (this.state) {
			case PRIMARY, BACKUP -> whenStarting(told.state(), now);
			case ACTIVE -> whenActive(told, before, now);
			case PASSIVE -> whenPassive(told.state(), knows, now);
			case GONE -> {
			}
		}
	}

	/**
	 * The operator wants this queue to serve; an active peer steps down when it hears of
	 * it.
	 * @param now nanoTime
	 * @return whether that changed anything
	 */
	public boolean takeOver(long now) {
		if (this.left || this.serving) {
			return false;
		}
		activate("the operator", now);
		return true;
	}

	@Override
	public void awake(long now) {
		HeartbeatPolicy heartbeat = this.settings.heartbeat();
		long mayBeMissed = heartbeat.allowanceNanos() - heartbeat.intervalNanos() / 2;
		if (this.state == StarState.ACTIVE && this.voice.silentNanos(now) >= mayBeMissed) {
			this.doubtNumber = this.voice.next();
			this.doubtEndNanos = now + heartbeat.allowanceNanos();
			hold();
			say(now);
		}
	}

	@Override
	public void onAsked(long now) {
		this.vigil.asked(now);
	}

	@Override
	public void onSurpassed(long higher, long now) {
		if (this.state != StarState.ACTIVE || higher <= this.epoch) {
			return;
		}
		this.epoch = higher;
		if (this.peer.isSilent(now)) {
			this.vigil.delayLonger(now);
			stepDown("workers know of a higher epoch", now);
		}
		else if (this.peer.state() == StarState.ACTIVE) {
			stepDown("workers know of a higher epoch", now);
		}
		else {
			activate("workers know of a higher epoch, and nobody serves in it", now);
		}
	}

	@Override
	public void onLate(long nanos) {
		this.peer.credit(nanos);
		this.vigil.credit(nanos);
	}

	@Override
	public void leave(long now) {
		if (!this.left) {
			this.left = true;
			this.state = StarState.GONE;
			say(now);
		}
	}

	@Override
	public void tick(long now) {
		if (this.left) {
			return;
		}
		if (isInDoubt() && now - this.doubtEndNanos >= 0) {
			resume();
		}
		if (this.problem == null && this.vigil.isTakeoverDue(this.state, now)) {
			activate("the other queue is silent", now);
		}
		else if (this.problem == null && this.vigil.isFailbackDue(this.state, now)) {
			activate("the primary is back", now);
		}
		if (this.voice.isDue(now)) {
			say(now);
		}
	}

	@Override
	public long nextDeadline(long now) {
		if (this.left) {
			return now + Deadlines.NEVER_NANOS;
		}
		// whether anybody wants this queue to serve is asked at least so often
		long wait = Math.min(this.settings.heartbeat().intervalNanos() / 2, this.voice.dueNanos() - now);
		if (isInDoubt()) {
			wait = Math.min(wait, this.doubtEndNanos - now);
		}
		return now + Math.max(0, wait);
	}

	@Override
	public StarSnapshot snapshot(long now) {
		return new StarSnapshot(this.settings.role(), this.state, this.serving, this.epoch, this.peer.state(),
				this.peer.heardMs(now), this.takeovers, this.problem);
	}

	private void whenStarting(StarState peerState, long now) {
		switch (peerState) {
			case ACTIVE -> stepDown("the other queue serves", now);
			case BACKUP -> activate("the backup is there", now);
			// it serves no more, so that its silence may be waited for, even by a backup
			case GONE -> stepDown("the other queue leaves", now);
			// a passive one takes over when it hears of us
			case PRIMARY, PASSIVE -> {
			}
		}
	}

	private void whenActive(StarCommand.Tell told, long own, long now) {
		if (told.epoch() > own && told.state() == StarState.ACTIVE) {
			stepDown("the other queue serves in a higher epoch", now);
			return;
		}
		if (told.epoch() > own) {
			activate("a higher epoch was known", now);
		}
		else if (told.state() == StarState.ACTIVE) {
			// it steps down, and should not have to wait for the news
			say(now);
		}
		if (isInDoubt() && this.voice.wasHeard(this.doubtNumber)) {
			resume();
		}
	}

	private void whenPassive(StarState peerState, boolean knows, long now) {
		if (peerState == StarState.PRIMARY || peerState == StarState.BACKUP) {
			activate("the other queue has restarted", now);
		}
		else if (peerState == StarState.PASSIVE && knows && this.settings.role() == StarRole.PRIMARY) {
			// who does not know of our epoch may have said so before it began to serve
			activate("nobody serves", now);
		}
	}

	private void onSameRole(StarCommand.Tell told, long now) {
		String both = told.role().name().toLowerCase(Locale.ROOT);
		if (this.problem == null) {
			this.problem = "both queues of the pair are configured as " + both;
			this.events.starProblem(this.problem);
		}
		if (this.state == StarState.ACTIVE && told.state() == StarState.ACTIVE && told.epoch() >= this.epoch) {
			this.epoch = told.epoch();
			stepDown("the other " + both + " serves", now);
		}
	}

	/** Slept so long that the other one may have taken over. */
	private boolean isInDoubt() {
		return this.state == StarState.ACTIVE && !this.serving;
	}

	private void activate(String reason, long now) {
		this.epoch = this.settings.role().after(Math.max(this.epoch, this.floor - 1));
		this.state = StarState.ACTIVE;
		this.takeovers++;
		say(now);
		resume();
		this.events.starChanged(this.settings.role(), this.state, this.epoch, reason);
	}

	private void stepDown(String reason, long now) {
		this.state = StarState.PASSIVE;
		hold();
		say(now);
		this.events.starChanged(this.settings.role(), this.state, this.epoch, reason);
	}

	private void resume() {
		this.serving = true;
		this.actions.serve(this.epoch);
	}

	private void hold() {
		this.serving = false;
		this.actions.standBy();
	}

	private void say(long now) {
		this.voice.say(this.state, this.epoch, now);
	}

}
