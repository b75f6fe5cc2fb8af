package io.pirate.spring.reactive;

import io.pirate.spring.RequestSpec;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

import org.springframework.core.ParameterizedTypeReference;

/** Replies in parts as Reactor's {@link Flux}. */
public final class PirateFlux {

	private PirateFlux() {
	}

	/**
	 * Asks at each subscription. Demand reaches the worker, a cancelled subscription
	 * cancels the call, and a call that ends otherwise than well is an error signal.
	 * @param <T> type of a part
	 * @param request what to ask, with a body
	 * @param partType type of a part
	 * @return the parts
	 * @throws IllegalStateException without a body
	 */
	public static <T> Flux<T> flux(RequestSpec request, Class<T> partType) {
		return JdkFlowAdapter.flowPublisherToFlux(request.publish(partType));
	}

	/**
	 * As {@link #flux(RequestSpec, Class)}, for parts of a generic type.
	 * @param <T> type of a part
	 * @param request what to ask, with a body
	 * @param partType generic type of a part
	 * @return the parts
	 * @throws IllegalStateException without a body
	 */
	public static <T> Flux<T> flux(RequestSpec request, ParameterizedTypeReference<T> partType) {
		return JdkFlowAdapter.flowPublisherToFlux(request.publish(partType));
	}

}
