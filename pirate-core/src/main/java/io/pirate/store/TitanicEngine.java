package io.pirate.store;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.pirate.machine.TitanicEvents;
import io.pirate.machine.TitanicMachine;
import io.pirate.machine.TitanicSettings;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import io.pirate.wire.TspCodec;
import io.pirate.wire.TspReply;
import org.jspecify.annotations.Nullable;

/**
 * A Titanic without its thread and sockets: takes requests, closings and results from any
 * thread, and does everything else when its owner calls {@link #turn}.
 */
public final class TitanicEngine {

	/** So that a full group does not have to wait for the rest of the mail. */
	private static final int MOST_MAIL = 1024;

	private final TitanicStore store;

	private final TitanicEvents events;

	private final Supplier<String> ids;

	private final LongSupplier clock;

	private final BlockingQueue<LongConsumer> mail = new LinkedBlockingQueue<>();

	private final GroupCommit commits;

	private final EngineActions actions;

	private final TitanicMachine machine;

	private final Upkeep upkeep;

	private final AtomicLong stored = new AtomicLong();

	private final AtomicLong refused = new AtomicLong();

	private final AtomicLong executed = new AtomicLong();

	private volatile boolean leaving;

	private volatile int running;

	private volatile long lost;

	private boolean failed;

	/**
	 * An engine whose store is not open.
	 * @param settings what it allows
	 * @param lease how long what it has taken stays its own without renewal
	 * @param mostBytes most bytes taken at once, about
	 * @param store the disk
	 * @param courier the way to the queue
	 * @param events who watches it
	 * @param ids a new ticket at each call, which nobody can guess
	 * @param chance numbers from 0 to 1, for jitter
	 * @param clock nanoTime
	 */
	public TitanicEngine(TitanicSettings settings, Duration lease, long mostBytes, TitanicStore store, Courier courier,
			TitanicEvents events, Supplier<String> ids, DoubleSupplier chance, LongSupplier clock) {
		this.store = store;
		this.events = events;
		this.ids = ids;
		this.clock = clock;
		this.commits = new GroupCommit(store, clock);
		this.actions = new EngineActions(this, this.commits, courier, events);
		this.machine = new TitanicMachine(settings, mostBytes, this.actions, chance);
		this.actions.use(this.machine);
		this.upkeep = new Upkeep(settings, lease, store, this.commits, this.machine, events);
	}

	/**
	 * Opens the store and looks what is there. On the thread that will call
	 * {@link #turn}.
	 * @throws StoreException if that is impossible
	 */
	public void open() {
		this.store.open();
		this.upkeep.begin(this.clock.getAsLong());
	}

	/**
	 * Takes a request, from any thread.
	 * @param request whom it is for, and what it is about
	 * @param answer told once, when it is on disk or will not be: it returns at once
	 */
	public void submit(Request request, Consumer<TspReply> answer) {
		long arrived = this.clock.getAsLong();
		SealedRequest sealed = SealedRequest.of(request);
		this.mail.add((now) -> store(request, sealed, answer, arrived));
	}

	/**
	 * Closes a request, from any thread.
	 * @param id its ticket
	 * @param answer told once, when that is on disk or will not be: it returns at once
	 */
	public void close(String id, Consumer<TspReply> answer) {
		this.mail.add((now) -> this.commits
			.add(new CloseTask(this, this.commits, this.actions.closing(), id, this.machine.onClose(id), answer)));
	}

	/**
	 * Lets a dead letter be tried again, from any thread.
	 * @param id its ticket
	 * @param answer told once whether it was one, or what went wrong
	 */
	public void requeue(String id, Consumer<Boolean> answer, Consumer<StoreException> otherwise) {
		this.mail
			.add((now) -> this.commits.add(WriteTask.of((transaction) -> transaction.requeue(id), (service, done) -> {
				service.ifPresent((name) -> this.machine.onBacklog(name, done));
				answer.accept(service.isPresent());
			}, (failure, done) -> otherwise.accept(failure))));
	}

	/** A worker has registered for a service; from any thread. */
	public void served(ServiceName service) {
		this.mail.add((now) -> this.machine.onServed(service, now));
	}

	/** From any thread: takes nothing more, and gives nothing out. */
	public void leave() {
		this.leaving = true;
		this.mail.add((now) -> this.machine.drain());
	}

	/** Any thread. */
	public boolean isAccepting() {
		StoreException failure = this.commits.failure();
		return !this.leaving && (failure == null || failure.trouble() == StoreTrouble.REFUSED);
	}

	/** Why the store does not work; any thread. */
	public @Nullable String failure() {
		StoreException failure = this.commits.failure();
		return (failure != null) ? failure.getMessage() : null;
	}

	/** Requests in workers' hands; any thread. */
	public int running() {
		return this.running;
	}

	/** What this instance has done since its start; any thread. */
	public TitanicTally tally() {
		StoreTransaction.Totals totals = this.commits.totals();
		return new TitanicTally(this.stored.get(), this.refused.get(), this.executed.get(), this.lost,
				totals.requests(), totals.bytes());
	}

	/** Whether nothing is left to be done after {@link #leave}. */
	public boolean isDrained() {
		return this.leaving && this.mail.isEmpty() && this.machine.running() == 0
				&& (this.commits.isIdle() || this.commits.isFatal());
	}

	/**
	 * Does what can be done now: reads the mail, decides, writes one group.
	 * @param now nanoTime
	 * @return whether something is left that need not wait
	 */
	public boolean turn(long now) {
		LongConsumer letter = this.mail.poll();
		for (int i = 0; letter != null; i++) {
			letter.accept(now);
			letter = (i < MOST_MAIL) ? this.mail.poll() : null;
		}
		this.machine.tick(now);
		this.upkeep.tick(now);
		this.commits.run(now);
		report();
		return !this.mail.isEmpty() || this.commits.isReady(now);
	}

	/** When {@link #turn} has to be called at the latest, mail aside. */
	public long nextDeadline(long now) {
		long next = this.machine.nextDeadline(now);
		long other = this.upkeep.nextDeadline(now);
		return this.commits.nextDeadline((other - next < 0) ? other : next);
	}

	/** Waits for mail; what comes is done at once. */
	void await(long nanos) throws InterruptedException {
		LongConsumer letter = this.mail.poll(nanos, TimeUnit.NANOSECONDS);
		if (letter != null) {
			letter.accept(this.clock.getAsLong());
		}
	}

	/** From any thread. */
	void post(LongConsumer letter) {
		this.mail.add(letter);
	}

	void onStored(ServiceName service, long nanos) {
		this.stored.incrementAndGet();
		this.events.titanicStored(service, nanos);
	}

	void onExecuted(ServiceName service, ReplyStatus status) {
		this.executed.incrementAndGet();
		this.events.titanicExecuted(service, status);
	}

	/**
	 * A refusal, counted; from any thread.
	 * @param code why, for programs
	 * @param reason why, for people
	 * @return what to answer
	 */
	public TspReply refusal(String code, String reason) {
		this.refused.incrementAndGet();
		this.events.titanicRefused(code);
		ReplyStatus status = code.equals("storage") ? ReplyStatus.ERROR : ReplyStatus.REJECTED;
		return new TspReply.Failed(status, code, reason);
	}

	private void store(Request request, SealedRequest sealed, Consumer<TspReply> answer, long arrived) {
		TspReply refusal = refusalOf(request);
		if (refusal != null) {
			answer.accept(refusal);
			return;
		}
		if (!this.upkeep.hasRoom(request.body().byteCount())) {
			refuseUnlessStored(request, answer);
			return;
		}
		boolean take = this.machine.onStoring(request.service());
		this.commits.add(new InsertTask(this, this.machine, new StoreTransaction.NewRequest(this.ids.get(), request,
				sealed, request.headers().get(TspCodec.IDEMPOTENCY_KEY), take), answer, arrived));
		this.upkeep.adding(request.body().byteCount());
	}

	/** Whoever asks again must not hear that what is stored was refused. */
	private void refuseUnlessStored(Request request, Consumer<TspReply> answer) {
		String key = request.headers().get(TspCodec.IDEMPOTENCY_KEY);
		if (key == null) {
			answer.accept(full());
			return;
		}
		this.commits.add(WriteTask.of((transaction) -> transaction.find(request.service(), key),
				(id, done) -> answer.accept(id.isPresent() ? new TspReply.Stored(id.get()) : full()),
				(failure, done) -> answer.accept(refusal("storage", "the request could not be stored"))));
	}

	private TspReply full() {
		return refusal("full", "as much is stored as is allowed");
	}

	private @Nullable TspReply refusalOf(Request request) {
		if (this.leaving) {
			return refusal("shutting-down", "the Titanic is shutting down");
		}
		if (this.commits.isFatal()) {
			return refusal("storage", "the store has failed");
		}
		String key = request.headers().get(TspCodec.IDEMPOTENCY_KEY);
		boolean bad = key != null && !TspCodec.isKey(key);
		return bad ? refusal("bad-request",
				"an idempotency key has 1 to " + TspCodec.LONGEST_KEY + " characters, none of them a control character")
				: null;
	}

	private void report() {
		this.running = this.machine.running();
		this.lost = this.machine.lost();
		boolean fails = this.commits.failure() != null;
		if (fails && !this.failed) {
			this.events.titanicFailed(String.valueOf(failure()));
		}
		else if (!fails && this.failed) {
			this.events.titanicRecovered();
		}
		this.failed = fails;
		if (this.commits.isFatal()) {
			this.machine.suspend();
		}
	}

}
