package io.pirate.spring;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.pirate.PirateClient;
import io.pirate.machine.RetryPolicy;
import io.pirate.spring.convert.Body;
import io.pirate.spring.convert.PirateMessageConverter;
import io.pirate.spring.observation.DefaultPirateClientObservationConvention;
import io.pirate.spring.observation.PirateClientContext;
import io.pirate.spring.observation.PirateClientObservationConvention;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.core.MessageRequestReplyOperations;

/**
 * Asks workers: converts, observes, and leaves patience to {@link PirateClient}. The bean
 * that applications inject. Immutable, safe for use by any number of threads.
 */
public final class PirateTemplate implements PirateOperations {

	private final Supplier<PirateClient> client;

	private final PirateMessageConverter converter;

	private final ObservationRegistry observations;

	private final @Nullable PirateClientObservationConvention convention;

	private PirateTemplate(Builder builder) {
		this.client = builder.client;
		this.converter = builder.converter;
		this.observations = builder.observations;
		this.convention = builder.convention;
	}

	/**
	 * Begins a template.
	 * @param client the running client, asked for at each call
	 * @param converter how bodies are written and read
	 * @return the builder
	 */
	public static Builder builder(Supplier<PirateClient> client, PirateMessageConverter converter) {
		return new Builder(client, converter);
	}

	@Override
	public <T> @Nullable T request(Object body, Class<T> replyType) {
		return to().body(body).retrieve(replyType);
	}

	@Override
	public <T> @Nullable T request(Object body, ParameterizedTypeReference<T> replyType) {
		return to().body(body).retrieve(replyType);
	}

	@Override
	public <T> @Nullable T request(String service, Object body, Class<T> replyType) {
		return to(service).body(body).retrieve(replyType);
	}

	@Override
	public <T> @Nullable T request(String service, Object body, ParameterizedTypeReference<T> replyType) {
		return to(service).body(body).retrieve(replyType);
	}

	@Override
	public <T> CompletableFuture<T> requestAsync(Object body, Class<T> replyType) {
		return to().body(body).retrieveAsync(replyType);
	}

	@Override
	public <T> CompletableFuture<T> requestAsync(Object body, ParameterizedTypeReference<T> replyType) {
		return to().body(body).retrieveAsync(replyType);
	}

	@Override
	public <T> CompletableFuture<T> requestAsync(String service, Object body, Class<T> replyType) {
		return to(service).body(body).retrieveAsync(replyType);
	}

	@Override
	public <T> CompletableFuture<T> requestAsync(String service, Object body, ParameterizedTypeReference<T> replyType) {
		return to(service).body(body).retrieveAsync(replyType);
	}

	@Override
	public RequestSpec to() {
		return new DefaultRequestSpec(this, ServiceName.ANONYMOUS, Map.of(), null, null, false, null, null);
	}

	@Override
	public RequestSpec to(String service) {
		if (!service.isEmpty()) {
			throw new UnsupportedOperationException(NotAvailable.namedService(service));
		}
		return to();
	}

	@Override
	public <T> Optional<T> fetch(Ticket ticket, Class<T> replyType) {
		throw NotAvailable.titanic();
	}

	@Override
	public void close(Ticket ticket) {
		throw NotAvailable.titanic();
	}

	/**
	 * This template for code that is written against spring-messaging. Destinations are
	 * services.
	 * @return a view of this template
	 */
	public MessageRequestReplyOperations<String> messaging() {
		return new MessagingView(this);
	}

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
		PirateClientContext context = new PirateClientContext(spec.service(), spec.headers());
		Observation observation = observation(context).start();
		return end(sendAsync(spec, body, context.headers()), observation, context, replyType);
	}

	private CompletableFuture<@Nullable Object> end(CompletableFuture<Reply> call, Observation observation,
			PirateClientContext context, Type replyType) {
		PendingReply result = new PendingReply(call);
		CompletableFuture<Reply> unused = call.whenComplete((reply, failure) -> {
			Object value = null;
			Throwable problem = PendingReply.unwrap(failure);
			if (problem == null) {
				context.setResponse(reply);
				try {
					value = read(reply, replyType);
				}
				catch (RuntimeException ex) {
					problem = ex;
				}
			}
			if (problem != null) {
				observation.error(problem);
			}
			observation.stop();
			result.end(value, problem);
		});
		return result;
	}

	private Observation observation(PirateClientContext context) {
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

	private static Request request(DefaultRequestSpec spec, Body body, Map<String, String> headers) {
		return new Request(spec.service(), body.frames(), body.contentType(), headers);
	}

	private static RetryPolicy policy(DefaultRequestSpec spec, PirateClient running) {
		return spec.isDefaultPolicy() ? running.options().retry() : spec.policy(running.options().retry());
	}

	private @Nullable Object read(Reply reply, Type replyType) {
		return this.converter.read(reply.body(), reply.contentType(), replyType);
	}

	/**
	 * Makes templates; not safe for use by many threads.
	 */
	public static final class Builder {

		private final Supplier<PirateClient> client;

		private PirateMessageConverter converter;

		private ObservationRegistry observations = ObservationRegistry.NOOP;

		private @Nullable PirateClientObservationConvention convention;

		private Builder(Supplier<PirateClient> client, PirateMessageConverter converter) {
			this.client = client;
			this.converter = converter;
		}

		/**
		 * Replaces the converter.
		 * @param newConverter how bodies are written and read
		 * @return this
		 */
		public Builder converter(PirateMessageConverter newConverter) {
			this.converter = newConverter;
			return this;
		}

		/**
		 * Observes calls; by default nobody does.
		 * @param registry who watches
		 * @param custom names and tags, or {@code null} for the default ones
		 * @return this
		 */
		public Builder observations(ObservationRegistry registry, @Nullable PirateClientObservationConvention custom) {
			this.observations = registry;
			this.convention = custom;
			return this;
		}

		public PirateTemplate build() {
			return new PirateTemplate(this);
		}

	}

}
