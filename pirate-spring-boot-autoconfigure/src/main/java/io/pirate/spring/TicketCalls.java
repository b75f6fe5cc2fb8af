package io.pirate.spring;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.pirate.Ticket;
import io.pirate.TitanicClient;
import io.pirate.spring.convert.PirateMessageConverter;
import io.pirate.wire.Reply;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.converter.MessageConversionException;

/**
 * What a template does with tickets. Not observed: somebody who waits would fill the
 * traces with questions.
 *
 * @param titanic whom to ask
 * @param converter how replies are read
 */
record TicketCalls(TitanicClient titanic, PirateMessageConverter converter) {

	@SuppressWarnings("unchecked")
	<T> Optional<T> fetch(Ticket ticket, Type replyType) {
		return (Optional<T>) this.titanic.fetch(ticket).map((reply) -> present(reply, replyType));
	}

	<T> CompletableFuture<Optional<T>> fetchAsync(Ticket ticket, Type replyType) {
		return converted(this.titanic.fetchAsync(ticket), (found) -> found.map((reply) -> present(reply, replyType)));
	}

	@Nullable Object await(Ticket ticket, Type replyType, Duration timeout) {
		return read(this.titanic.await(ticket, timeout), replyType);
	}

	<T> CompletableFuture<T> awaitAsync(Ticket ticket, Type replyType, Duration timeout) {
		return converted(this.titanic.awaitAsync(ticket, timeout), (reply) -> read(reply, replyType));
	}

	@SuppressWarnings("unchecked")
	private static <S, T> CompletableFuture<T> converted(CompletableFuture<S> call,
			Function<S, @Nullable Object> conversion) {
		PendingReply result = new PendingReply(call);
		CompletableFuture<S> unused = call.whenComplete((found, failure) -> {
			Object value = null;
			Throwable problem = PendingReply.unwrap(failure);
			if (problem == null) {
				try {
					value = conversion.apply(found);
				}
				catch (RuntimeException ex) {
					problem = ex;
				}
			}
			result.end(value, problem);
		});
		return (CompletableFuture<T>) result;
	}

	private Object present(Reply reply, Type replyType) {
		Object value = read(reply, replyType);
		if (value == null) {
			throw new MessageConversionException("The reply is there, but read as nothing, which cannot be told from "
					+ "none: read it as another type, or await it");
		}
		return value;
	}

	private @Nullable Object read(Reply reply, Type replyType) {
		return this.converter.read(reply.body(), reply.contentType(), replyType);
	}
}
