package io.pirate.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.pirate.autoconfigure.StreamingWorkers.Row;
import io.pirate.spring.RequestSpec;

/** What {@link StreamTests} and {@link StreamEndTests} do alike. */
final class Taking {

	/** A window of parts for the way, and what both sides have in their hands. */
	static final int MOST_AHEAD = 200;

	private Taking() {
	}

	static List<Row> rows(int count) {
		return IntStream.range(0, count).mapToObj((i) -> new Row(i, "row " + i)).toList();
	}

	static List<Row> list(RequestSpec spec) {
		try (Stream<Row> rows = spec.stream(Row.class)) {
			return rows.toList();
		}
	}

	/** Takes all elements, asking for so many at once. */
	static <T> CompletableFuture<List<T>> collect(Flow.Publisher<T> publisher, int atOnce) {
		CompletableFuture<List<T>> all = new CompletableFuture<>();
		publisher.subscribe(new Flow.Subscriber<>() {

			private final List<T> taken = new ArrayList<>();

			private Flow.Subscription subscription;

			@Override
			public void onSubscribe(Flow.Subscription newSubscription) {
				this.subscription = newSubscription;
				newSubscription.request(atOnce);
			}

			@Override
			public void onNext(T element) {
				this.taken.add(element);
				if (this.taken.size() % atOnce == 0) {
					this.subscription.request(atOnce);
				}
			}

			@Override
			public void onError(Throwable failure) {
				all.completeExceptionally(failure);
			}

			@Override
			public void onComplete() {
				all.complete(this.taken);
			}

		});
		return all;
	}

}
