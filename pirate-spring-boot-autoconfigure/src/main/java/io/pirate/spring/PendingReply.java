package io.pirate.spring;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

/** What an asynchronous caller holds. Cancelling it cancels the call itself. */
final class PendingReply extends CompletableFuture<@Nullable Object> {

	private final CompletableFuture<?> call;

	PendingReply(CompletableFuture<?> call) {
		this.call = call;
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		boolean cancelled = super.cancel(mayInterruptIfRunning);
		if (cancelled) {
			this.call.cancel(mayInterruptIfRunning);
		}
		return cancelled;
	}

	void end(@Nullable Object value, @Nullable Throwable problem) {
		if (problem != null) {
			completeExceptionally(problem);
		}
		else {
			complete(value);
		}
	}

	static @Nullable Throwable unwrap(@Nullable Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

}
