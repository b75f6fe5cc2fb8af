package io.pirate.spring.convert;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.messaging.converter.JacksonJsonMessageConverter;

import static org.assertj.core.api.Assertions.assertThat;

/** Bodies that somebody passed on without knowing what they are. */
class OpaqueBodyTests {

	private final PirateMessageConverter converter = new PirateMessageConverter(
			List.of(new JacksonJsonMessageConverter()));

	@Test
	void theTargetTypeDecidesWhatOpaqueBytesAre() {
		Body order = this.converter.write(new Order("rum", 3), null);
		Body passedOn = this.converter.write(List.of(order.frames().frame(0)), null);
		assertThat(passedOn.contentType()).isEqualTo("application/octet-stream");
		assertThat(this.converter.read(passedOn.frames(), passedOn.contentType(), Order.class))
			.isEqualTo(new Order("rum", 3));
	}

	record Order(String item, int quantity) {
	}

}
