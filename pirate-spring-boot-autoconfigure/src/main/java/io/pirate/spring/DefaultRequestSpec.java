package io.pirate.spring;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

import io.pirate.Ticket;
import io.pirate.TitanicClient;
import io.pirate.dedup.CallKey;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.MimeType;

/** The only implementation. Every change is a copy. */
record DefaultRequestSpec(TemplateCalls calls, ServiceName service, Map<String, String> headers, Patience patience,
		boolean once, @Nullable MimeType mimeType, @Nullable Object content) implements RequestSpec {

	@Override
	public RequestSpec timeout(Duration timeout) {
		if (timeout.toMillis() < 1) {
			throw new IllegalArgumentException("request timeout must be at least 1 ms: " + timeout);
		}
		return with(this.patience.withRequestTimeout(timeout));
	}

	@Override
	public RequestSpec retries(int retries) {
		if (retries < 0) {
			throw new IllegalArgumentException("retries must not be negative: " + retries);
		}
		return with(this.patience.withRetries(retries));
	}

	@Override
	public RequestSpec atMostOnce() {
		return new DefaultRequestSpec(this.calls, this.service, this.headers, this.patience, true, this.mimeType,
				this.content);
	}

	@Override
	public RequestSpec header(String name, Object value) {
		Map<String, String> more = new LinkedHashMap<>(this.headers);
		more.put(name, value.toString());
		return new DefaultRequestSpec(this.calls, this.service, more, this.patience, this.once, this.mimeType,
				this.content);
	}

	@Override
	public RequestSpec idempotencyKey(String key) {
		if (!CallKey.isValid(key)) {
			throw new IllegalArgumentException(
					"an idempotency key has 1 to " + CallKey.LONGEST + " characters: " + key);
		}
		return header(TitanicClient.IDEMPOTENCY_KEY, key);
	}

	@Override
	public RequestSpec contentType(MimeType contentType) {
		return new DefaultRequestSpec(this.calls, this.service, this.headers, this.patience, this.once, contentType,
				this.content);
	}

	@Override
	public RequestSpec body(Object body) {
		return new DefaultRequestSpec(this.calls, this.service, this.headers, this.patience, this.once, this.mimeType,
				body);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T retrieve(Class<T> replyType) {
		return (T) this.calls.exchange(this, replyType);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T retrieve(ParameterizedTypeReference<T> replyType) {
		return (T) this.calls.exchange(this, replyType.getType());
	}

	@Override
	public <T> CompletableFuture<T> retrieveAsync(Class<T> replyType) {
		return async(replyType);
	}

	@Override
	public <T> CompletableFuture<T> retrieveAsync(ParameterizedTypeReference<T> replyType) {
		return async(replyType.getType());
	}

	@Override
	public <T> Stream<T> stream(Class<T> partType) {
		return this.calls.stream(this, partType);
	}

	@Override
	public <T> Stream<T> stream(ParameterizedTypeReference<T> partType) {
		return this.calls.stream(this, partType.getType());
	}

	@Override
	public <T> Flow.Publisher<T> publish(Class<T> partType) {
		return this.calls.publish(this, partType);
	}

	@Override
	public <T> Flow.Publisher<T> publish(ParameterizedTypeReference<T> partType) {
		return this.calls.publish(this, partType.getType());
	}

	@Override
	public Ticket submit() {
		return this.calls.submissions().submit(this);
	}

	@Override
	public CompletableFuture<Ticket> submitAsync() {
		return this.calls.submissions().submitAsync(this);
	}

	Object requiredBody() {
		if (this.content == null) {
			throw new IllegalStateException("The request has no body: call body(…) first");
		}
		return this.content;
	}

	RetryPolicy policy(RetryPolicy usual) {
		RetryPolicy own = this.patience.over(usual);
		return this.once ? new RetryPolicy(own.timeout(), own.retries(), true, own.noWorkerTimeout()) : own;
	}

	private DefaultRequestSpec with(Patience newPatience) {
		return new DefaultRequestSpec(this.calls, this.service, this.headers, newPatience, this.once, this.mimeType,
				this.content);
	}

	@SuppressWarnings("unchecked")
	private <T> CompletableFuture<T> async(Type replyType) {
		return (CompletableFuture<T>) this.calls.exchangeAsync(this, replyType);
	}

}
