package io.pirate.spring;

import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Function;

import io.pirate.PirateClient;
import io.pirate.ReplyParts;
import io.pirate.spring.convert.Body;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request whose reply is wanted in parts. It is converted and judged once, and sent as
 * often as somebody asks for the parts.
 *
 * @param calls who asks
 * @param spec what to ask
 * @param body its converted body
 */
record PartsSource(TemplateCalls calls, DefaultRequestSpec spec, Body body) {

	/** Starts the observation of one call. */
	ClientObservation observe() {
		return this.calls.observe(this.spec);
	}

	ReplyParts parts(Map<String, String> headers) {
		PirateClient client = this.calls.running();
		return client.parts(request(headers), this.calls.policy(this.spec, client));
	}

	/** A call for each subscriber. */
	<T> Flow.Publisher<T> publisher(Function<Reply, @Nullable T> reader) {
		return (subscriber) -> subscribe(new PartsReader<>(subscriber, reader, observe()));
	}

	private void subscribe(PartsReader<?> reader) {
		Flow.Publisher<Reply> replies;
		try {
			PirateClient client = this.calls.running();
			replies = client.stream(request(reader.headers()), this.calls.policy(this.spec, client));
		}
		catch (RuntimeException ex) {
			reader.refuse(ex);
			return;
		}
		replies.subscribe(reader);
	}

	Request request(Map<String, String> headers) {
		return new Request(this.spec.service(), this.body.frames(), this.body.contentType(), headers);
	}

}
