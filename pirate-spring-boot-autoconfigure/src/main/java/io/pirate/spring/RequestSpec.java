package io.pirate.spring;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.pirate.PirateException;
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
	 * Asks for a reply in parts.
	 * @param <T> type of a part
	 * @param partType type of a part
	 * @return the parts
	 * @throws UnsupportedOperationException always: this version cannot stream yet
	 */
	<T> Stream<T> stream(Class<T> partType);

	/**
	 * Leaves the request with Titanic, on disk when this returns.
	 * @return what to fetch the reply with
	 * @throws UnsupportedOperationException always: this version has no Titanic yet
	 */
	Ticket submit();

}
