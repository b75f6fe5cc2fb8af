package io.pirate;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;

import io.pirate.machine.RetryPolicy;
import io.pirate.reactor.ClientLink;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;

/**
 * Asks anew for each of its subscribers.
 *
 * @param link the way out; throws if there is none
 * @param request what is asked
 * @param policy the patience
 * @param executor where signals run
 */
record PartsPublisher(Function<Request, ClientLink> link, Request request, RetryPolicy policy,
		Executor executor) implements Flow.Publisher<Reply> {

	@Override
	public void subscribe(Flow.Subscriber<? super Reply> subscriber) {
		Objects.requireNonNull(subscriber, "subscriber");
		PartsSubscription subscription = new PartsSubscription(subscriber, this.request, this.executor);
		subscriber.onSubscribe(subscription);
		subscription.begin(this.link, this.policy);
	}

}
