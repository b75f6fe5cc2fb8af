package io.pirate.sample.client;

import java.time.Duration;
import java.util.List;

import io.pirate.NoReplyException;
import io.pirate.RejectedException;
import io.pirate.RemoteFailureException;
import io.pirate.spring.PirateOperations;
import io.pirate.spring.RequestSpec;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

@WebMvcTest(ShopController.class)
class ShopControllerTests {

	private static final ServiceName ORDERS = new ServiceName("orders");

	private static final String ORDER = """
			{ "item": "rum", "quantity": 3 }""";

	@Autowired
	private MockMvcTester mvc;

	@MockitoBean
	private PirateOperations pirate;

	private final RequestSpec spec = mock(RequestSpec.class);

	@BeforeEach
	void specify() {
		given(this.pirate.to("rows")).willReturn(this.spec);
		given(this.spec.body(anyInt())).willReturn(this.spec);
	}

	@Test
	void answersWithTheReceipt() {
		given(this.pirate.request("orders", new Order("rum", 3), Receipt.class))
			.willReturn(new Receipt("rum", 3, "accepted"));
		assertThat(this.mvc.post().uri("/orders").contentType(MediaType.APPLICATION_JSON).content(ORDER)).hasStatusOk()
			.bodyJson()
			.isStrictlyEqualTo("""
					{ "item": "rum", "quantity": 3, "status": "accepted" }""");
	}

	@Test
	void whatTheServiceCannotReadIsTheBrowsersFault() {
		given(this.pirate.request("orders", new Order("rum", 3), Receipt.class))
			.willThrow(new RemoteFailureException(ORDERS, "bad-request", "item must not be blank"));
		assertThat(this.mvc.post().uri("/orders").contentType(MediaType.APPLICATION_JSON).content(ORDER)).hasStatus(400)
			.bodyJson()
			.extractingPath("$.detail")
			.asString()
			.contains("item must not be blank");
	}

	@Test
	void aServiceThatNobodyServesIsUnavailable() {
		given(this.pirate.request("orders", new Order("rum", 3), Receipt.class))
			.willThrow(new RejectedException(ORDERS, "no-worker", "nobody"));
		assertThat(this.mvc.post().uri("/orders").contentType(MediaType.APPLICATION_JSON).content(ORDER)).hasStatus(503)
			.bodyJson()
			.extractingPath("$.code")
			.isEqualTo("no-worker");
	}

	@Test
	void rowsAreLinesOfJson() {
		given(this.spec.publish(Row.class))
			.willReturn(JdkFlowAdapter.publisherToFlowPublisher(Flux.just(new Row(1, "row 1"), new Row(2, "row 2"))));
		assertThat(this.mvc.get().uri("/rows?n=2").exchange()).hasStatusOk()
			.hasContentType(MediaType.APPLICATION_NDJSON)
			.bodyText()
			.isEqualTo("""
					{"number":1,"text":"row 1"}
					{"number":2,"text":"row 2"}
					""");
	}

	@Test
	void noRowsForAReasonIsAProblem() {
		given(this.spec.publish(Row.class))
			.willReturn(JdkFlowAdapter.publisherToFlowPublisher(Flux.error(new NoReplyException(new ServiceName("rows"),
					1, Duration.ofSeconds(1), List.of("tcp://127.0.0.1:5555")))));
		assertThat(this.mvc.get().uri("/rows?n=2").exchange()).hasStatus(504);
	}

}
