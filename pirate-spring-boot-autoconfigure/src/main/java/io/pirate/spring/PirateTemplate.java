package io.pirate.spring;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.micrometer.observation.ObservationRegistry;
import io.pirate.PirateClient;
import io.pirate.Ticket;
import io.pirate.TitanicClient;
import io.pirate.spring.convert.PirateMessageConverter;
import io.pirate.spring.observation.PirateClientObservationConvention;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.core.MessageRequestReplyOperations;

/**
 * Asks workers: converts, observes, and leaves patience to {@link PirateClient}. The bean
 * that applications inject. Immutable, safe for use by any number of threads.
 */
public final class PirateTemplate implements PirateOperations {

	private final TemplateCalls calls;

	private final TicketCalls tickets;

	private final ServiceName defaultService;

	private final Map<ServiceName, Patience> patience;

	private PirateTemplate(Builder builder) {
		this.calls = new TemplateCalls(builder.client, builder.converter, builder.observations, builder.convention,
				builder.idempotencyKeys);
		this.tickets = new TicketCalls(new TitanicClient(builder.client), builder.converter);
		this.defaultService = builder.defaultService;
		this.patience = Map.copyOf(builder.patience);
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
		return to(this.defaultService);
	}

	@Override
	public RequestSpec to(String service) {
		return to(service.isEmpty() ? ServiceName.ANONYMOUS : new ServiceName(service));
	}

	private RequestSpec to(ServiceName service) {
		return new DefaultRequestSpec(this.calls, service, Map.of(),
				this.patience.getOrDefault(service, Patience.USUAL), false, null, null);
	}

	@Override
	public List<Ticket> submitAll(List<? extends RequestSpec> requests) {
		return this.calls.submissions().submitAll(requests);
	}

	@Override
	public CompletableFuture<List<Ticket>> submitAllAsync(List<? extends RequestSpec> requests) {
		return this.calls.submissions().submitAllAsync(requests);
	}

	@Override
	public <T> Optional<T> fetch(Ticket ticket, Class<T> replyType) {
		return this.tickets.fetch(ticket, replyType);
	}

	@Override
	public <T> Optional<T> fetch(Ticket ticket, ParameterizedTypeReference<T> replyType) {
		return this.tickets.fetch(ticket, replyType.getType());
	}

	@Override
	public <T> CompletableFuture<Optional<T>> fetchAsync(Ticket ticket, Class<T> replyType) {
		return this.tickets.fetchAsync(ticket, replyType);
	}

	@Override
	public <T> CompletableFuture<Optional<T>> fetchAsync(Ticket ticket, ParameterizedTypeReference<T> replyType) {
		return this.tickets.fetchAsync(ticket, replyType.getType());
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T await(Ticket ticket, Class<T> replyType, Duration timeout) {
		return (T) this.tickets.await(ticket, replyType, timeout);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T await(Ticket ticket, ParameterizedTypeReference<T> replyType, Duration timeout) {
		return (T) this.tickets.await(ticket, replyType.getType(), timeout);
	}

	@Override
	public <T> CompletableFuture<T> awaitAsync(Ticket ticket, Class<T> replyType, Duration timeout) {
		return this.tickets.awaitAsync(ticket, replyType, timeout);
	}

	@Override
	public <T> CompletableFuture<T> awaitAsync(Ticket ticket, ParameterizedTypeReference<T> replyType,
			Duration timeout) {
		return this.tickets.awaitAsync(ticket, replyType.getType(), timeout);
	}

	@Override
	public void close(Ticket ticket) {
		this.tickets.titanic().close(ticket);
	}

	@Override
	public CompletableFuture<@Nullable Void> closeAsync(Ticket ticket) {
		return this.tickets.titanic().closeAsync(ticket);
	}

	/**
	 * This template for code that is written against spring-messaging. Destinations are
	 * services.
	 * @return a view of this template
	 */
	public MessageRequestReplyOperations<String> messaging() {
		return new MessagingView(this);
	}

	/**
	 * Makes templates; not safe for use by many threads.
	 */
	public static final class Builder {

		private final Supplier<PirateClient> client;

		private PirateMessageConverter converter;

		private ObservationRegistry observations = ObservationRegistry.NOOP;

		private @Nullable PirateClientObservationConvention convention;

		private ServiceName defaultService = ServiceName.ANONYMOUS;

		private final Map<ServiceName, Patience> patience = new HashMap<>();

		private boolean idempotencyKeys;

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

		/**
		 * Replaces the anonymous service for requests that name none.
		 * @param service whom to ask then
		 * @return this
		 */
		public Builder defaultService(ServiceName service) {
			this.defaultService = service;
			return this;
		}

		/**
		 * Gives one service a patience of its own, which a single call may override.
		 * @param service which
		 * @param own what differs from the connection's patience
		 * @return this
		 */
		public Builder patience(ServiceName service, Patience own) {
			this.patience.put(service, own);
			return this;
		}

		/**
		 * Gives every call for one reply that states no key a random one, the same for
		 * all its attempts, so that workers that deduplicate know it again. By default
		 * only submitted requests get one.
		 * @param always whether to
		 * @return this
		 */
		public Builder idempotencyKeys(boolean always) {
			this.idempotencyKeys = always;
			return this;
		}

		public PirateTemplate build() {
			return new PirateTemplate(this);
		}

	}

}
