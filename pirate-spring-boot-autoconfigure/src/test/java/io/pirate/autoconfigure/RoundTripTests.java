package io.pirate.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.pirate.NoReplyException;
import io.pirate.RemoteFailureException;
import io.pirate.spring.ErrorReplyException;
import io.pirate.spring.PirateOperations;
import io.pirate.spring.PirateTemplate;
import io.pirate.spring.PirateWorker;
import io.pirate.spring.RequestSpec;
import io.pirate.wire.Frames;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Template, embedded queue and worker in one application, over real sockets. */
class RoundTripTests {

	private final ApplicationContextRunner runner = Runners.withQueue(Runners.plain());

	@Test
	void everyKindOfBodyComesBack() {
		with(FramesWorker.class, (pirate) -> {
			byte[] bytes = { 0, 1, (byte) 0xff };
			assertThat(pirate.request(bytes, byte[].class)).isEqualTo(bytes);
			assertThat(pirate.request("Ahoi ⚓", String.class)).isEqualTo("Ahoi ⚓");
			assertThat(pirate.request("", String.class)).isEqualTo("");
			assertThat(pirate.request(new Order("rum", 3), Order.class)).isEqualTo(new Order("rum", 3));
			List<byte[]> frames = List.of(bytes, new byte[0], bytes);
			assertThat(pirate.request(frames, Frames.class)).isEqualTo(Frames.of(bytes, new byte[0], bytes));
			assertThat(pirate.request(frames, new ParameterizedTypeReference<List<byte[]>>() {
			})).hasSize(3);
			assertThat(pirate.request(List.of(new Order("rum", 3)), new ParameterizedTypeReference<List<Order>>() {
			})).containsExactly(new Order("rum", 3));
			assertThat(pirate.request("x", Void.class)).isNull();
			assertThat(pirate.to("").body("x").retrieve(String.class)).isEqualTo("x");
		});
	}

	@Test
	void aReplyThatCannotBeReadIsAConversionFailure() {
		with(FramesWorker.class, (pirate) -> {
			assertThatExceptionOfType(MessageConversionException.class)
				.isThrownBy(() -> pirate.request("no order", Order.class));
			assertThatExceptionOfType(MessageConversionException.class)
				.isThrownBy(() -> pirate.request(List.of(new byte[1], new byte[1]), String.class));
			assertThat(pirate.requestAsync("no order", Order.class)).failsWithin(Duration.ofSeconds(5))
				.withThrowableThat()
				.withCauseInstanceOf(MessageConversionException.class);
		});
	}

	@Test
	void headersReachTheWorker() {
		with(HeaderWorker.class, (pirate) -> {
			RequestSpec blue = pirate.to().header("tenant", "blue");
			assertThat(blue.body("x").retrieve(String.class)).isEqualTo("x for blue");
			assertThat(blue.header("tenant", 7).body("y").retrieve(String.class)).isEqualTo("y for 7");
			assertThat(blue.body("z").retrieve(String.class)).isEqualTo("z for blue");
		});
	}

	@Test
	void reservedHeadersAreRefused() {
		with(HeaderWorker.class, (pirate) -> assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> pirate.to().header(":budget", "1").body("x").retrieve(String.class)));
	}

	@Test
	void asynchronousCallsEndOffTheIoThread() {
		with(FramesWorker.class, (pirate) -> {
			CompletableFuture<String> thread = pirate.requestAsync("x", String.class)
				.thenApply((reply) -> reply + " " + Thread.currentThread().getName());
			assertThat(thread).succeedsWithin(Duration.ofSeconds(5))
				.asString()
				.contains("x ")
				.doesNotContain("reactor");
			List<CompletableFuture<Integer>> many = IntStream.range(0, 200)
				.mapToObj((i) -> pirate.requestAsync(i, Integer.class))
				.toList();
			for (int i = 0; i < many.size(); i++) {
				assertThat(many.get(i).join()).isEqualTo(i);
			}
		});
	}

	@Test
	void aCancelledCallIsForgotten() {
		with(SlowWorker.class, (pirate) -> {
			CompletableFuture<String> call = pirate.requestAsync("x", String.class);
			assertThat(call.cancel(true)).isTrue();
			assertThat(call).isCancelled();
		});
	}

	@Test
	void failuresOfTheWorkerReachTheCallerWithCodeAndReason() {
		with(FailingWorker.class, (pirate) -> {
			assertRemoteFailure(pirate, "boom", "handler-failed", "boom");
			assertRemoteFailure(pirate, "stock", "out-of-stock", "no rum");
			assertThatExceptionOfType(RemoteFailureException.class)
				.isThrownBy(() -> pirate.request(List.of(new byte[1], new byte[1]), String.class))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo("bad-request"));
			assertThatExceptionOfType(CompletionException.class)
				.isThrownBy(() -> pirate.requestAsync("boom", String.class).join())
				.withCauseInstanceOf(RemoteFailureException.class);
		});
	}

	@Test
	void patienceIsTheCallsOwn() {
		with(SlowWorker.class,
				(pirate) -> assertThatExceptionOfType(NoReplyException.class).isThrownBy(
						() -> pirate.to().timeout(Duration.ofMillis(100)).retries(1).body("x").retrieve(String.class))
					.satisfies((ex) -> assertThat(ex.attempts()).isEqualTo(2)));
	}

	@Test
	void aRequestNeedsABody() {
		with(FramesWorker.class,
				(pirate) -> assertThatIllegalStateException().isThrownBy(() -> pirate.to().retrieve(String.class))
					.withMessageContaining("no body"));
	}

	@Test
	void codeForSpringMessagingWorksToo() {
		with(FramesWorker.class, (pirate) -> {
			var messaging = ((PirateTemplate) pirate).messaging();
			assertThat(messaging.convertSendAndReceive("x", String.class)).isEqualTo("x");
			assertThat(messaging.convertSendAndReceive("", "x", Map.of("tenant", "blue"), String.class)).isEqualTo("x");
			Message<?> reply = messaging.sendAndReceive(MessageBuilder.withPayload(new byte[] { 5 }).build());
			assertThat(reply.getPayload()).isEqualTo(new byte[] { 5 });
		});
	}

	private static void assertRemoteFailure(PirateOperations pirate, String body, String code, String reason) {
		assertThatExceptionOfType(RemoteFailureException.class).isThrownBy(() -> pirate.request(body, String.class))
			.satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo(code);
				assertThat(ex.reason()).isEqualTo(reason);
			});
	}

	private void with(Class<?> worker, Consumer<PirateOperations> test) {
		this.runner.withUserConfiguration(worker)
			.run((context) -> test.accept(context.getBean(PirateOperations.class)));
	}

	record Order(String item, int quantity) {
	}

	@Configuration(proxyBeanMethods = false)
	static class FramesWorker {

		@PirateWorker(id = "echo")
		List<byte[]> echo(List<byte[]> frames) {
			return frames;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HeaderWorker {

		@PirateWorker
		String answer(String text, @Header("tenant") String tenant) {
			return text + " for " + tenant;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SlowWorker {

		@PirateWorker
		CompletableFuture<String> never(String text) {
			return new CompletableFuture<String>().completeOnTimeout(text, 2, TimeUnit.SECONDS);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingWorker {

		@PirateWorker
		String fail(String text) {
			if (text.equals("stock")) {
				throw new ErrorReplyException("out-of-stock", "no rum");
			}
			throw new IllegalStateException(text);
		}

	}

}
