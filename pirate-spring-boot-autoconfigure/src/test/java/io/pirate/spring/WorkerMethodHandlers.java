package io.pirate.spring;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.messaging.Message;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.support.MessageBuilder;

/**
 * One method for each story of {@link WorkerMethodTests} and
 * {@link StreamingMethodTests}.
 */
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
		return Stream.of("a", "b");
	}

	@PirateWorker
	Flux<String> flux() {
		return Flux.just("a", "b");
	}

	@PirateWorker
	Iterable<String> iterable() {
		return List.of("a", "b");
	}

	@PirateWorker
	Flow.Publisher<String> flow() {
		return JdkFlowAdapter.publisherToFlowPublisher(flux());
	}

	@PirateWorker
	Publisher<String> publisher() {
		return flux();
	}

	@PirateWorker
	IntStream numbers(String text) {
		return IntStream.of(1, 2);
	}

	@PirateWorker
	Stream<String> noStream() {
		return null;
	}

	@PirateWorker
	Stream<Message<String>> messages(String text) {
		return IntStream.of(1, 2).mapToObj((i) -> MessageBuilder.withPayload(text + i).setHeader("number", i).build());
	}

	@PirateWorker
	Stream<Object> unwritableParts() {
		return Stream.of("a", unwritable(), "b");
	}

	@PirateWorker(errorHandler = "rescue")
	Stream<String> rescuedStream(String when) {
		if (when.equals("now")) {
			throw new IllegalStateException(when);
		}
		Stream<String> failing = Stream.of(when).map((text) -> {
			throw new IllegalStateException(text);
		});
		return when.equals("first") ? failing : Stream.concat(Stream.of("a"), failing);
	}

	@PirateWorker
	Flux<String> failingFlux() {
		return Flux.error(new IllegalStateException("at once"));
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
