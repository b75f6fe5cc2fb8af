package io.pirate.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.pirate.NoReplyException;
import io.pirate.RejectedException;
import io.pirate.RemoteFailureException;
import io.pirate.spring.ErrorReplyException;
import io.pirate.spring.PirateOperations;
import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.spring.PirateTemplate;
import io.pirate.spring.PirateWorker;
import io.pirate.spring.PirateWorkerRegistry;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Services with names, over real sockets. */
class NamedServiceTests {

	private final ApplicationContextRunner runner = Runners.withQueue(Runners.plain())
		.withUserConfiguration(Services.class);

	@ParameterizedTest
	@CsvSource({ "auto, auto, MAJORDOMO_02", "mdp01, mdp01, MAJORDOMO_01", "auto, mdp01, MAJORDOMO_01",
			"mdp01, auto, MAJORDOMO_02" })
	void everyServiceHasAWorkerOfItsOwn(String client, String worker, WorkerDialect dialect) {
		this.runner.withPropertyValues("pirate.client.protocol=" + client, "pirate.worker.protocol=" + worker)
			.run((context) -> {
				PirateOperations pirate = context.getBean(PirateOperations.class);
				assertThat(pirate.request("orders", new Order("rum", 3), Receipt.class))
					.isEqualTo(new Receipt("3 rum"));
				assertThat(pirate.request("shout", "ahoy", String.class)).isEqualTo("AHOY");
				assertThat(pirate.request("shout", new byte[] { 'a' }, byte[].class)).isEqualTo(new byte[] { 'A' });
				assertThat(pirate.request("ahoy", String.class)).isEqualTo("nameless ahoy");
				assertThat(pirate.requestAsync("shout", "later", String.class)).succeedsWithin(Duration.ofSeconds(5))
					.isEqualTo("LATER");
				PirateWorkerRegistry registry = context.getBean(PirateWorkerRegistry.class);
				assertThat(registry.running().get("shouting").options().settings().dialect()).isEqualTo(dialect);
				assertThat(registry.running().get("nameless").options().settings().dialect())
					.isEqualTo(WorkerDialect.PARANOID);
				assertThat(context.getBean(PirateQueueLifecycle.class).queue().snapshot().services().keySet())
					.contains(new ServiceName("orders"), new ServiceName("shout"), ServiceName.ANONYMOUS);
			});
	}

	@Test
	void failuresAreThoseOfTheService() {
		with((pirate) -> assertThatExceptionOfType(RemoteFailureException.class)
			.isThrownBy(() -> pirate.request("shout", "silence", String.class))
			.withMessageContaining("'shout'")
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("mute")));
	}

	@Test
	void codeForSpringMessagingNamesServicesAsDestinations() {
		with((pirate) -> assertThat(
				((PirateTemplate) pirate).messaging().convertSendAndReceive("shout", "ahoy", String.class))
			.isEqualTo("AHOY"));
	}

	@Test
	void theDefaultServiceAnswersRequestsWithoutAName() {
		with((pirate) -> {
			assertThat(pirate.request("ahoy", String.class)).isEqualTo("AHOY");
			assertThat(pirate.to().body("ahoy").retrieve(String.class)).isEqualTo("AHOY");
			assertThat(pirate.request("", "ahoy", String.class)).isEqualTo("nameless ahoy");
			var messaging = ((PirateTemplate) pirate).messaging();
			assertThat(messaging.convertSendAndReceive("ahoy", String.class)).isEqualTo("AHOY");
			assertThat(messaging.convertSendAndReceive("", "ahoy", String.class)).isEqualTo("nameless ahoy");
		}, "pirate.client.default-service=shout");
	}

	@Test
	void aServiceThatNobodyServesIsRejectedAtOnceIfThatIsWanted() {
		with((pirate) -> {
			assertRejected(() -> pirate.request("nobody", "x", String.class));
			assertThat(pirate.requestAsync("nobody", "x", String.class)).failsWithin(Duration.ofSeconds(2))
				.withThrowableThat()
				.withCauseInstanceOf(RejectedException.class);
			assertThat(pirate.request("shout", "ahoy", String.class)).isEqualTo("AHOY");
		}, "pirate.client.no-worker-timeout=0");
	}

	@Test
	void patienceMayBeThatOfTheService() {
		with((pirate) -> {
			assertRejected(() -> pirate.request("nobody", "x", String.class));
			assertThatExceptionOfType(NoReplyException.class)
				.isThrownBy(() -> pirate.request("never", "x", String.class))
				.satisfies((ex) -> assertThat(ex.attempts()).isEqualTo(2));
			assertThatExceptionOfType(NoReplyException.class)
				.isThrownBy(() -> pirate.to("never").retries(0).body("x").retrieve(String.class))
				.satisfies((ex) -> assertThat(ex.attempts()).isEqualTo(1));
		}, "pirate.client.services.nobody.no-worker-timeout=50ms", "pirate.client.services.never.request-timeout=100ms",
				"pirate.client.services.never.retries=1", "pirate.worker.drain-timeout=0s");
	}

	@Test
	void theQueueTellsWhoIsServed() {
		with((pirate) -> {
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.untilAsserted(
						() -> assertThat(pirate.request("mmi.service", "orders", String.class)).isEqualTo("200"));
			assertThat(pirate.request("mmi.service", "nobody", String.class)).isEqualTo("404");
			assertThat(pirate.request("mmi.unheard", "x", String.class)).isEqualTo("501");
			JsonNode services = pirate.request("mmi.services", "", JsonNode.class);
			assertThat(services.findValuesAsString("service")).contains("orders", "shout");
		});
	}

	@Test
	void aNameThatCannotTravelIsRefused() {
		with((pirate) -> {
			assertThatIllegalArgumentException().isThrownBy(() -> pirate.request("a\nb", "x", String.class))
				.withMessageContaining("control characters");
			assertThatIllegalArgumentException().isThrownBy(() -> pirate.to("x".repeat(256)))
				.withMessageContaining("255 bytes");
		});
	}

	@Test
	void aBoundWorkerKnowsItsName() {
		Runners.plain()
			.withUserConfiguration(Shouting.class)
			.withPropertyValues("pirate.worker.bind=tcp://127.0.0.1:*")
			.run((context) -> {
				String bound = context.getBean(PirateWorkerRegistry.class).running().get("shouting").boundEndpoint();
				Runners.plain().withPropertyValues("pirate.client.endpoints=" + bound).run((client) -> {
					PirateTemplate pirate = client.getBean(PirateTemplate.class);
					assertThat(pirate.request("shout", "ahoy", String.class)).isEqualTo("AHOY");
					assertRejected(() -> pirate.request("orders", "ahoy", String.class));
				});
			});
	}

	private static void assertRejected(ThrowingCallable call) {
		assertThatExceptionOfType(RejectedException.class).isThrownBy(call)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("no-worker"));
	}

	private void with(Consumer<PirateOperations> test, String... properties) {
		this.runner.withPropertyValues(properties)
			.run((context) -> test.accept(context.getBean(PirateOperations.class)));
	}

	record Order(String item, int quantity) {
	}

	record Receipt(String text) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Services {

		@PirateWorker("orders")
		Receipt place(Order order) {
			return new Receipt(order.quantity() + " " + order.item());
		}

		@PirateWorker(service = "shout", id = "shouting")
		String shout(String text) {
			if (text.equals("silence")) {
				throw new ErrorReplyException("mute", "no voice");
			}
			return text.toUpperCase(Locale.ROOT);
		}

		@PirateWorker("never")
		CompletableFuture<String> never(String text) {
			return new CompletableFuture<>();
		}

		@PirateWorker(id = "nameless")
		String nameless(String text) {
			return "nameless " + text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Shouting {

		@PirateWorker(service = "shout", id = "shouting")
		List<byte[]> shout(String text) {
			return List.of(text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
		}

	}

}
