package io.pirate.spring;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.messaging.Message;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.support.MessageBuilder;

/** One method for each story of {@link WorkerMethodTests}. */
class WorkerMethodHandlers {

	@PirateWorker
	String hello(String name) {
		return "Hello, " + name;
	}

	@PirateWorker
	byte[] echo(byte[] body) {
		return body;
	}

	@PirateWorker
	List<byte[]> frames(List<byte[]> frames) {
		return frames;
	}

	@PirateWorker
	Receipt place(@Valid @Payload Order order, @Header("tenant") String tenant) {
		return new Receipt(order.quantity() + " " + order.item() + " for " + tenant);
	}

	@PirateWorker
	Integer number(@Header("count") int count) {
		return count * 2;
	}

	@PirateWorker
	void fail(String text) {
		throw new IllegalStateException(text);
	}

	@PirateWorker
	void error() {
		throw new StackOverflowError();
	}

	@PirateWorker
	void convertItself() {
		new JacksonJsonMessageConverter().fromMessage(MessageBuilder.withPayload(new byte[] { '{' }).build(),
				Order.class);
	}

	@PirateWorker
	void refuse() {
		throw new ErrorReplyException("out-of-stock", "no rum left");
	}

	@PirateWorker
	CompletableFuture<String> future(String text) {
		return CompletableFuture.supplyAsync(() -> "future " + text);
	}

	@PirateWorker
	Mono<String> mono(String text) {
		return Mono.just("mono " + text);
	}

	@PirateWorker
	CompletableFuture<String> failedFuture() {
		return CompletableFuture.supplyAsync(() -> {
			throw new IllegalStateException("later");
		});
	}

	@PirateWorker
	void nothing() {
	}

	@PirateWorker
	Message<String> message(Message<String> request, @Headers Map<String, Object> headers) {
		return MessageBuilder.withPayload(request.getPayload() + "!")
			.setHeader("tenant", headers.get("tenant") + "!")
			.build();
	}

	@PirateWorker
	Stream<String> stream() {
		return Stream.of("a");
	}

	@PirateWorker
	Flux<String> flux() {
		return Flux.just("a");
	}

	@PirateWorker
	Iterable<String> iterable() {
		return List.of("a");
	}

	@PirateWorker
	List<Integer> list() {
		return List.of(1, 2);
	}

	@PirateWorker
	void special() {
		throw new SpecialException();
	}

	@PirateWorker(errorHandler = "rescue")
	void rescued(String text) {
		throw new IllegalStateException(text);
	}

	@PirateWorker
	Object unwritable() {
		return new Object() {
			@SuppressWarnings("unused")
			public String getValue() {
				throw new IllegalStateException("no value");
			}
		};
	}

	@MessageExceptionHandler
	String handle(SpecialException ex) {
		return "handled special";
	}

	record Order(String item, @Positive int quantity) {
	}

	record Receipt(String text) {
	}

	static class SpecialException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
