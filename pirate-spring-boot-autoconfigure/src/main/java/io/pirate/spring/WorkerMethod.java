package io.pirate.spring;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.BaseStream;

import io.pirate.PirateHandler;
import io.pirate.machine.Job;
import io.pirate.spring.convert.Body;
import io.pirate.spring.WorkerFailures.Recovery;
import io.pirate.spring.WorkerInvocation.UnreadableRequestException;
import io.pirate.spring.convert.PirateMessageConverter;
import io.pirate.wire.Frames;
import io.pirate.wire.Property;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * A method that answers requests: frames to arguments, invocation, result to frames. It
 * always answers; a failure anywhere becomes an error reply.
 */
final class WorkerMethod implements PirateHandler {

	private static final String BAD_REQUEST = "bad-request";

	private static final String NOT_SUPPORTED = "not-supported";

	private final InvocableHandlerMethod method;

	private final PirateMessageConverter converter;

	private final WorkerFailures failures;

	private final boolean streams;

	private final @Nullable ReactiveAdapter reactive;

	WorkerMethod(InvocableHandlerMethod method, PirateMessageConverter converter, WorkerFailures failures) {
		this.method = method;
		this.converter = converter;
		this.failures = failures;
		Class<?> type = method.getReturnType().getParameterType();
		ReactiveAdapter adapter = CompletionStage.class.isAssignableFrom(type) ? null
				: ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
		this.streams = BaseStream.class.isAssignableFrom(type) || type == Iterable.class
				|| (adapter != null && adapter.isMultiValue());
		this.reactive = adapter;
	}

	@Override
	public CompletionStage<Reply> handle(Job job) {
		Request request = job.request();
		Message<Frames> message = this.converter.message(request.body(), request.contentType(), request.headers());
		if (this.streams) {
			return CompletableFuture
				.completedFuture(WorkerFailures.error(NOT_SUPPORTED, NotAvailable.streaming().getMessage()));
		}
		try {
			CompletionStage<?> later = stage(this.method.invoke(message));
			return later.handle((value, failure) -> (failure != null)
					? recover(message, failure, WorkerFailures.HANDLER_FAILED) : reply(value));
		}
		catch (UnreadableRequestException ex) {
			return CompletableFuture.completedFuture(recover(message, ex.reason(), BAD_REQUEST));
		}
		catch (Throwable ex) {
			return CompletableFuture.completedFuture(recover(message, ex, WorkerFailures.HANDLER_FAILED));
		}
	}

	private CompletionStage<?> stage(@Nullable Object result) {
		if (result instanceof CompletionStage<?> later) {
			return later;
		}
		if (result != null && this.reactive != null) {
			return ReactiveResult.stage(this.reactive.toPublisher(result));
		}
		return CompletableFuture.completedFuture(result);
	}

	private Reply recover(Message<Frames> message, Throwable failure, String code) {
		Throwable cause = PendingReply.unwrap(failure);
		Throwable first = (cause != null) ? cause : failure;
		try {
			Recovery recovery = this.failures.recover(message, first);
			return recovery.answered() ? reply(recovery.value()) : this.failures.reply(code, first);
		}
		catch (Throwable ex) {
			return this.failures.reply((ex == first) ? code : WorkerFailures.HANDLER_FAILED, ex);
		}
	}

	private Reply reply(@Nullable Object value) {
		try {
			return converted(value);
		}
		catch (RuntimeException ex) {
			return this.failures.unwritable(ex);
		}
	}

	private Reply converted(@Nullable Object value) {
		if (value == null) {
			return Reply.ok(Body.EMPTY.frames(), Body.EMPTY.contentType(), Map.of());
		}
		if (value instanceof Reply reply) {
			return reply;
		}
		if (value instanceof Message<?> message) {
			Body body = this.converter.write(message.getPayload(),
					PirateMessageConverter.contentType(message.getHeaders().get(MessageHeaders.CONTENT_TYPE)));
			return Reply.ok(body.frames(), body.contentType(), textHeaders(message.getHeaders()));
		}
		Body body = this.converter.write(value, null);
		return Reply.ok(body.frames(), body.contentType(), Map.of());
	}

	static Map<String, String> textHeaders(MessageHeaders headers) {
		Map<String, String> texts = new HashMap<>();
		headers.forEach((name, value) -> {
			boolean own = name.equals(MessageHeaders.ID) || name.equals(MessageHeaders.TIMESTAMP)
					|| name.equals(MessageHeaders.CONTENT_TYPE) || Property.isReserved(name);
			if (!own && (value instanceof CharSequence || value instanceof Number || value instanceof Boolean)) {
				texts.put(name, value.toString());
			}
		});
		return texts;
	}

	/** Apart, so that Reactor is needed only where it is used. */
	private static final class ReactiveResult {

		private ReactiveResult() {
		}

		static CompletionStage<?> stage(Publisher<?> publisher) {
			return Mono.from(publisher).toFuture();
		}

	}

}
