package io.pirate.spring;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import io.pirate.spring.observation.PirateClientContext;
import io.pirate.wire.Reply;
import org.jspecify.annotations.Nullable;

/** The observation of one call whose reply comes later or in parts. Ends once. */
final class ClientObservation {

	private final PirateClientContext context;

	private final Observation observation;

	private final AtomicBoolean over = new AtomicBoolean();

	/**
	 * Starts it.
	 * @param context the call
	 * @param observation of that call, not started
	 */
	ClientObservation(PirateClientContext context, Observation observation) {
		this.context = context;
		this.observation = observation.start();
	}

	/** What to send, a tracer's headers included. */
	Map<String, String> headers() {
		return this.context.headers();
	}

	void replied(Reply reply) {
		this.context.setResponse(reply);
	}

	/** The call has ended, with a failure if there is one. */
	void end(@Nullable Throwable failure) {
		if (!this.over.compareAndSet(false, true)) {
			return;
		}
		if (failure != null) {
			this.observation.error(failure);
		}
		this.observation.stop();
	}

	/** The caller wanted no more. */
	void cancelled() {
		if (this.over.compareAndSet(false, true)) {
			this.context.cancel();
			this.observation.stop();
		}
	}

}
