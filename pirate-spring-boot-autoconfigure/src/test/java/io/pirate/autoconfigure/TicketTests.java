package io.pirate.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import io.pirate.NoReplyException;
import io.pirate.RejectedException;
import io.pirate.RemoteFailureException;
import io.pirate.Ticket;
import io.pirate.TitanicClient;
import io.pirate.UnknownTicketException;
import io.pirate.spring.PirateOperations;
import io.pirate.spring.PirateWorker;
import io.pirate.spring.RequestSpec;
import io.pirate.wire.Frames;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** The template and tickets, at a Titanic that annotated methods play. */
class TicketTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final ParameterizedTypeReference<Map<String, Integer>> NUMBERS = new ParameterizedTypeReference<>() {
	};

	private final ApplicationContextRunner runner = Runners.withQueue(Runners.watched())
		.withUserConfiguration(PlayedTitanic.class);

	@Test
	void aRequestIsConvertedWhenItIsLeftAndItsReplyWhenItIsFetched() {
		with((pirate, titanic) -> {
			Ticket ticket = pirate.to("orders").header("tenant", "blue").body(new Order("rum", 3)).submit();
			Stored stored = titanic.stored.get(ticket.id());
			assertThat(stored.frames().get(0)).asString(StandardCharsets.UTF_8).isEqualTo("orders");
			assertThat(stored.frames().get(1)).asString(StandardCharsets.UTF_8).contains("\"rum\"");
			assertThat(stored.headers()).containsEntry("tenant", "blue")
				.containsKey(TitanicClient.IDEMPOTENCY_KEY)
				.extractingByKey(MessageHeaders.CONTENT_TYPE)
				.hasToString("application/json");
			assertThat(pirate.fetch(ticket, Receipt.class)).isEmpty();
			titanic.answer(ticket, "{\"text\":\"3 rum\"}");
			assertThat(pirate.fetch(ticket, Receipt.class)).contains(new Receipt("3 rum"));
			assertThat(pirate.fetchAsync(ticket, Receipt.class)).succeedsWithin(PATIENCE)
				.isEqualTo(Optional.of(new Receipt("3 rum")));
			assertThat(pirate.await(ticket, Receipt.class, PATIENCE)).isEqualTo(new Receipt("3 rum"));
			pirate.close(ticket);
			assertThatExceptionOfType(UnknownTicketException.class)
				.isThrownBy(() -> pirate.fetch(ticket, Receipt.class));
		});
	}

	@Test
	void waitingIsACallbackToo() {
		with((pirate, titanic) -> {
			Ticket ticket = pirate.to("orders").body("x").submitAsync().join();
			CompletableFuture<Integer> length = pirate.awaitAsync(ticket, String.class, PATIENCE)
				.thenApply(String::length);
			CompletableFuture<Map<String, Integer>> map = pirate.awaitAsync(ticket, NUMBERS, PATIENCE);
			titanic.answer(ticket, "{\"a\":1}");
			assertThat(length).succeedsWithin(PATIENCE).isEqualTo(7);
			assertThat(map).succeedsWithin(PATIENCE).isEqualTo(Map.of("a", 1));
			assertThat(pirate.fetch(ticket, NUMBERS)).contains(Map.of("a", 1));
			assertThat(pirate.closeAsync(ticket)).succeedsWithin(PATIENCE);
			assertThat(pirate.awaitAsync(ticket, String.class, PATIENCE)).failsWithin(PATIENCE)
				.withThrowableOfType(ExecutionException.class)
				.withCauseInstanceOf(UnknownTicketException.class);
		});
	}

	@Test
	void keysAreTheApplicationsOwnIfItHasThem() {
		with((pirate, titanic) -> {
			RequestSpec order = pirate.to("orders").idempotencyKey("order-4711").body("x");
			assertThat(order.submit()).isEqualTo(order.submit());
			assertThat(pirate.submitAll(List.of(order, order))).hasSize(2).containsOnly(order.submit());
			assertThat(titanic.stored).hasSize(1);
			assertThatIllegalArgumentException().isThrownBy(() -> pirate.to("orders").idempotencyKey(""));
			assertThatIllegalArgumentException().isThrownBy(() -> pirate.to("orders").idempotencyKey("x".repeat(256)));
		});
	}

	@Test
	void aBatchKeepsItsOrder() {
		with((pirate, titanic) -> {
			List<RequestSpec> orders = IntStream.range(0, 300)
				.mapToObj((i) -> pirate.to("orders").body("order " + i))
				.toList();
			List<Ticket> tickets = pirate.submitAllAsync(orders).join();
			assertThat(new HashSet<>(tickets)).hasSize(300);
			for (int i = 0; i < 300; i++) {
				assertThat(titanic.stored.get(tickets.get(i).id()).frames().get(1)).asString(StandardCharsets.UTF_8)
					.isEqualTo("order " + i);
			}
		});
	}

	@Test
	void failuresAreTyped() {
		with((pirate, titanic) -> {
			Ticket ticket = pirate.to("orders").body("x").submit();
			titanic.replies.put(ticket.id(),
					new Stored(frames("500", "error", "bad-request", "no such rum"), Map.of()));
			assertThatExceptionOfType(RemoteFailureException.class)
				.isThrownBy(() -> pirate.await(ticket, String.class, PATIENCE))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo("bad-request"));
			titanic.answer(ticket, "null");
			assertThat(pirate.await(ticket, Receipt.class, PATIENCE)).isNull();
			assertThatExceptionOfType(MessageConversionException.class)
				.isThrownBy(() -> pirate.fetch(ticket, Receipt.class))
				.withMessageContaining("await it");
			assertThatExceptionOfType(MessageConversionException.class)
				.isThrownBy(() -> pirate.fetch(ticket, Integer[].class));
			Ticket pending = pirate.to("orders").body("x").submit();
			assertThatExceptionOfType(NoReplyException.class)
				.isThrownBy(() -> pirate.await(pending, String.class, Duration.ofMillis(100)));
			assertThatIllegalArgumentException().isThrownBy(() -> pirate.to("").body("x").submit())
				.withMessageContaining("named service");
			assertThatIllegalStateException().isThrownBy(() -> pirate.to("orders").atMostOnce().body("x").submit())
				.withMessageContaining("at least once");
			assertThatIllegalStateException().isThrownBy(() -> pirate.to("orders").submit());
		});
	}

	@Test
	void aTicketIsItsIdInJson() {
		this.runner.run((context) -> {
			JsonMapper json = context.getBean(JsonMapper.class);
			Ticket ticket = new Ticket("0123456789abcdef0123456789abcdef");
			assertThat(json.writeValueAsString(Map.of("ticket", ticket)))
				.isEqualTo("{\"ticket\":\"0123456789abcdef0123456789abcdef\"}");
			assertThat(json.readValue("\"0123456789abcdef0123456789abcdef\"", Ticket.class)).isEqualTo(ticket);
			assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> json.readValue("\"x\"", Ticket.class))
				.withMessageContaining("32 hexadecimal digits");
			assertThat(ApplicationConversionService.getSharedInstance().convert(ticket.id(), Ticket.class))
				.isEqualTo(ticket);
		});
	}

	@Test
	void withoutATitanicItIsSaidSo() {
		Runners.withQueue(Runners.plain()).run((context) -> {
			PirateOperations pirate = context.getBean(PirateOperations.class);
			assertThatExceptionOfType(RejectedException.class)
				.isThrownBy(() -> pirate.to("orders").timeout(Duration.ofMillis(300)).retries(1).body("x").submit())
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo("no-worker"));
		});
	}

	@Test
	void submissionsAreMeasuredAsCallsToTitanic() {
		this.runner.run((context) -> {
			PirateOperations pirate = context.getBean(PirateOperations.class);
			pirate.to("orders").body("x").submit();
			pirate.to("orders").body("x").submitAsync().join();
			pirate.submitAll(List.of(pirate.to("orders").body("x")));
			assertThat(context.getBean(MeterRegistry.class)
				.get("pirate.client.requests")
				.tag("service", "titanic.request")
				.tag("outcome", "success")
				.timer()
				.count()).isEqualTo(3);
		});
	}

	private void with(Story test) {
		this.runner
			.run((context) -> test.run(context.getBean(PirateOperations.class), context.getBean(PlayedTitanic.class)));
	}

	private static List<byte[]> frames(String... texts) {
		Frames frames = Frames.ofText(texts);
		return IntStream.range(0, texts.length).mapToObj(frames::frame).toList();
	}

	@FunctionalInterface
	interface Story {

		void run(PirateOperations pirate, PlayedTitanic titanic);

	}

	record Order(String item, int quantity) {
	}

	record Receipt(String text) {
	}

	record Stored(List<byte[]> frames, Map<String, Object> headers) {
	}

	@Configuration(proxyBeanMethods = false)
	static class PlayedTitanic {

		final Map<String, Stored> stored = new ConcurrentHashMap<>();

		final Map<String, Stored> replies = new ConcurrentHashMap<>();

		private final Map<Object, String> keys = new ConcurrentHashMap<>();

		@PirateWorker("titanic.request")
		List<byte[]> store(List<byte[]> frames, @Headers Map<String, Object> headers) {
			String id = this.keys.computeIfAbsent(headers.get(TitanicClient.IDEMPOTENCY_KEY),
					(key) -> UUID.randomUUID().toString().replace("-", ""));
			this.stored.put(id, new Stored(frames, headers));
			return frames("200", id);
		}

		@PirateWorker("titanic.reply")
		Message<List<byte[]>> reply(byte[] id) {
			String key = new String(id, StandardCharsets.US_ASCII);
			Stored none = new Stored(frames(this.stored.containsKey(key) ? "300" : "400"), Map.of());
			Stored reply = this.replies.getOrDefault(key, none);
			return MessageBuilder.withPayload(reply.frames()).copyHeaders(reply.headers()).build();
		}

		@PirateWorker("titanic.close")
		List<byte[]> close(byte[] id) {
			String key = new String(id, StandardCharsets.US_ASCII);
			this.stored.remove(key);
			this.replies.remove(key);
			return frames("200");
		}

		void answer(Ticket ticket, String json) {
			this.replies.put(ticket.id(),
					new Stored(frames("200", json), Map.of(MessageHeaders.CONTENT_TYPE, "application/json")));
		}

	}

}
