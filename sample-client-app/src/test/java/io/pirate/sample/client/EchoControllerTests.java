package io.pirate.sample.client;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.pirate.NoReplyException;
import io.pirate.OutcomeUnknownException;
import io.pirate.PirateClosedException;
import io.pirate.RejectedException;
import io.pirate.RemoteFailureException;
import io.pirate.spring.PirateOperations;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.http.MediaType;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

@WebMvcTest(EchoController.class)
class EchoControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@MockitoBean
	private PirateOperations pirate;

	@Test
	void answersTheReplyAsUtf8Text() {
		given(this.pirate.request("", "grüße ☠", String.class)).willReturn("grüße ☠");
		assertThat(this.mvc.get().uri("/echo?text={text}", "grüße ☠")).hasStatusOk()
			.hasContentType("text/plain;charset=UTF-8")
			.bodyText()
			.isEqualTo("grüße ☠");
	}

	@Test
	void asksTheServiceThatIsNamed() {
		given(this.pirate.request("echo", "ahoy", String.class)).willReturn("ahoy");
		assertThat(this.mvc.get().uri("/echo?service=echo&text=ahoy")).hasStatusOk().bodyText().isEqualTo("ahoy");
	}

	@Test
	void answersTheOrderAsJson() {
		Order order = new Order("rum", 3);
		given(this.pirate.request(order, Order.class)).willReturn(order);
		assertThat(this.mvc.post().uri("/order").contentType(MediaType.APPLICATION_JSON).content("""
				{ "item": "rum", "quantity": 3 }""")).hasStatusOk().bodyJson().isStrictlyEqualTo("""
				{ "item": "rum", "quantity": 3 }""");
	}

	@ParameterizedTest
	@MethodSource("failures")
	void saysHowACallEnded(RuntimeException failure, int status, String detail) {
		given(this.pirate.request("", "x", String.class)).willThrow(failure);
		assertThat(this.mvc.get().uri("/echo?text=x").accept(MediaType.TEXT_PLAIN)).hasStatus(status)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.extractingPath("$.detail")
			.asString()
			.contains(detail);
	}

	@Test
	void tellsTheCodeOfAWorkersFailure() {
		given(this.pirate.request("", "x", String.class))
			.willThrow(new RemoteFailureException(ServiceName.ANONYMOUS, "no-rum", "the rum is gone"));
		assertThat(this.mvc.get().uri("/echo?text=x")).bodyJson().extractingPath("$.code").isEqualTo("no-rum");
	}

	static Stream<Arguments> failures() {
		ServiceName service = ServiceName.ANONYMOUS;
		return Stream.of(
				Arguments.of(new NoReplyException(service, 4, Duration.ofSeconds(10), List.of("tcp://127.0.0.1:5555")),
						504, "after 4 attempts in 10.0 s"),
				Arguments.of(new OutcomeUnknownException(service, "no answer"), 504, "no answer"),
				Arguments.of(new RejectedException(service, "busy", "too many"), 503, "busy"),
				Arguments.of(new RemoteFailureException(service, "handler-failed", "boom"), 502, "boom"),
				Arguments.of(new RemoteFailureException(service, "bad-request", "not an order"), 400, "not an order"),
				Arguments.of(new RemoteFailureException(service, "expired", "waited too long"), 504, "waited too long"),
				Arguments.of(new MessageConversionException("not text"), 502, "not text"),
				Arguments.of(new PirateClosedException("closed"), 503, "closed"));
	}

}
