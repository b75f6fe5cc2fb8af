package io.pirate;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.pirate.wire.Reply;
import org.jspecify.annotations.Nullable;

/**
 * What an asynchronous call to Titanic ends with. Cancelling it cancels the call.
 *
 * @param <T> what the reply is read as
 */
final class LaterAnswer<T extends @Nullable Object> extends CompletableFuture<T> {

	private final CompletableFuture<Reply> call;

	LaterAnswer(CompletableFuture<Reply> call, Function<Reply, T> answer) {
		this.call = call;
		CompletableFuture<Reply> unused = call.whenComplete((reply, failure) -> {
			if (failure != null) {
				completeExceptionally(failure);
				return;
			}
			try {
				complete(answer.apply(reply));
			}
			catch (RuntimeException ex) {
				completeExceptionally(ex);
			}
		});
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		boolean cancelled = super.cancel(mayInterruptIfRunning);
		if (cancelled) {
			this.call.cancel(mayInterruptIfRunning);
		}
		return cancelled;
	}

}
