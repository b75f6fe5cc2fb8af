package io.pirate.spring.observation;

import java.util.concurrent.CancellationException;

import io.micrometer.common.KeyValues;
import io.pirate.NoReplyException;
import io.pirate.OutcomeUnknownException;
import io.pirate.PirateClosedException;
import io.pirate.PirateInterruptedException;
import io.pirate.RejectedException;
import io.pirate.RemoteFailureException;

/**
 * {@code pirate.client.requests} with the tags {@code service} and {@code outcome}:
 * {@code success}, {@code no-reply}, {@code rejected}, {@code remote-failure},
 * {@code unknown}, {@code interrupted}, {@code cancelled}, {@code closed} or
 * {@code failed}.
 */
public final class DefaultPirateClientObservationConvention implements PirateClientObservationConvention {

	/** The only instance needed. */
	public static final DefaultPirateClientObservationConvention INSTANCE = new DefaultPirateClientObservationConvention();

	private final ServiceKeyValues keyValues = new ServiceKeyValues(" request");

	@Override
	public String getName() {
		return "pirate.client.requests";
	}

	@Override
	public String getContextualName(PirateClientContext context) {
		return this.keyValues.contextualName(context.service());
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(PirateClientContext context) {
		return this.keyValues.lowCardinality(context.service(), outcome(context));
	}

	private static String outcome(PirateClientContext context) {
		Throwable error = context.getError();
		if (context.isCancelled() || error instanceof CancellationException) {
			return "cancelled";
		}
		return (error != null) ? outcome(error) : "success";
	}

	private static String outcome(Throwable error) {
		if (error instanceof NoReplyException) {
			return "no-reply";
		}
		if (error instanceof RejectedException) {
			return "rejected";
		}
		if (error instanceof RemoteFailureException) {
			return "remote-failure";
		}
		if (error instanceof OutcomeUnknownException) {
			return "unknown";
		}
		if (error instanceof PirateInterruptedException) {
			return "interrupted";
		}
		return (error instanceof PirateClosedException) ? "closed" : "failed";
	}

}
