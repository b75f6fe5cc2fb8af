package io.pirate.sample.client;

import io.pirate.NoReplyException;
import io.pirate.OutcomeUnknownException;
import io.pirate.PirateException;
import io.pirate.RejectedException;
import io.pirate.RemoteFailureException;
import io.pirate.UnknownTicketException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Says with an HTTP status how a call ended instead of a reply. */
@RestControllerAdvice
final class FailedCalls {

	@ExceptionHandler({ NoReplyException.class, OutcomeUnknownException.class })
	ProblemDetail noReply(PirateException failure) {
		return problem(HttpStatus.GATEWAY_TIMEOUT, failure);
	}

	@ExceptionHandler
	ProblemDetail rejected(RejectedException failure) {
		ProblemDetail problem = problem(HttpStatus.SERVICE_UNAVAILABLE, failure);
		problem.setProperty("code", failure.code());
		return problem;
	}

	@ExceptionHandler
	ProblemDetail failed(RemoteFailureException failure) {
		HttpStatus status = switch (failure.code()) {
			case "bad-request" -> HttpStatus.BAD_REQUEST;
			case "expired" -> HttpStatus.GATEWAY_TIMEOUT;
			default -> HttpStatus.BAD_GATEWAY;
		};
		ProblemDetail problem = problem(status, failure);
		problem.setProperty("code", failure.code());
		return problem;
	}

	@ExceptionHandler
	ProblemDetail unknown(UnknownTicketException failure) {
		return problem(HttpStatus.NOT_FOUND, failure);
	}

	@ExceptionHandler
	ProblemDetail unreadable(MessageConversionException failure) {
		return problem(HttpStatus.BAD_GATEWAY, failure);
	}

	/**
	 * The client is closed or the calling thread was interrupted: this application is on
	 * its way out.
	 * @param failure how the call ended
	 * @return 503, so that a load balancer asks elsewhere
	 */
	@ExceptionHandler
	ProblemDetail leaving(PirateException failure) {
		return problem(HttpStatus.SERVICE_UNAVAILABLE, failure);
	}

	private static ProblemDetail problem(HttpStatus status, Exception failure) {
		return ProblemDetail.forStatusAndDetail(status, String.valueOf(failure.getMessage()));
	}

}
