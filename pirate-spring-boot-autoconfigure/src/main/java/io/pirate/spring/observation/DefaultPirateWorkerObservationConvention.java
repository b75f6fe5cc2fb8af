package io.pirate.spring.observation;

import io.micrometer.common.KeyValues;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;

/**
 * {@code pirate.worker.requests} with the tags {@code service} and {@code outcome}:
 * {@code success}, {@code bad-request} or {@code failed}.
 */
public final class DefaultPirateWorkerObservationConvention implements PirateWorkerObservationConvention {

	/** The only instance needed. */
	public static final DefaultPirateWorkerObservationConvention INSTANCE = new DefaultPirateWorkerObservationConvention();

	private final ServiceKeyValues keyValues = new ServiceKeyValues(" process");

	@Override
	public String getName() {
		return "pirate.worker.requests";
	}

	@Override
	public String getContextualName(PirateWorkerContext context) {
		return this.keyValues.contextualName(context.service());
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(PirateWorkerContext context) {
		return this.keyValues.lowCardinality(context.service(), outcome(context));
	}

	private static String outcome(PirateWorkerContext context) {
		Reply reply = context.getResponse();
		if (reply == null || reply.status() == ReplyStatus.OK) {
			return (context.getError() == null) ? "success" : "failed";
		}
		return "bad-request".equals(reply.code()) ? "bad-request" : "failed";
	}

}
