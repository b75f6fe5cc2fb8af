package io.pirate.spring;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.pirate.wire.Reply;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.converter.MessageConversionException;

/**
 * Between the client and one subscriber: reads parts, and ends the observation before the
 * subscriber hears of the end.
 *
 * @param <T> type of a part
 */
final class PartsReader<T> implements Flow.Subscriber<Reply>, Flow.Subscription {

	private final Flow.Subscriber<? super T> subscriber;

	private final Function<Reply, @Nullable T> reader;

	private final ClientObservation observation;

	private final AtomicReference<Flow.@Nullable Subscription> upstream = new AtomicReference<>();

	/** Signals are serial: this needs no more. */
	private boolean over;

	PartsReader(Flow.Subscriber<? super T> subscriber, Function<Reply, @Nullable T> reader,
			ClientObservation observation) {
		this.subscriber = Objects.requireNonNull(subscriber, "subscriber");
		this.reader = reader;
		this.observation = observation;
	}

	Map<String, String> headers() {
		return this.observation.headers();
	}

	/** There will be no call. */
	void refuse(RuntimeException failure) {
		this.over = true;
		this.observation.end(failure);
		this.subscriber.onSubscribe(this);
		this.subscriber.onError(failure);
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.upstream.set(subscription);
		this.subscriber.onSubscribe(this);
	}

	@Override
	public void request(long parts) {
		Flow.Subscription subscription = this.upstream.get();
		if (subscription != null) {
			subscription.request(parts);
		}
	}

	@Override
	public void cancel() {
		Flow.Subscription subscription = this.upstream.get();
		if (subscription != null) {
			subscription.cancel();
			this.observation.cancelled();
		}
	}

	@Override
	public void onNext(Reply part) {
		if (this.over) {
			return;
		}
		this.observation.replied(part);
		T value;
		try {
			value = this.reader.apply(part);
			if (value == null) {
				throw new MessageConversionException("A publisher cannot give null, and a part is empty");
			}
		}
		catch (RuntimeException ex) {
			this.over = true;
			this.observation.end(ex);
			cancel();
			this.subscriber.onError(ex);
			return;
		}
		this.subscriber.onNext(value);
	}

	@Override
	public void onError(Throwable failure) {
		if (!this.over) {
			this.over = true;
			this.observation.end(failure);
			this.subscriber.onError(failure);
		}
	}

	@Override
	public void onComplete() {
		if (!this.over) {
			this.over = true;
			this.observation.end(null);
			this.subscriber.onComplete();
		}
	}

}
