package io.pirate.spring;

import java.util.stream.Collectors;

import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/**
 * What becomes of a failed invocation: first the bean's own
 * {@code @MessageExceptionHandler}, then the worker's {@link PirateErrorHandler}, at last
 * an error reply with a code and a short reason. Stack traces stay in this process' log.
 */
final class WorkerFailures {

	static final String HANDLER_FAILED = "handler-failed";

	private static final Logger logger = LoggerFactory.getLogger(PirateWorker.class);

	private static final int LONGEST_REASON = 300;

	private final String id;

	private final ExceptionMethods exceptionMethods;

	private final @Nullable PirateErrorHandler errorHandler;

	WorkerFailures(String id, ExceptionMethods exceptionMethods, @Nullable PirateErrorHandler errorHandler) {
		this.id = id;
		this.exceptionMethods = exceptionMethods;
		this.errorHandler = errorHandler;
	}

	/**
	 * Lets the application answer.
	 * @param message the request
	 * @param failure what happened
	 * @return its answer, if it has one
	 * @throws Exception what happened while it tried
	 */
	Recovery recover(Message<Frames> message, Throwable failure) throws Exception {
		Recovery recovery = this.exceptionMethods.recover(message, failure);
		if (recovery.answered() || this.errorHandler == null) {
			return recovery;
		}
		return new Recovery(true, this.errorHandler.handle(message, failure));
	}

	Reply reply(String code, Throwable failure) {
		if (failure instanceof ErrorReplyException own) {
			logger.debug("Worker '{}' answered with an error", this.id, failure);
			return error(own.code(), reason(failure));
		}
		if (code.equals(HANDLER_FAILED)) {
			logger.error("Worker '{}' failed", this.id, failure);
		}
		else {
			logger.debug("Worker '{}' got a request that it cannot read", this.id, failure);
		}
		return error(code, reason(failure));
	}

	Reply unwritable(RuntimeException failure) {
		logger.error("The result of worker '{}' cannot be sent", this.id, failure);
		return error(HANDLER_FAILED, "The result cannot be sent: " + reason(failure));
	}

	static Reply error(String code, @Nullable String reason) {
		return Reply.failure(ReplyStatus.ERROR, code, (reason != null) ? reason : code);
	}

	private static String reason(Throwable failure) {
		if (failure instanceof MethodArgumentNotValidException invalid && invalid.getBindingResult() != null) {
			return shortened(invalid.getBindingResult()
				.getAllErrors()
				.stream()
				.map(WorkerFailures::text)
				.collect(Collectors.joining("; ")));
		}
		String message = failure.getMessage();
		return shortened((message != null && !message.isBlank()) ? message : failure.getClass().getSimpleName());
	}

	private static String text(ObjectError error) {
		return (error instanceof FieldError field) ? field.getField() + " " + field.getDefaultMessage()
				: String.valueOf(error.getDefaultMessage());
	}

	private static String shortened(String text) {
		String line = text.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ");
		return (line.length() <= LONGEST_REASON) ? line : line.substring(0, LONGEST_REASON) + "…";
	}

	/**
	 * An answer of the application to a failure.
	 *
	 * @param answered whether there is one
	 * @param value what it is
	 */
	record Recovery(boolean answered, @Nullable Object value) {

		static final Recovery NONE = new Recovery(false, null);

	}

}
