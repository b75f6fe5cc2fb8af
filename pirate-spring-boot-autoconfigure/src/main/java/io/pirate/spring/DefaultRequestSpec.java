package io.pirate.spring;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.pirate.machine.RetryPolicy;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.MimeType;

/** The only implementation. Every change is a copy. */
record DefaultRequestSpec(PirateTemplate template, ServiceName service, Map<String, String> headers,
		@Nullable Duration ownTimeout, @Nullable Integer ownRetries, boolean once, @Nullable MimeType mimeType,
		@Nullable Object content) implements RequestSpec {

	@Override
	public RequestSpec timeout(Duration timeout) {
		if (timeout.toMillis() < 1) {
			throw new IllegalArgumentException("request timeout must be at least 1 ms: " + timeout);
		}
		return new DefaultRequestSpec(this.template, this.service, this.headers, timeout, this.ownRetries, this.once,
				this.mimeType, this.content);
	}

	@Override
	public RequestSpec retries(int retries) {
		if (retries < 0) {
			throw new IllegalArgumentException("retries must not be negative: " + retries);
		}
		return new DefaultRequestSpec(this.template, this.service, this.headers, this.ownTimeout, retries, this.once,
				this.mimeType, this.content);
	}

	@Override
	public RequestSpec atMostOnce() {
		return new DefaultRequestSpec(this.template, this.service, this.headers, this.ownTimeout, this.ownRetries, true,
				this.mimeType, this.content);
	}

	@Override
	public RequestSpec header(String name, Object value) {
		Map<String, String> more = new LinkedHashMap<>(this.headers);
		more.put(name, value.toString());
		return new DefaultRequestSpec(this.template, this.service, more, this.ownTimeout, this.ownRetries, this.once,
				this.mimeType, this.content);
	}

	@Override
	public RequestSpec contentType(MimeType contentType) {
		return new DefaultRequestSpec(this.template, this.service, this.headers, this.ownTimeout, this.ownRetries,
				this.once, contentType, this.content);
	}

	@Override
	public RequestSpec body(Object body) {
		return new DefaultRequestSpec(this.template, this.service, this.headers, this.ownTimeout, this.ownRetries,
				this.once, this.mimeType, body);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T retrieve(Class<T> replyType) {
		return (T) this.template.exchange(this, replyType);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T retrieve(ParameterizedTypeReference<T> replyType) {
		return (T) this.template.exchange(this, replyType.getType());
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
		throw NotAvailable.streaming();
	}

	@Override
	public Ticket submit() {
		throw NotAvailable.titanic();
	}

	Object requiredBody() {
		if (this.content == null) {
			throw new IllegalStateException("The request has no body: call body(…) first");
		}
		return this.content;
	}

	boolean isDefaultPolicy() {
		return this.ownTimeout == null && this.ownRetries == null && !this.once;
	}

	RetryPolicy policy(RetryPolicy defaults) {
		return new RetryPolicy((this.ownTimeout != null) ? this.ownTimeout : defaults.timeout(),
				(this.ownRetries != null) ? this.ownRetries : defaults.retries(), this.once || defaults.atMostOnce());
	}

	@SuppressWarnings("unchecked")
	private <T> CompletableFuture<T> async(Type replyType) {
		return (CompletableFuture<T>) this.template.exchangeAsync(this, replyType);
	}

}
