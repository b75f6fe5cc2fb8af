package io.pirate.spring;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.pirate.NoReplyException;
import io.pirate.PirateException;
import io.pirate.RejectedException;
import io.pirate.RemoteFailureException;
import io.pirate.Ticket;
import io.pirate.UnknownTicketException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.converter.MessageConversionException;

/**
 * What can be done with requests that were left with Titanic by
 * {@link RequestSpec#submit()} (RFC 9): their tickets are all it takes, in whatever
 * process and after whatever time. Safe for use by any number of threads.
 * <p>
 * Every method may end with {@link NoReplyException} if no queue answered, and with
 * {@link RejectedException} if there is no Titanic ({@code no-worker}).
 */
public interface TitanicOperations {

	/**
	 * Leaves many requests with Titanic, so that they share the commits of its store, and
	 * waits until all are on disk.
	 * @param requests complete requests, each as for {@link RequestSpec#submit()};
	 * timeouts of their own are not used
	 * @return their tickets, in the same order
	 * @throws PirateException the first failure; what was stored until then stays stored.
	 * With idempotency keys of the application's own, submitting all again gives the same
	 * tickets
	 * @throws IllegalArgumentException if a service has no name; then nothing is sent
	 * @throws IllegalStateException if one has no body, or is at most once
	 */
	List<Ticket> submitAll(List<? extends RequestSpec> requests);

	/**
	 * Leaves many requests with Titanic without waiting.
	 * @param requests as for {@link #submitAll}
	 * @return a future that ends with the tickets, or as {@link #submitAll} does
	 */
	CompletableFuture<List<Ticket>> submitAllAsync(List<? extends RequestSpec> requests);

	/**
	 * Reads the stored reply of a submitted request, which stays stored.
	 * @param <T> type of the reply
	 * @param ticket what the submission returned
	 * @param replyType type of the reply; one that is read as {@code null} is a
	 * conversion failure, {@link #await} takes it
	 * @return the reply, or empty while there is none
	 * @throws RemoteFailureException with the worker's code if the request failed or was
	 * given up; with {@code storage} if the store failed
	 * @throws UnknownTicketException if there is no such request
	 * @throws MessageConversionException if the reply cannot be read as that type
	 */
	<T> Optional<T> fetch(Ticket ticket, Class<T> replyType);

	/**
	 * As {@link #fetch(Ticket, Class)}, for a reply of a generic type.
	 * @param <T> type of the reply
	 * @param ticket what the submission returned
	 * @param replyType generic type of the reply
	 * @return the reply, or empty while there is none
	 */
	<T> Optional<T> fetch(Ticket ticket, ParameterizedTypeReference<T> replyType);

	/**
	 * Reads the stored reply of a submitted request without waiting for the answer.
	 * @param <T> type of the reply
	 * @param ticket what the submission returned
	 * @param replyType type of the reply
	 * @return a future that ends as {@link #fetch(Ticket, Class)} does
	 */
	<T> CompletableFuture<Optional<T>> fetchAsync(Ticket ticket, Class<T> replyType);

	/**
	 * As {@link #fetchAsync(Ticket, Class)}, for a reply of a generic type.
	 * @param <T> type of the reply
	 * @param ticket what the submission returned
	 * @param replyType generic type of the reply
	 * @return a future that ends as {@link #fetch(Ticket, Class)} does
	 */
	<T> CompletableFuture<Optional<T>> fetchAsync(Ticket ticket, ParameterizedTypeReference<T> replyType);

	/**
	 * Waits for the reply of a submitted request: asks again and again, after pauses that
	 * grow with the time it has taken, from 10 ms up to 2 s. Queues and a Titanic that
	 * are away meanwhile do not end it.
	 * @param <T> type of the reply
	 * @param ticket what the submission returned
	 * @param replyType type of the reply
	 * @param timeout how long, at least 1 ms
	 * @return the reply
	 * @throws NoReplyException if there is none until then
	 * @throws RemoteFailureException if the request failed or was given up
	 * @throws UnknownTicketException if there is no such request
	 * @throws MessageConversionException if the reply cannot be read as that type
	 */
	<T> @Nullable T await(Ticket ticket, Class<T> replyType, Duration timeout);

	/**
	 * As {@link #await(Ticket, Class, Duration)}, for a reply of a generic type.
	 * @param <T> type of the reply
	 * @param ticket what the submission returned
	 * @param replyType generic type of the reply
	 * @param timeout how long, at least 1 ms
	 * @return the reply
	 */
	<T> @Nullable T await(Ticket ticket, ParameterizedTypeReference<T> replyType, Duration timeout);

	/**
	 * Waits for the reply of a submitted request without holding a thread: a callback is
	 * a stage of the future. Cancelling the future ends the waiting, not the request.
	 * @param <T> type of the reply
	 * @param ticket what the submission returned
	 * @param replyType type of the reply
	 * @param timeout how long, at least 1 ms
	 * @return a future that ends as {@link #await(Ticket, Class, Duration)} does
	 */
	<T> CompletableFuture<T> awaitAsync(Ticket ticket, Class<T> replyType, Duration timeout);

	/**
	 * As {@link #awaitAsync(Ticket, Class, Duration)}, for a reply of a generic type.
	 * @param <T> type of the reply
	 * @param ticket what the submission returned
	 * @param replyType generic type of the reply
	 * @param timeout how long, at least 1 ms
	 * @return a future that ends as {@link #await(Ticket, Class, Duration)} does
	 */
	<T> CompletableFuture<T> awaitAsync(Ticket ticket, ParameterizedTypeReference<T> replyType, Duration timeout);

	/**
	 * Forgets a submitted request and its reply. One that no worker has will never be
	 * executed. Closing it again does nothing.
	 * @param ticket what the submission returned
	 * @throws RemoteFailureException with {@code storage} if the store failed
	 */
	void close(Ticket ticket);

	/**
	 * Forgets a submitted request and its reply without waiting.
	 * @param ticket what the submission returned
	 * @return a future that ends as {@link #close} does
	 */
	CompletableFuture<@Nullable Void> closeAsync(Ticket ticket);

}
