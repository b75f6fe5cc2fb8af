package io.pirate.spring;

import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * Answers a request whose {@link PirateWorker} method has failed; named by
 * {@link PirateWorker#errorHandler()}.
 */
@FunctionalInterface
public interface PirateErrorHandler {

	/**
	 * Answers instead of the method.
	 * @param request what was asked
	 * @param failure what the method threw, or what kept it from being called
	 * @return the reply's body, converted as if the method had returned it
	 * @throws Exception if the caller shall get an error reply, for example the failure
	 * itself or an {@link ErrorReplyException}
	 */
	@Nullable Object handle(Message<?> request, Throwable failure) throws Exception;

}
