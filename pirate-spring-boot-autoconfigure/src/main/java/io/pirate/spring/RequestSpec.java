package io.pirate.spring;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

import io.pirate.PirateException;
import io.pirate.Ticket;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.MimeType;

/**
 * A request in the making. Immutable: every method returns a new specification, so that a
 * common beginning may be kept and shared by many threads.
 */
public interface RequestSpec {

	/**
	 * How long each attempt may take.
	 * @param timeout at least 1 ms; by default {@code pirate.client.request-timeout}
	 * @return a specification with it
	 */
	RequestSpec timeout(Duration timeout);

	/**
	 * How many attempts follow the first.
	 * @param retries at least 0; by default {@code pirate.client.retries}
	 * @return a specification with it
	 */
	RequestSpec retries(int retries);

	/**
	 * Never sends the request twice and never lets it be redelivered: without an answer
	 * the call ends with {@link io.pirate.OutcomeUnknownException}.
	 * @return a specification with it
	 */
	RequestSpec atMostOnce();

	/**
	 * Adds a header, replacing an earlier one of that name.
	 * @param name printable ASCII, must not start with a colon
	 * @param value its value; workers read it as a string
	 * @return a specification with it
	 */
	RequestSpec header(String name, Object value);

	/**
	 * States what the body is, instead of leaving it to the converter.
	 * @param contentType the body's type
	 * @return a specification with it
	 */
	RequestSpec contentType(MimeType contentType);

	/**
	 * Names what is to happen only once, as the header {@code idempotency-key}: Titanic
	 * gives the same ticket for the same key and service, as long as it keeps that, and a
	 * worker with {@link PirateWorker#deduplicate()} gives the same reply.
	 * @param key 1 to 255 characters; the same for every repetition, and for nothing else
	 * @return a specification with it
	 */
	RequestSpec idempotencyKey(String key);

	/**
	 * What to ask.
	 * @param body a {@code byte[]}, a {@code String}, a {@code List<byte[]>}, or anything
	 * that a message converter can write
	 * @return a specification with it
	 */
	RequestSpec body(Object body);

	/**
	 * Asks and waits for the reply.
	 * @param <T> type of the reply
	 * @param replyType type of the reply
	 * @return the reply
	 * @throws PirateException if there is none
	 * @throws IllegalStateException without a body
	 */
	<T> @Nullable T retrieve(Class<T> replyType);

	/**
	 * Asks and waits for the reply.
	 * @param <T> type of the reply
	 * @param replyType generic type of the reply
	 * @return the reply
	 * @throws PirateException if there is none
	 * @throws IllegalStateException without a body
	 */
	<T> @Nullable T retrieve(ParameterizedTypeReference<T> replyType);

	/**
	 * Asks without waiting. Cancelling the future cancels the call.
	 * @param <T> type of the reply
	 * @param replyType type of the reply
	 * @return a future that ends with the reply or a {@link PirateException}
	 * @throws IllegalStateException without a body
	 */
	<T> CompletableFuture<T> retrieveAsync(Class<T> replyType);

	/**
	 * Asks without waiting. Cancelling the future cancels the call.
	 * @param <T> type of the reply
	 * @param replyType generic type of the reply
	 * @return a future that ends with the reply or a {@link PirateException}
	 * @throws IllegalStateException without a body
	 */
	<T> CompletableFuture<T> retrieveAsync(ParameterizedTypeReference<T> replyType);

	/**
	 * Asks for a reply in parts, when the stream's terminal operation begins; that waits
	 * for each part. A reply in one piece is one part. At most 64 parts are on their way:
	 * a slow operation slows the worker down.
	 * <p>
	 * Closing the stream cancels the call. One that is not read to its end, for example
	 * because of {@code limit} or {@code findFirst}, must be closed: use it in a
	 * try-with-resources statement. Attempts are repeated until the first part; the
	 * timeout is then the longest time between two parts while one is wanted.
	 * <p>
	 * The terminal operation throws a {@link PirateException} if the call ends otherwise
	 * than well: {@link io.pirate.OutcomeUnknownException} if the parts broke off,
	 * {@link io.pirate.RejectedException} with the code {@code too-slow} if too many were
	 * waiting, {@link io.pirate.RemoteFailureException} if the worker failed amid them.
	 * @param <T> type of a part
	 * @param partType type of a part
	 * @return the parts, for one use and not for parallel operations
	 * @throws IllegalStateException without a body
	 */
	<T> Stream<T> stream(Class<T> partType);

	/**
	 * As {@link #stream(Class)}, for parts of a generic type.
	 * @param <T> type of a part
	 * @param partType generic type of a part
	 * @return the parts
	 * @throws IllegalStateException without a body
	 */
	<T> Stream<T> stream(ParameterizedTypeReference<T> partType);

	/**
	 * Asks for a reply in parts without waiting, once for each subscriber and not before
	 * there is one. Demand reaches the worker: at most 64 parts are on their way or
	 * waiting to be taken. Signals come one after the other on the client's callback
	 * threads; cancelling the subscription cancels the call. {@code onError} gets what
	 * the terminal operation of {@link #stream(Class)} throws, or a conversion failure.
	 * @param <T> type of a part
	 * @param partType type of a part; a part that is read as {@code null} is a conversion
	 * failure
	 * @return the parts
	 * @throws IllegalStateException without a body
	 */
	<T> Flow.Publisher<T> publish(Class<T> partType);

	/**
	 * As {@link #publish(Class)}, for parts of a generic type.
	 * @param <T> type of a part
	 * @param partType generic type of a part
	 * @return the parts
	 * @throws IllegalStateException without a body
	 */
	<T> Flow.Publisher<T> publish(ParameterizedTypeReference<T> partType);

	/**
	 * Leaves the request with Titanic: it is on disk when this returns, and will be
	 * executed at least once, whatever is switched off meanwhile. Headers and content
	 * type are kept with it. Without a key of its own it gets a random one, so that it is
	 * stored once even if the submission had to be repeated.
	 * @return what to fetch the reply with
	 * @throws io.pirate.NoReplyException if no queue answered
	 * @throws io.pirate.RejectedException if there is no Titanic ({@code no-worker}), or
	 * it has no room ({@code full})
	 * @throws io.pirate.RemoteFailureException with the code {@code storage} if the store
	 * failed; whether it keeps the request is then not known
	 * @throws IllegalArgumentException if the service has no name
	 * @throws IllegalStateException without a body, or if the request is at most once
	 */
	Ticket submit();

	/**
	 * Leaves the request with Titanic without waiting.
	 * @return a future that ends with the ticket, or as {@link #submit()} does
	 * @throws IllegalArgumentException if the service has no name
	 * @throws IllegalStateException without a body, or if the request is at most once
	 */
	CompletableFuture<Ticket> submitAsync();

}
