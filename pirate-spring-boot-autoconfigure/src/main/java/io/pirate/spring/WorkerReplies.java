package io.pirate.spring;

import java.util.HashMap;
import java.util.Map;

import io.pirate.spring.WorkerFailures.Recovery;
import io.pirate.spring.convert.Body;
import io.pirate.spring.convert.PirateMessageConverter;
import io.pirate.wire.Frames;
import io.pirate.wire.Property;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * Makes messages of requests, and replies of what a method returns or throws. There
 * always is a reply.
 */
final class WorkerReplies {

	static final String BAD_REQUEST = "bad-request";

	private final PirateMessageConverter converter;

	private final WorkerFailures failures;

	WorkerReplies(PirateMessageConverter converter, WorkerFailures failures) {
		this.converter = converter;
		this.failures = failures;
	}

	Message<Frames> message(Request request) {
		return this.converter.message(request.body(), request.contentType(), request.headers());
	}

	/** What was returned. */
	Reply reply(@Nullable Object value) {
		try {
			return converted(value);
		}
		catch (RuntimeException ex) {
			return this.failures.unwritable(ex);
		}
	}

	/** What was thrown, and the application may still answer. */
	Reply recover(Message<Frames> message, Throwable failure, String code) {
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

	/** What was thrown after a part of the answer is already on its way. */
	Reply brokenOff(Throwable failure) {
		Throwable cause = PendingReply.unwrap(failure);
		return this.failures.reply(WorkerFailures.HANDLER_FAILED, (cause != null) ? cause : failure);
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

}
