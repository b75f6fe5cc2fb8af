package io.pirate.spring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.pirate.Ticket;
import io.pirate.TitanicClient;
import io.pirate.spring.convert.Body;
import io.pirate.spring.observation.PirateClientContext;
import io.pirate.wire.Request;
import io.pirate.wire.TspCodec;

/**
 * How a template leaves requests with Titanic. Observed as calls to Titanic; a tracer's
 * headers are stored with the request, so that the worker's span belongs to the trace of
 * who submitted it.
 *
 * @param calls who asks otherwise
 * @param titanic whom to leave them with
 */
record Submissions(TemplateCalls calls, TitanicClient titanic) {

	Ticket submit(DefaultRequestSpec spec) {
		TitanicClient patient = patient(spec);
		Request request = request(spec);
		if (this.calls.observations().isNoop()) {
			return patient.submit(request);
		}
		PirateClientContext context = new PirateClientContext(TspCodec.REQUEST, Map.of());
		return this.calls.observation(context).observe(() -> patient.submit(traced(request, context.headers())));
	}

	CompletableFuture<Ticket> submitAsync(DefaultRequestSpec spec) {
		Request request = request(spec);
		ClientObservation observation = observe();
		return observed(patient(spec).submitAsync(traced(request, observation.headers())), observation);
	}

	List<Ticket> submitAll(List<? extends RequestSpec> specs) {
		List<Request> requests = requests(specs);
		if (this.calls.observations().isNoop()) {
			return this.titanic.submitAll(requests);
		}
		PirateClientContext context = new PirateClientContext(TspCodec.REQUEST, Map.of());
		return this.calls.observation(context)
			.observe(() -> this.titanic.submitAll(traced(requests, context.headers())));
	}

	CompletableFuture<List<Ticket>> submitAllAsync(List<? extends RequestSpec> specs) {
		List<Request> requests = requests(specs);
		ClientObservation observation = observe();
		return observed(this.titanic.submitAllAsync(traced(requests, observation.headers())), observation);
	}

	private ClientObservation observe() {
		PirateClientContext context = new PirateClientContext(TspCodec.REQUEST, Map.of());
		return new ClientObservation(context, this.calls.observation(context));
	}

	private static <T> CompletableFuture<T> observed(CompletableFuture<T> call, ClientObservation observation) {
		CompletableFuture<T> unused = call
			.whenComplete((result, failure) -> observation.end(PendingReply.unwrap(failure)));
		return call;
	}

	private TitanicClient patient(DefaultRequestSpec spec) {
		return spec.patience().equals(Patience.USUAL) ? this.titanic
				: this.titanic.with(this.calls.policy(spec, this.calls.running()));
	}

	private List<Request> requests(List<? extends RequestSpec> specs) {
		return specs.stream().map((spec) -> {
			if (spec instanceof DefaultRequestSpec ours) {
				return request(ours);
			}
			throw new IllegalArgumentException("only requests that a template has begun can be submitted");
		}).toList();
	}

	private Request request(DefaultRequestSpec spec) {
		if (spec.once()) {
			throw new IllegalStateException(
					"Titanic executes a request at least once: atMostOnce() cannot be submitted");
		}
		if (spec.service().isAnonymous()) {
			throw new IllegalArgumentException("only requests to a named service can be submitted: RFC 9 has no other");
		}
		Body body = this.calls.converter().write(spec.requiredBody(), spec.mimeType());
		return new Request(spec.service(), body.frames(), body.contentType(), spec.headers());
	}

	private static List<Request> traced(List<Request> requests, Map<String, String> tracing) {
		return tracing.isEmpty() ? requests : requests.stream().map((request) -> traced(request, tracing)).toList();
	}

	private static Request traced(Request request, Map<String, String> tracing) {
		if (tracing.isEmpty()) {
			return request;
		}
		Map<String, String> all = new LinkedHashMap<>(request.headers());
		all.putAll(tracing);
		return new Request(request.service(), request.body(), request.contentType(), all);
	}
}
