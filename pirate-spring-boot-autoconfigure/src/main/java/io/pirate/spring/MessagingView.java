package io.pirate.spring;

import java.util.Map;

import io.pirate.spring.convert.PirateMessageConverter;
import io.pirate.wire.Frames;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.core.MessagePostProcessor;
import org.springframework.messaging.core.MessageRequestReplyOperations;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.MimeType;

/**
 * A template seen through spring-messaging's eyes. Text, numbers and booleans among the
 * message headers travel as text; everything else stays here.
 */
record MessagingView(PirateTemplate template) implements MessageRequestReplyOperations<String> {

	@Override
	public Message<?> sendAndReceive(Message<?> requestMessage) {
		return exchange(null, requestMessage);
	}

	@Override
	public Message<?> sendAndReceive(String destination, Message<?> requestMessage) {
		return exchange(destination, requestMessage);
	}

	private Message<?> exchange(@Nullable String destination, Message<?> requestMessage) {
		Frames frames = request(destination, requestMessage, Frames.class);
		Object payload = (frames == null || frames.size() == 1) ? frame(frames) : frames;
		return MessageBuilder.withPayload(payload).build();
	}

	@Override
	public <T> @Nullable T convertSendAndReceive(Object request, Class<T> targetClass) {
		return convert(null, request, null, targetClass, null);
	}

	@Override
	public <T> @Nullable T convertSendAndReceive(String destination, Object request, Class<T> targetClass) {
		return convert(destination, request, null, targetClass, null);
	}

	@Override
	public <T> @Nullable T convertSendAndReceive(Object request, @Nullable Map<String, Object> headers,
			Class<T> targetClass) {
		return convert(null, request, headers, targetClass, null);
	}

	@Override
	public <T> @Nullable T convertSendAndReceive(String destination, Object request,
			@Nullable Map<String, Object> headers, Class<T> targetClass) {
		return convert(destination, request, headers, targetClass, null);
	}

	@Override
	public <T> @Nullable T convertSendAndReceive(Object request, Class<T> targetClass,
			@Nullable MessagePostProcessor requestPostProcessor) {
		return convert(null, request, null, targetClass, requestPostProcessor);
	}

	@Override
	public <T> @Nullable T convertSendAndReceive(String destination, Object request, Class<T> targetClass,
			@Nullable MessagePostProcessor requestPostProcessor) {
		return convert(destination, request, null, targetClass, requestPostProcessor);
	}

	@Override
	public <T> @Nullable T convertSendAndReceive(Object request, @Nullable Map<String, Object> headers,
			Class<T> targetClass, @Nullable MessagePostProcessor requestPostProcessor) {
		return convert(null, request, headers, targetClass, requestPostProcessor);
	}

	@Override
	public <T> @Nullable T convertSendAndReceive(String destination, Object request,
			@Nullable Map<String, Object> headers, Class<T> targetClass,
			@Nullable MessagePostProcessor requestPostProcessor) {
		return convert(destination, request, headers, targetClass, requestPostProcessor);
	}

	/** Without a destination the default service is asked. */
	private <T> @Nullable T convert(@Nullable String destination, Object request, @Nullable Map<String, Object> headers,
			Class<T> targetClass, @Nullable MessagePostProcessor requestPostProcessor) {
		Message<?> message = MessageBuilder.withPayload(request)
			.copyHeaders((headers != null) ? headers : Map.of())
			.build();
		return request(destination,
				(requestPostProcessor != null) ? requestPostProcessor.postProcessMessage(message) : message,
				targetClass);
	}

	private <T> @Nullable T request(@Nullable String destination, Message<?> message, Class<T> targetClass) {
		RequestSpec spec = (destination != null) ? this.template.to(destination) : this.template.to();
		spec = spec.body(message.getPayload());
		MimeType contentType = PirateMessageConverter
			.contentType(message.getHeaders().get(MessageHeaders.CONTENT_TYPE));
		spec = (contentType != null) ? spec.contentType(contentType) : spec;
		for (Map.Entry<String, String> header : WorkerReplies.textHeaders(message.getHeaders()).entrySet()) {
			spec = spec.header(header.getKey(), header.getValue());
		}
		return spec.retrieve(targetClass);
	}

	private static Object frame(@Nullable Frames frames) {
		return (frames != null) ? frames.frame(0) : new byte[0];
	}

}
