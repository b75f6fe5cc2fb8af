package io.pirate.sample.client;

import java.util.Optional;

import io.pirate.RejectedException;
import io.pirate.Ticket;
import io.pirate.UnknownTicketException;
import io.pirate.spring.PirateOperations;
import io.pirate.spring.RequestSpec;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

@WebMvcTest(TicketController.class)
class TicketControllerTests {

	private static final Ticket TICKET = new Ticket("0123456789abcdef0123456789abcdef");

	@Autowired
	private MockMvcTester mvc;

	@MockitoBean
	private PirateOperations pirate;

	private final RequestSpec spec = mock(RequestSpec.class);

	@BeforeEach
	void specify() {
		given(this.pirate.to("orders")).willReturn(this.spec);
		given(this.spec.body(new Order("rum", 3))).willReturn(this.spec);
		given(this.spec.submit()).willReturn(TICKET);
	}

	private MockMvcRequestBuilder order() {
		return this.mvc.post().uri("/tickets").contentType(MediaType.APPLICATION_JSON).content("""
				{ "item": "rum", "quantity": 3 }""");
	}

	@Test
	void anOrderGetsATicket() {
		assertThat(order()).hasStatus(202)
			.hasHeader("Location", "/tickets/" + TICKET)
			.bodyJson()
			.isStrictlyEqualTo("{ \"ticket\": \"" + TICKET + "\" }");
	}

	@Test
	void theKeyOfTheBrowserIsThatOfTheOrder() {
		given(this.spec.idempotencyKey("4711")).willReturn(this.spec);
		assertThat(order().header("Idempotency-Key", "4711")).hasStatus(202);
		then(this.spec).should().idempotencyKey("4711");
	}

	@Test
	void aReceiptIsThereOrNotYet() {
		given(this.pirate.fetch(TICKET, Receipt.class)).willReturn(Optional.empty());
		assertThat(this.mvc.get().uri("/tickets/{ticket}", TICKET)).hasStatus(202);
		given(this.pirate.fetch(TICKET, Receipt.class)).willReturn(Optional.of(new Receipt("rum", 3, "accepted")));
		assertThat(this.mvc.get().uri("/tickets/{ticket}", TICKET)).hasStatusOk()
			.bodyJson()
			.extractingPath("$.status")
			.isEqualTo("accepted");
	}

	@Test
	void whatIsClosedIsGone() {
		assertThat(this.mvc.delete().uri("/tickets/{ticket}", TICKET)).hasStatus(204);
		then(this.pirate).should().close(TICKET);
		given(this.pirate.fetch(TICKET, Receipt.class)).willThrow(new UnknownTicketException(TICKET));
		assertThat(this.mvc.get().uri("/tickets/{ticket}", TICKET)).hasStatus(404);
		assertThat(this.mvc.get().uri("/tickets/no-ticket")).hasStatus(400);
	}

	@Test
	void withoutATitanicOrdersCannotWait() {
		given(this.spec.submit())
			.willThrow(new RejectedException(new ServiceName("titanic.request"), "no-worker", "nobody"));
		assertThat(order()).hasStatus(503);
	}

}
