package io.pirate.spring.convert;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.pirate.wire.Frames;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.SmartMessageConverter;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * Turns objects into body frames and back. {@code byte[]}, {@code String} and
 * {@code List<byte[]>} are its own business; everything else is left to other message
 * converters, which see one {@code byte[]}. Immutable.
 */
public final class PirateMessageConverter implements SmartMessageConverter {

	private static final String BYTES = MimeTypeUtils.APPLICATION_OCTET_STREAM_VALUE;

	private static final String TEXT = "text/plain;charset=UTF-8";

	private static final char REPLACEMENT = '\uFFFD';

	private final List<MessageConverter> delegates;

	/**
	 * A converter.
	 * @param delegates who converts what is neither bytes nor text, the first one that
	 * can; for example a {@code JacksonJsonMessageConverter}
	 */
	public PirateMessageConverter(List<? extends MessageConverter> delegates) {
		this.delegates = List.copyOf(delegates);
	}

	/**
	 * Writes an object.
	 * @param object {@code byte[]}, {@code String}, {@code List<byte[]>}, {@code Frames},
	 * or what a delegate can write
	 * @param contentType what it is, or {@code null} to leave that to its type
	 * @return its frames
	 * @throws MessageConversionException if nobody can write it
	 */
	public Body write(Object object, @Nullable MimeType contentType) {
		String stated = (contentType != null) ? contentType.toString() : null;
		if (object instanceof byte[] bytes) {
			return new Body(Frames.of(bytes), (stated != null) ? stated : BYTES);
		}
		if (object instanceof String text) {
			Charset charset = charset(contentType);
			return new Body(Frames.of(text.getBytes(charset)), (stated != null) ? stated : TEXT);
		}
		if (object instanceof Frames frames) {
			return new Body(requireBody(frames), stated);
		}
		if (object instanceof List<?> list && isFrameList(list)) {
			byte[][] frames = list.stream().map(byte[].class::cast).toArray(byte[][]::new);
			return new Body(Frames.of(frames), (stated != null) ? stated : BYTES);
		}
		return delegateWrite(object, contentType);
	}

	/**
	 * Reads a body.
	 * @param frames the body
	 * @param contentType what it claims to be, or {@code null} if nobody says
	 * @param type what to read it as
	 * @return the object; {@code null} for {@code Void}, for JSON's {@code null}, and for
	 * an empty body that is neither to be bytes nor text
	 * @throws MessageConversionException if it cannot be read as that
	 */
	public @Nullable Object read(Frames frames, @Nullable String contentType, Type type) {
		Map<String, Object> headers = new HashMap<>(2);
		if (contentType != null) {
			headers.put(MessageHeaders.CONTENT_TYPE, contentType);
		}
		Message<?> message = new GenericMessage<>(frames, new BodyHeaders(headers));
		if (type instanceof Class<?> plain) {
			return read(message, plain, null);
		}
		ReplyType hint = new ReplyType(type);
		return read(message, hint.getParameterType(), hint);
	}

	/**
	 * A request or a reply as a message whose payload is still the {@link Frames}.
	 * @param frames the body
	 * @param contentType what it claims to be, or {@code null} if nobody says
	 * @param headers the headers
	 * @return the message, without id and timestamp
	 */
	public Message<Frames> message(Frames frames, @Nullable String contentType, Map<String, ?> headers) {
		Map<String, Object> all = new HashMap<>(headers);
		all.remove(MessageHeaders.CONTENT_TYPE);
		if (contentType != null) {
			all.put(MessageHeaders.CONTENT_TYPE, contentType);
		}
		return new GenericMessage<>(frames, new BodyHeaders(all));
	}

	@Override
	public Object fromMessage(Message<?> message, Class<?> targetClass) {
		return fromMessage(message, targetClass, null);
	}

	@Override
	public Object fromMessage(Message<?> message, Class<?> targetClass, @Nullable Object conversionHint) {
		Object result = read(message, targetClass, conversionHint);
		if (result == null) {
			throw new MessageConversionException(message, "The body is empty");
		}
		return result;
	}

	private @Nullable Object read(Message<?> message, Class<?> targetClass, @Nullable Object conversionHint) {
		Frames frames = (Frames) message.getPayload();
		if (targetClass == Frames.class) {
			return frames;
		}
		if (targetClass == Void.class || targetClass == void.class) {
			return null;
		}
		if (targetClass == List.class && isFrameListType(conversionHint)) {
			return list(frames);
		}
		if (frames.size() != 1) {
			throw new MessageConversionException(message, "Expected exactly one body frame for "
					+ targetClass.getTypeName() + " but there are " + frames.size() + "; List<byte[]> takes them all");
		}
		byte[] bytes = frames.frame(0);
		if (targetClass == byte[].class || targetClass == Object.class) {
			return bytes;
		}
		if (targetClass == String.class || targetClass == CharSequence.class) {
			return text(message, bytes);
		}
		return (bytes.length != 0) ? delegateRead(message, bytes, targetClass, conversionHint) : null;
	}

	@Override
	public Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
		return toMessage(payload, headers, null);
	}

	@Override
	public Message<?> toMessage(Object payload, @Nullable MessageHeaders headers, @Nullable Object conversionHint) {
		Map<String, Object> given = (headers != null) ? headers : Map.of();
		Body body = write(payload, contentType(given.get(MessageHeaders.CONTENT_TYPE)));
		return message(body.frames(), body.contentType(), given);
	}

	/**
	 * A content type as it may stand in a header.
	 * @param value a {@code MimeType}, a text or {@code null}
	 * @return the content type, or {@code null} if there is none
	 * @throws MessageConversionException if it is not one
	 */
	public static @Nullable MimeType contentType(@Nullable Object value) {
		if (value == null || value instanceof MimeType) {
			return (MimeType) value;
		}
		try {
			return MimeTypeUtils.parseMimeType(value.toString());
		}
		catch (IllegalArgumentException ex) {
			throw new MessageConversionException("Not a content type: " + ex.getMessage(), ex);
		}
	}

	private Body delegateWrite(Object object, @Nullable MimeType contentType) {
		for (MessageConverter delegate : this.delegates) {
			MessageHeaderAccessor headers = new MessageHeaderAccessor();
			headers.setLeaveMutable(true);
			if (contentType != null) {
				headers.setContentType(contentType);
			}
			Message<?> message = delegate.toMessage(object, headers.getMessageHeaders());
			if (message != null) {
				return body(message);
			}
		}
		throw new MessageConversionException("No message converter can write " + object.getClass().getTypeName()
				+ ((contentType != null) ? " as " + contentType : ""));
	}

	private @Nullable Object delegateRead(Message<?> message, byte[] bytes, Class<?> targetClass,
			@Nullable Object conversionHint) {
		MimeType stated = contentType(message.getHeaders().get(MessageHeaders.CONTENT_TYPE));
		boolean opaque = MimeTypeUtils.APPLICATION_OCTET_STREAM.equals(stated);
		// a worker that passes frames on says octet-stream, which is to say nothing
		MessageHeaders headers = opaque ? new BodyHeaders(Map.of()) : message.getHeaders();
		Message<byte[]> single = new GenericMessage<>(bytes, headers);
		for (MessageConverter delegate : this.delegates) {
			Object result = (delegate instanceof SmartMessageConverter smart)
					? smart.fromMessage(single, targetClass, conversionHint)
					: delegate.fromMessage(single, targetClass);
			if (result != null) {
				return result;
			}
		}
		if (isNullLiteral(bytes)) {
			return null;
		}
		throw new MessageConversionException(message, "No message converter can read "
				+ message.getHeaders().get(MessageHeaders.CONTENT_TYPE) + " as " + targetClass.getTypeName());
	}

	private static Body body(Message<?> message) {
		MimeType type = contentType(message.getHeaders().get(MessageHeaders.CONTENT_TYPE));
		Object payload = message.getPayload();
		byte[] bytes = (payload instanceof byte[] array) ? array : payload.toString().getBytes(charset(type));
		return new Body(Frames.of(bytes), (type != null) ? type.toString() : null);
	}

	private static Frames requireBody(Frames frames) {
		if (frames.isEmpty()) {
			throw new MessageConversionException("A body needs at least one frame");
		}
		return frames;
	}

	private static boolean isFrameList(List<?> list) {
		return !list.isEmpty() && list.stream().allMatch(byte[].class::isInstance);
	}

	private static boolean isFrameListType(@Nullable Object conversionHint) {
		if (!(conversionHint instanceof MethodParameter parameter)) {
			return true;
		}
		ResolvableType type = (parameter instanceof ReplyType reply)
				? ResolvableType.forType(reply.getGenericParameterType())
				: ResolvableType.forMethodParameter(parameter.nestedIfOptional());
		Class<?> element = (Message.class.isAssignableFrom(type.toClass()) ? type.getGeneric(0) : type).getGeneric(0)
			.toClass();
		return element == byte[].class || element == Object.class;
	}

	private static List<byte[]> list(Frames frames) {
		List<byte[]> list = new ArrayList<>(frames.size());
		for (int i = 0; i < frames.size(); i++) {
			list.add(frames.frame(i));
		}
		return Collections.unmodifiableList(list);
	}

	private static String text(Message<?> message, byte[] bytes) {
		Charset charset = charset(contentType(message.getHeaders().get(MessageHeaders.CONTENT_TYPE)));
		String text = new String(bytes, charset);
		if (text.indexOf(REPLACEMENT) < 0) {
			return text;
		}
		try {
			return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException ex) {
			throw new MessageConversionException(message, "The body is not text in " + charset, ex);
		}
	}

	private static Charset charset(@Nullable MimeType contentType) {
		try {
			Charset charset = (contentType != null) ? contentType.getCharset() : null;
			return (charset != null) ? charset : StandardCharsets.UTF_8;
		}
		catch (IllegalArgumentException ex) {
			throw new MessageConversionException("Unknown charset in " + contentType, ex);
		}
	}

	private static boolean isNullLiteral(byte[] bytes) {
		return "null".equals(new String(bytes, StandardCharsets.UTF_8).strip());
	}

}
