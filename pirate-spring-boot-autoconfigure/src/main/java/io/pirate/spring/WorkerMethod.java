package io.pirate.spring;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.pirate.PirateHandler;
import io.pirate.machine.Job;
import io.pirate.spring.WorkerInvocation.UnreadableRequestException;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * A method that answers requests: frames to arguments, invocation, result to frames. It
 * always answers; a failure anywhere becomes an error reply.
 */
final class WorkerMethod implements PirateHandler {

	private final InvocableHandlerMethod method;

	private final WorkerReplies replies;

	private final @Nullable ReactiveAdapter reactive;

	WorkerMethod(InvocableHandlerMethod method, WorkerReplies replies) {
		this.method = method;
		this.replies = replies;
		Class<?> type = method.getReturnType().getParameterType();
		this.reactive = CompletionStage.class.isAssignableFrom(type) ? null
				: ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
	}

	@Override
	public CompletionStage<Reply> handle(Job job) {
		Message<Frames> message = this.replies.message(job.request());
		try {
			CompletionStage<?> later = stage(this.method.invoke(message));
			return later.handle((value, failure) -> (failure != null)
					? this.replies.recover(message, failure, WorkerFailures.HANDLER_FAILED)
					: this.replies.reply(value));
		}
		catch (UnreadableRequestException ex) {
			return CompletableFuture
				.completedFuture(this.replies.recover(message, ex.reason(), WorkerReplies.BAD_REQUEST));
		}
		catch (Throwable ex) {
			return CompletableFuture.completedFuture(this.replies.recover(message, ex, WorkerFailures.HANDLER_FAILED));
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

	/** Apart, so that Reactor is needed only where it is used. */
	private static final class ReactiveResult {

		private ReactiveResult() {
		}

		static CompletionStage<?> stage(Publisher<?> publisher) {
			return Mono.from(publisher).toFuture();
		}

	}

}
