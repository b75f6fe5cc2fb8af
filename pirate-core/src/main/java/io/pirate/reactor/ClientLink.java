package io.pirate.reactor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.pirate.machine.ClientEvents;
import io.pirate.machine.ClientSettings;
import io.pirate.machine.ClientSnapshot;
import io.pirate.machine.Outcome;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * A client's two ways out: a reactor that many callers share, and a direct lane that the
 * only caller in flight drives itself. Started once, closed once; safe for use by many
 * threads.
 */
public final class ClientLink {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

	private static final Duration SNAPSHOT_TIMEOUT = Duration.ofSeconds(1);

	/** Past a call's own time: somebody blocks the I/O thread. */
	private static final long GRACE_NANOS = 5_000_000_000L;

	private static final Duration LONGEST_WAIT = Duration.ofDays(36_500);

	private final ClientSettings settings;

	private final Reactor reactor;

	private final ClientNode shared;

	private final DirectLane direct;

	private final AtomicInteger open = new AtomicInteger();

	/** Those among them that take parts: they leave the direct lane alone. */
	private final AtomicInteger streams = new AtomicInteger();

	/**
	 * A link that has opened nothing.
	 * @param name prefix of its threads' names
	 * @param settings what its machines are told
	 * @param sockets limits of its sockets
	 * @param events who watches it
	 */
	public ClientLink(String name, ClientSettings settings, SocketSettings sockets, ClientEvents events) {
		EndpointTally tally = new EndpointTally(events);
		this.settings = settings;
		this.reactor = new Reactor(name);
		this.shared = new ClientNode(settings, sockets, tally);
		this.direct = new DirectLane(name + "-direct", new ClientNode(settings, sockets, tally));
	}

	/**
	 * Connects in the background.
	 * @throws EndpointException if an address cannot be connected to
	 */
	public void start() {
		this.reactor.start();
		try {
			this.reactor.call(() -> {
				this.reactor.loop().add(this.shared);
				this.reactor.loop().add(new LaneUpkeep(this.direct));
				return true;
			}, START_TIMEOUT);
		}
		catch (InterruptedException ex) {
			close();
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted while starting", ex);
		}
		catch (TimeoutException ex) {
			close();
			throw new IllegalStateException("the client's thread does not start", ex);
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Other endpoints from now on. Calls that are open go on where they are.
	 * @param endpoints all of them, valid
	 */
	public void want(List<String> endpoints) {
		List<String> all = List.copyOf(endpoints);
		this.shared.want(all);
		this.direct.want(all);
		this.reactor.execute(() -> {
		});
	}

	/**
	 * Asks and waits.
	 * @param request what
	 * @param policy the patience
	 * @return how it ended
	 * @throws InterruptedException if the caller was interrupted; the call is cancelled
	 */
	public Outcome ask(Request request, RetryPolicy policy) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		int inFlight = this.open.incrementAndGet();
		PendingCall call = new PendingCall(request, policy, (outcome) -> this.open.decrementAndGet());
		if (inFlight > this.settings.maxInFlight()) {
			return refuse(call);
		}
		if (inFlight - this.streams.get() == 1 && this.direct.tryTake()) {
			return askDirectly(call);
		}
		return askReactor(call);
	}

	private Outcome askDirectly(PendingCall call) throws InterruptedException {
		try {
			return this.direct.drive(call);
		}
		finally {
			this.direct.release();
			call.end(new Outcome.Closed());
		}
	}

	private Outcome askReactor(PendingCall call) throws InterruptedException {
		handOver(call);
		try {
			Outcome outcome = call.await(patience(call.policy()));
			return (outcome != null) ? outcome : abandon(call);
		}
		catch (InterruptedException ex) {
			cancel(call);
			throw ex;
		}
	}

	/**
	 * Asks without waiting.
	 * @param request what
	 * @param policy the patience
	 * @param whenEnded called once, on an I/O thread or on this one: return at once
	 * @return the call, to end it before its time
	 */
	public BegunCall begin(Request request, RetryPolicy policy, Consumer<Outcome> whenEnded) {
		int inFlight = this.open.incrementAndGet();
		PendingCall call = new PendingCall(request, policy, (outcome) -> {
			this.open.decrementAndGet();
			whenEnded.accept(outcome);
		});
		if (inFlight > this.settings.maxInFlight()) {
			refuse(call);
		}
		else {
			handOver(call);
		}
		return new BegunCall(this, call);
	}

	private void handOver(PendingCall call) {
		if (!this.reactor.execute(() -> this.shared.begin(call))) {
			call.end(new Outcome.Closed());
		}
	}

	/**
	 * A call whose reply is taken part by part, never on the direct lane.
	 * @param request what
	 * @param policy the patience; its time is that between two parts
	 * @param sink where the parts go
	 * @return the call, to be begun
	 */
	public StreamedCall stream(Request request, RetryPolicy policy, PartSink sink) {
		return new StreamedCall(this, request, policy, sink);
	}

	void begin(StreamedCall call) {
		this.streams.incrementAndGet();
		if (this.open.incrementAndGet() > this.settings.maxInFlight()) {
			call.end(tooMany());
		}
		else if (!this.reactor.execute(() -> this.shared.begin(call))) {
			call.end(new Outcome.Closed());
		}
	}

	/** Nothing is left to be done once the thread is gone. */
	void onShared(Consumer<ClientNode> task) {
		this.reactor.execute(() -> task.accept(this.shared));
	}

	void streamEnded() {
		this.open.decrementAndGet();
		this.streams.decrementAndGet();
	}

	void cancel(PendingCall call) {
		if (call.outcome() == null) {
			this.reactor.execute(() -> this.shared.cancel(call));
		}
	}

	void recall(PendingCall call) {
		if (call.outcome() == null) {
			this.reactor.execute(() -> this.shared.recall(call));
		}
	}

	private Outcome refuse(PendingCall call) {
		Outcome refused = tooMany();
		call.end(refused);
		return refused;
	}

	private Outcome tooMany() {
		return new Outcome.Refused("busy",
				this.settings.maxInFlight() + " calls are open, the most this client allows");
	}

	private Outcome abandon(PendingCall call) {
		cancel(call);
		RetryPolicy policy = call.policy();
		long nanos = patience(policy);
		Outcome silence = policy.atMostOnce()
				? new Outcome.Unknown(nanos, this.settings.endpoints(), "the client's own thread does not answer")
				: new Outcome.NoReply(policy.attempts(), nanos, this.settings.endpoints());
		call.end(silence);
		return silence;
	}

	private static long patience(RetryPolicy policy) {
		Duration total = policy.total();
		return ((total.compareTo(LONGEST_WAIT) < 0) ? total : LONGEST_WAIT).toNanos() + GRACE_NANOS;
	}

	/**
	 * The state of both ways together.
	 * @return the snapshot
	 * @throws IllegalStateException if the thread does not answer within a second
	 */
	public ClientSnapshot snapshot() {
		try {
			ClientSnapshot mine = this.reactor.call(this.shared::snapshot, SNAPSHOT_TIMEOUT);
			ClientSnapshot other = this.direct.snapshot(SNAPSHOT_TIMEOUT.toNanos());
			return (other != null) ? mine.plus(other) : mine;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted while waiting for a snapshot", ex);
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException("the client's thread does not answer", ex);
		}
	}

	/**
	 * Why it serves nobody at the moment; it recovers by itself if it can.
	 * @return the reason, or {@code null} if all is well
	 */
	public @Nullable String failure() {
		String failure = this.reactor.loop().failure();
		return (failure != null) ? failure : this.direct.failure();
	}

	/** Ends open calls with {@link Outcome.Closed} and closes all sockets. Bounded. */
	public void close() {
		this.direct.close();
		this.reactor.close();
	}

}
