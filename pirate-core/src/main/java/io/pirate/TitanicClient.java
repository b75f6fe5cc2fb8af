package io.pirate;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;

import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import io.pirate.wire.TspCodec;
import org.jspecify.annotations.Nullable;

/**
 * Leaves requests with Titanic, which keeps them on disk, and fetches their replies later
 * (RFC 9). Any Titanic behind the client's queues answers, ours or another. Immutable,
 * safe for use by any number of threads; holds no thread while it waits.
 * <p>
 * A submitted request keeps its headers and its content type. Each carries an idempotency
 * key, a random one unless the application states its own, so that a repeat of the
 * submission after a lost answer does not store it twice at a Titanic of ours.
 * <p>
 * Every method ends with its result or a {@link PirateException}:
 * {@link NoReplyException} if no queue answered, {@link RejectedException} if there is no
 * Titanic ({@code no-worker}), or it takes no more ({@code full}), and the subtypes named
 * at the methods.
 */
public final class TitanicClient {

	/** The header by which Titanic and deduplicating workers know a request again. */
	public static final String IDEMPOTENCY_KEY = TspCodec.IDEMPOTENCY_KEY;

	private final Supplier<PirateClient> client;

	private final @Nullable RetryPolicy policy;

	/** The latest, since it is nearly always the same; written by any thread. */
	private @Nullable Patience latest;

	private TitanicClient(Supplier<PirateClient> client, @Nullable RetryPolicy policy) {
		this.client = client;
		this.policy = policy;
	}

	/**
	 * A client of Titanic with the patience of the client below.
	 * @param client carries the calls; asked for at each call, running then
	 */
	public TitanicClient(Supplier<PirateClient> client) {
		this(client, null);
	}

	/**
	 * The same with another patience for each call to Titanic.
	 * @param newPolicy timeout and retries; at most once is ignored, for nothing is
	 * stored twice
	 * @return a client with it
	 */
	public TitanicClient with(RetryPolicy newPolicy) {
		return new TitanicClient(this.client, newPolicy);
	}

	/**
	 * A key that nobody else has.
	 * @return the time and 80 random bits, as 32 hex digits
	 */
	public static String freshKey() {
		return FreshId.next();
	}

	/**
	 * Stores a request, and waits until it is on disk.
	 * @param request what to execute later; its service must have a name. The same header
	 * {@link #IDEMPOTENCY_KEY} gives the same ticket, as long as that is known
	 * @return what to fetch its reply with
	 * @throws RemoteFailureException with the code {@code storage} if the store failed;
	 * whether the request was kept is then not known
	 * @throws PirateException how else it may end, see above
	 * @throws IllegalArgumentException if the service has no name
	 */
	public Ticket submit(Request request) {
		return TitanicAnswers.ticket(call(submission(request)));
	}

	/**
	 * Stores a request without waiting.
	 * @param request as for {@link #submit}
	 * @return a future that ends with the ticket, or as {@link #submit} does
	 * @throws IllegalArgumentException if the service has no name
	 */
	public CompletableFuture<Ticket> submitAsync(Request request) {
		return later(submission(request), TitanicAnswers::ticket);
	}

	/**
	 * Stores many requests, a thousand on their way at once, so that they share the
	 * commits of the store. Waits for all of them.
	 * @param requests as for {@link #submit}
	 * @return their tickets, in the same order
	 * @throws PirateException the first failure; what was stored until then stays stored.
	 * With keys of the application's own, submitting all again gives the same tickets
	 * @throws IllegalArgumentException if a service has no name; then nothing is sent
	 */
	public List<Ticket> submitAll(List<Request> requests) {
		return join(submitAllAsync(requests));
	}

	/**
	 * Stores many requests without waiting.
	 * @param requests as for {@link #submitAll}
	 * @return a future that ends with the tickets, or as {@link #submitAll} does
	 * @throws IllegalArgumentException if a service has no name; then nothing is sent
	 */
	public CompletableFuture<List<Ticket>> submitAllAsync(List<Request> requests) {
		List<Request> submissions = requests.stream().map(TitanicClient::submission).toList();
		try {
			int allowed = this.client.get().options().maxInFlight();
			return new BatchSubmission(submissions, allowed, (submission) -> later(submission, TitanicAnswers::ticket))
				.begin();
		}
		catch (PirateException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Reads the stored reply of a request, which stays stored.
	 * @param ticket the request's
	 * @return the reply, or empty while there is none
	 * @throws RemoteFailureException with the worker's code if the request failed or was
	 * given up, or with {@code storage} if the store failed
	 * @throws UnknownTicketException if there is no such request
	 * @throws PirateException how else it may end, see above
	 */
	public Optional<Reply> fetch(Ticket ticket) {
		return TitanicAnswers.reply(ticket, call(about(TspCodec.REPLY, ticket)));
	}

	/**
	 * Reads the stored reply without waiting for the answer.
	 * @param ticket the request's
	 * @return a future that ends as {@link #fetch} does
	 */
	public CompletableFuture<Optional<Reply>> fetchAsync(Ticket ticket) {
		return later(about(TspCodec.REPLY, ticket), (reply) -> TitanicAnswers.reply(ticket, reply));
	}

	/**
	 * Forgets a request and its reply. One that has not been given to a worker will never
	 * be. Doing it again, or for an unknown ticket, does nothing.
	 * @param ticket the request's
	 * @throws RemoteFailureException with the code {@code storage} if the store failed
	 * @throws PirateException how else it may end, see above
	 */
	public void close(Ticket ticket) {
		TitanicAnswers.closed(call(about(TspCodec.CLOSE, ticket)));
	}

	/**
	 * Forgets a request and its reply without waiting for the answer.
	 * @param ticket the request's
	 * @return a future that ends as {@link #close} does
	 */
	public CompletableFuture<@Nullable Void> closeAsync(Ticket ticket) {
		return later(about(TspCodec.CLOSE, ticket), TitanicAnswers::closed);
	}

	/**
	 * Waits for the reply of a request: asks again and again, after pauses that grow with
	 * the time it has taken, from 10 ms up to 2 s. Queues and a Titanic that are away
	 * meanwhile do not end it.
	 * @param ticket the request's
	 * @param timeout how long, at least 1 ms
	 * @return the reply
	 * @throws NoReplyException if there is none until then; what was wrong with the last
	 * question, if anything, is among its suppressed exceptions
	 * @throws RemoteFailureException if the request failed or was given up
	 * @throws UnknownTicketException if there is no such request
	 * @throws PirateInterruptedException if the thread was interrupted
	 */
	public Reply await(Ticket ticket, Duration timeout) {
		return join(awaitAsync(ticket, timeout));
	}

	/**
	 * Waits for the reply of a request without holding a thread, as {@link #await} does.
	 * Cancelling the future ends that.
	 * @param ticket the request's
	 * @param timeout how long, at least 1 ms
	 * @return a future that ends as {@link #await} does
	 */
	public CompletableFuture<Reply> awaitAsync(Ticket ticket, Duration timeout) {
		try {
			PirateClient running = this.client.get();
			return new TicketWatch(new TitanicClient(() -> running, this.policy), running, ticket, timeout).begin();
		}
		catch (PirateException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/** The patience of one call. */
	RetryPolicy patience() {
		RetryPolicy wanted = (this.policy != null) ? this.policy : this.client.get().options().retry();
		Patience known = this.latest;
		if (known == null || !known.wanted().equals(wanted)) {
			known = new Patience(wanted, patience(wanted));
			this.latest = known;
		}
		return known.granted();
	}

	private static RetryPolicy patience(RetryPolicy wanted) {
		Duration grace = wanted.noWorkerTimeout();
		// while the caller still waits: that there is no Titanic says more than silence
		Duration limit = (grace != null) ? grace
				: wanted.timeout().multipliedBy(wanted.retries() + 1L).multipliedBy(3).dividedBy(4);
		return new RetryPolicy(wanted.timeout(), wanted.retries(), false, limit);
	}

	private Reply call(Request request) {
		return this.client.get().send(request, patience());
	}

	private <T extends @Nullable Object> CompletableFuture<T> later(Request request, Function<Reply, T> answer) {
		try {
			return new LaterAnswer<>(this.client.get().sendAsync(request, patience()), answer);
		}
		catch (PirateException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static Request about(ServiceName service, Ticket ticket) {
		return Request.of(service, TspCodec.encodeId(ticket.id()));
	}

	private static Request submission(Request request) {
		if (request.service().isAnonymous()) {
			throw new IllegalArgumentException("only requests to a named service can be stored: RFC 9 has no other");
		}
		Map<String, String> headers = request.headers();
		if (!headers.containsKey(IDEMPOTENCY_KEY)) {
			headers = new HashMap<>(headers);
			headers.put(IDEMPOTENCY_KEY, freshKey());
		}
		return new Request(TspCodec.REQUEST, TspCodec.encodeSubmit(request.service(), request.body()),
				request.contentType(), headers);
	}

	private static <T> T join(CompletableFuture<T> future) {
		try {
			return future.get();
		}
		catch (InterruptedException ex) {
			future.cancel(false);
			Thread.currentThread().interrupt();
			throw new PirateInterruptedException(ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw new IllegalStateException(ex.getCause());
		}
	}

	/**
	 * What a policy means for a call to Titanic.
	 *
	 * @param wanted the policy
	 * @param granted the patience of the call
	 */
	private record Patience(RetryPolicy wanted, RetryPolicy granted) {
	}

}
