package io.pirate;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.pirate.machine.ClientProtocol;
import io.pirate.machine.ClientSettings;
import io.pirate.machine.ClientSnapshot;
import io.pirate.machine.Outcome;
import io.pirate.machine.RetryPolicy;
import io.pirate.reactor.BegunCall;
import io.pirate.reactor.ClientLink;
import io.pirate.reactor.EndpointException;
import io.pirate.reactor.SocketSettings;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * The lazy pirate: sends a request, waits, sends it again, gives up after the stated
 * attempts. Safe for use by any number of threads; holds no thread per call.
 */
public final class PirateClient implements AutoCloseable {

	private static final int MOST_EXCLUSIVE_LANES = 32;

	/** Call frame, delimiter, and in MDP/0.2 header, command and service. */
	private static final int MOST_HEADER_FRAMES = 5;

	private static final String THREAD_NAME = "pirate-client";

	private final ClientOptions options;

	private final PirateListener listener;

	private final Executor callbacks;

	private final PirateEndpoints endpoints;

	private final SocketSettings sockets;

	private final AtomicReference<@Nullable ClientLink> running = new AtomicReference<>();

	private volatile EndpointWatch.Watching watch = EndpointWatch.NONE;

	/**
	 * A client that is not started. Its endpoints may be names, see
	 * {@link PirateEndpoints#of}.
	 * @param options how it asks
	 * @param listener who watches it
	 * @param callbacks where the stages of asynchronous calls are completed
	 */
	public PirateClient(ClientOptions options, PirateListener listener, Executor callbacks) {
		this(options, PirateEndpoints.of(options.endpoints()), listener, callbacks);
	}

	/**
	 * A client that is not started.
	 * @param options how it asks
	 * @param endpoints whom it asks, instead of the options' endpoints
	 * @param listener who watches it
	 * @param callbacks where the stages of asynchronous calls are completed
	 */
	public PirateClient(ClientOptions options, PirateEndpoints endpoints, PirateListener listener, Executor callbacks) {
		this.options = options;
		this.endpoints = endpoints;
		this.listener = listener;
		this.callbacks = callbacks;
		this.sockets = options.limits()
			.applyTo(SocketSettings.client(options.maxMessageSize(), options.heartbeat())
				.with(options.security().curve()));
	}

	/**
	 * Connects in the background. Does nothing if it is running.
	 * @throws EndpointException if an address cannot be connected to, whoever listens
	 * there
	 */
	public void start() {
		ClientLink link = new ClientLink(THREAD_NAME, settings(), this.sockets, this.listener);
		if (!this.running.compareAndSet(null, link)) {
			link.close();
			return;
		}
		try {
			link.start();
		}
		catch (RuntimeException ex) {
			this.running.compareAndSet(link, null);
			throw ex;
		}
		this.watch = EndpointWatch.begin(this.endpoints, link::want);
		if (this.running.get() != link) {
			// closed meanwhile, perhaps without seeing what was begun here
			this.watch.end();
		}
	}

	private ClientSettings settings() {
		ClientProtocol protocol = this.options.protocol();
		return new ClientSettings(EndpointWatch.first(this.endpoints), protocol, this.options.lane() == Lane.EXCLUSIVE,
				this.options.maxInFlight(), MOST_EXCLUSIVE_LANES,
				this.options.compact() && protocol == ClientProtocol.AUTO, this.options.heartbeat(),
				this.options.freelance(), this.options.failoverDelay());
	}

	public boolean isRunning() {
		return this.running.get() != null;
	}

	public ClientOptions options() {
		return this.options;
	}

	/**
	 * Asks and waits. The calling thread drives an idle connection itself.
	 * @param request what
	 * @param policy the call's patience
	 * @return the reply, whose status is always {@code OK}
	 * @throws PirateException how else a call may end, see the subtypes
	 */
	public Reply send(Request request, RetryPolicy policy) {
		ClientLink link = linkFor(request);
		try {
			return Outcomes.replyOf(request, link.ask(request, policy));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new PirateInterruptedException(ex);
		}
	}

	/**
	 * Asks without waiting. Cancelling the future cancels the call.
	 * @param request what
	 * @param policy the call's patience
	 * @return a future that ends with the reply or a {@link PirateException}
	 */
	public CompletableFuture<Reply> sendAsync(Request request, RetryPolicy policy) {
		CompletableFuture<Reply> future = new CompletableFuture<>();
		try {
			BegunCall call = linkFor(request).begin(request, policy,
					(outcome) -> callBack(() -> complete(future, request, outcome)));
			CompletableFuture<Reply> unused = future.whenComplete((reply, failure) -> call.cancel());
		}
		catch (PirateException ex) {
			future.completeExceptionally(ex);
		}
		return future;
	}

	/**
	 * Asks without waiting, for those who must tell all ends of a call apart.
	 * @param request what
	 * @param policy the call's patience
	 * @param whenEnded called once, on an I/O thread or on this one: return at once
	 * @throws PirateException if nothing was begun
	 */
	BegunCall begin(Request request, RetryPolicy policy, Consumer<Outcome> whenEnded) {
		return linkFor(request).begin(request, policy, whenEnded);
	}

	private static void complete(CompletableFuture<Reply> future, Request request, Outcome outcome) {
		if (outcome instanceof Outcome.Cancelled) {
			future.cancel(false);
			return;
		}
		try {
			future.complete(Outcomes.replyOf(request, outcome));
		}
		catch (PirateException ex) {
			future.completeExceptionally(ex);
		}
	}

	/**
	 * Asks for a reply in parts, without waiting. Nothing is sent before somebody
	 * subscribes, and each subscription is a call of its own, with its own retries; it
	 * counts as one in flight until it ends. A reply in one piece is one part.
	 * <p>
	 * At most 64 parts are on the way or waiting to be taken; on an exclusive lane, where
	 * nobody can be told to wait, 16 MiB. Signals come one after the other on the
	 * callbacks executor; what has arrived before a failure is delivered before it.
	 * Cancelling tells a queue of ours, and its worker, to stop.
	 * <p>
	 * {@code onError} gets a {@link PirateException}: {@link OutcomeUnknownException} if
	 * the parts ended too early, because the connection was lost, a part is missing, or
	 * none came within the policy's timeout although one was asked for;
	 * {@link RejectedException} with the code {@code too-slow} if too much was waiting;
	 * {@link PirateClosedException} if the client was closed; or what else a call may end
	 * with. After the first part the request is not sent again. {@code request} with a
	 * number below 1 cancels the call and signals {@link IllegalArgumentException}.
	 * @param request what
	 * @param policy the patience; the timeout is that of an attempt until its first part,
	 * and between two parts
	 * @return a publisher for any number of subscribers, RFC 18 and our call frame
	 */
	public Flow.Publisher<Reply> stream(Request request, RetryPolicy policy) {
		return new PartsPublisher(this::linkFor, request, policy, this::callBack);
	}

	/**
	 * Asks for a reply in parts, which the calling thread then waits for one by one. As
	 * {@link #stream} in everything else; the request is sent at once.
	 * @param request what
	 * @param policy the patience, as there
	 * @return the parts, to be closed
	 * @throws PirateClosedException if the client is not running
	 * @throws RejectedException if the request is too large to travel
	 */
	public ReplyParts parts(Request request, RetryPolicy policy) {
		return new ReplyParts(linkFor(request), request, policy);
	}

	/** The user's stages must not run on the I/O thread, even if nobody else wants to. */
	void callBack(Runnable task) {
		try {
			this.callbacks.execute(task);
		}
		catch (RejectedExecutionException ex) {
			ForkJoinPool.commonPool().execute(task);
		}
	}

	private ClientLink linkFor(Request request) {
		ClientLink link = this.running.get();
		if (link == null) {
			throw new PirateClosedException("The client is not running");
		}
		refuseTooLarge(request);
		return link;
	}

	/** A peer would end the connection over it, with everything else on the way. */
	private void refuseTooLarge(Request request) {
		Frames body = request.body();
		for (int i = 0; i < body.size(); i++) {
			if (body.frame(i).length > this.sockets.maxMessageSize()) {
				throw new RejectedException(request.service(), "too-large", "a frame of " + body.frame(i).length
						+ " bytes is longer than " + this.sockets.maxMessageSize() + ", the most that may travel");
			}
		}
		if (body.size() + MOST_HEADER_FRAMES > this.sockets.maxParts()
				|| body.byteCount() + SocketSettings.HEAD_ROOM > this.sockets.maxMessageBytes()) {
			throw new RejectedException(request.service(), "too-large", "a body of " + body.size() + " frames and "
					+ body.byteCount() + " bytes is more than may travel in one message");
		}
	}

	/**
	 * The state now.
	 * @return the snapshot
	 * @throws IllegalStateException unless running, or if its thread does not answer
	 * within a second
	 */
	public ClientSnapshot snapshot() {
		ClientLink link = this.running.get();
		if (link == null) {
			throw new IllegalStateException("The client is not running");
		}
		return link.snapshot();
	}

	/**
	 * Why it cannot ask anybody at the moment, other than that nobody listens: for
	 * example because its I/O thread had to be replaced. It recovers by itself.
	 * @return the reason, or {@code null} if all is well
	 */
	public @Nullable String failure() {
		ClientLink link = this.running.get();
		return (link != null) ? link.failure() : null;
	}

	/**
	 * Ends open calls with {@link PirateClosedException} and closes all sockets.
	 * Afterwards it may be started again.
	 */
	@Override
	public void close() {
		ClientLink link = this.running.getAndSet(null);
		this.watch.end();
		if (link != null) {
			link.close();
		}
	}

}
