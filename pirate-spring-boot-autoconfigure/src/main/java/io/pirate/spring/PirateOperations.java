package io.pirate.spring;

import java.util.concurrent.CompletableFuture;

import io.pirate.PirateException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.converter.MessageConversionException;

/**
 * Asks workers and returns their answers. Safe for use by any number of threads.
 * <p>
 * A body is a {@code byte[]}, a {@code String}, a {@code List<byte[]>} (one frame for
 * each element) or anything that a message converter can write, by default as JSON. A
 * reply is read the same way into the stated type; it is {@code null} only for
 * {@code Void}, for the JSON value {@code null}, and for an empty reply to a type that is
 * read from JSON.
 * <p>
 * Every call ends exactly once: with a reply, with a subtype of {@link PirateException},
 * or with a {@link MessageConversionException} if body or reply cannot be converted. A
 * request whose reply may come much later is left with Titanic, see
 * {@link RequestSpec#submit()}.
 */
public interface PirateOperations extends TitanicOperations {

	/**
	 * Asks the default service, which is the anonymous one unless
	 * {@code pirate.client.default-service} says otherwise, and waits for the reply.
	 * @param <T> type of the reply
	 * @param body what to ask
	 * @param replyType type of the reply
	 * @return the reply
	 * @throws PirateException if there is none
	 */
	<T> @Nullable T request(Object body, Class<T> replyType);

	/**
	 * Asks the default service and waits for the reply.
	 * @param <T> type of the reply
	 * @param body what to ask
	 * @param replyType generic type of the reply
	 * @return the reply
	 * @throws PirateException if there is none
	 */
	<T> @Nullable T request(Object body, ParameterizedTypeReference<T> replyType);

	/**
	 * Asks a named service and waits for the reply.
	 * @param <T> type of the reply
	 * @param service whom to ask; the empty name is the anonymous service
	 * @param body what to ask
	 * @param replyType type of the reply
	 * @return the reply
	 * @throws PirateException if there is none
	 */
	<T> @Nullable T request(String service, Object body, Class<T> replyType);

	/**
	 * Asks a named service and waits for the reply.
	 * @param <T> type of the reply
	 * @param service whom to ask; the empty name is the anonymous service
	 * @param body what to ask
	 * @param replyType generic type of the reply
	 * @return the reply
	 * @throws PirateException if there is none
	 */
	<T> @Nullable T request(String service, Object body, ParameterizedTypeReference<T> replyType);

	/**
	 * Asks the default service without waiting. Cancelling the future cancels the call.
	 * @param <T> type of the reply
	 * @param body what to ask
	 * @param replyType type of the reply
	 * @return a future that ends with the reply or a {@link PirateException}
	 */
	<T> CompletableFuture<T> requestAsync(Object body, Class<T> replyType);

	/**
	 * Asks the default service without waiting. Cancelling the future cancels the call.
	 * @param <T> type of the reply
	 * @param body what to ask
	 * @param replyType generic type of the reply
	 * @return a future that ends with the reply or a {@link PirateException}
	 */
	<T> CompletableFuture<T> requestAsync(Object body, ParameterizedTypeReference<T> replyType);

	/**
	 * Asks a named service without waiting. Cancelling the future cancels the call.
	 * @param <T> type of the reply
	 * @param service whom to ask; the empty name is the anonymous service
	 * @param body what to ask
	 * @param replyType type of the reply
	 * @return a future that ends with the reply or a {@link PirateException}
	 */
	<T> CompletableFuture<T> requestAsync(String service, Object body, Class<T> replyType);

	/**
	 * Asks a named service without waiting. Cancelling the future cancels the call.
	 * @param <T> type of the reply
	 * @param service whom to ask; the empty name is the anonymous service
	 * @param body what to ask
	 * @param replyType generic type of the reply
	 * @return a future that ends with the reply or a {@link PirateException}
	 */
	<T> CompletableFuture<T> requestAsync(String service, Object body, ParameterizedTypeReference<T> replyType);

	/**
	 * Begins a request to the default service.
	 * @return an immutable specification that may be reused
	 */
	RequestSpec to();

	/**
	 * Begins a request to a named service.
	 * @param service whom to ask; the empty name is the anonymous service
	 * @return an immutable specification that may be reused
	 */
	RequestSpec to(String service);

}
