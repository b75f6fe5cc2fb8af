package io.pirate.spring;

import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.pirate.PirateClient;
import io.pirate.TitanicClient;
import io.pirate.machine.RetryPolicy;
import io.pirate.spring.convert.Body;
import io.pirate.spring.convert.PirateMessageConverter;
import io.pirate.spring.observation.DefaultPirateClientObservationConvention;
import io.pirate.spring.observation.PirateClientContext;
import io.pirate.spring.observation.PirateClientObservationConvention;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which a template's requests are asked: waiting, later, in parts.
 *
 * @param client the running client, asked for at each call
 * @param converter how bodies are written and read
 * @param observations who watches
 * @param convention names and tags, or {@code null} for the default ones
 * @param keys whether calls for one reply that state no key get a random one
 */
record TemplateCalls(Supplier<PirateClient> client, PirateMessageConverter converter, ObservationRegistry observations,
		@Nullable PirateClientObservationConvention convention, boolean keys) {

	@Nullable Object exchange(DefaultRequestSpec spec, Type replyType) {
		Body body = this.converter.write(spec.requiredBody(), spec.mimeType());
		if (this.observations.isNoop()) {
			return read(send(spec, body, spec.headers()), replyType);
		}
		PirateClientContext context = new PirateClientContext(spec.service(), spec.headers());
		return observation(context).observe(() -> {
			Reply reply = send(spec, body, context.headers());
			context.setResponse(reply);
			return read(reply, replyType);
		});
	}

	CompletableFuture<@Nullable Object> exchangeAsync(DefaultRequestSpec spec, Type replyType) {
		Body body = this.converter.write(spec.requiredBody(), spec.mimeType());
		ClientObservation observation = observe(spec);
		return end(sendAsync(spec, body, observation.headers()), observation, replyType);
	}

	private CompletableFuture<@Nullable Object> end(CompletableFuture<Reply> call, ClientObservation observation,
			Type replyType) {
		PendingReply result = new PendingReply(call);
		CompletableFuture<Reply> unused = call.whenComplete((reply, failure) -> {
			Object value = null;
			Throwable problem = PendingReply.unwrap(failure);
			if (problem == null) {
				observation.replied(reply);
				try {
					value = read(reply, replyType);
				}
				catch (RuntimeException ex) {
					problem = ex;
				}
			}
			observation.end(problem);
			result.end(value, problem);
		});
		return result;
	}

	<T> Stream<T> stream(DefaultRequestSpec spec, Type partType) {
		PartsSpliterator<T> parts = new PartsSpliterator<>(source(spec), reader(partType));
		return StreamSupport.stream(parts, false).onClose(parts::close);
	}

	<T> Flow.Publisher<T> publish(DefaultRequestSpec spec, Type partType) {
		return source(spec).publisher(reader(partType));
	}

	private PartsSource source(DefaultRequestSpec spec) {
		PartsSource source = new PartsSource(this, spec, this.converter.write(spec.requiredBody(), spec.mimeType()));
		// what is wrong with it is said at once, not when somebody wants the first part
		Objects.requireNonNull(source.request(spec.headers()));
		return source;
	}

	ClientObservation observe(DefaultRequestSpec spec) {
		PirateClientContext context = new PirateClientContext(spec.service(), spec.headers());
		return new ClientObservation(context, observation(context));
	}

	Submissions submissions() {
		return new Submissions(this, new TitanicClient(this.client));
	}

	PirateClient running() {
		return this.client.get();
	}

	Observation observation(PirateClientContext context) {
		return Observation.createNotStarted(this.convention, DefaultPirateClientObservationConvention.INSTANCE,
				() -> context, this.observations);
	}

	private Reply send(DefaultRequestSpec spec, Body body, Map<String, String> headers) {
		PirateClient running = this.client.get();
		return running.send(request(spec, body, headers), policy(spec, running));
	}

	private CompletableFuture<Reply> sendAsync(DefaultRequestSpec spec, Body body, Map<String, String> headers) {
		try {
			PirateClient running = this.client.get();
			return running.sendAsync(request(spec, body, headers), policy(spec, running));
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private Request request(DefaultRequestSpec spec, Body body, Map<String, String> headers) {
		return new Request(spec.service(), body.frames(), body.contentType(), this.keys ? keyed(headers) : headers);
	}

	private static Map<String, String> keyed(Map<String, String> headers) {
		if (headers.containsKey(TitanicClient.IDEMPOTENCY_KEY)) {
			return headers;
		}
		Map<String, String> all = new HashMap<>(headers);
		all.put(TitanicClient.IDEMPOTENCY_KEY, TitanicClient.freshKey());
		return all;
	}

	RetryPolicy policy(DefaultRequestSpec spec, PirateClient running) {
		return spec.policy(running.options().retry());
	}

	@SuppressWarnings("unchecked")
	private <T> Function<Reply, @Nullable T> reader(Type partType) {
		return (part) -> (T) read(part, partType);
	}

	private @Nullable Object read(Reply reply, Type replyType) {
		return this.converter.read(reply.body(), reply.contentType(), replyType);
	}

}
