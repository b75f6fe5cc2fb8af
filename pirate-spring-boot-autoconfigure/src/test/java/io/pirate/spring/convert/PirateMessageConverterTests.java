package io.pirate.spring.convert;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.pirate.wire.Frames;
import org.junit.jupiter.api.Test;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.util.MimeType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PirateMessageConverterTests {

	private final PirateMessageConverter converter = new PirateMessageConverter(
			List.of(new JacksonJsonMessageConverter()));

	@Test
	void bytesAreOneOpaqueFrame() {
		byte[] bytes = { 0, (byte) 0xff, 7 };
		assertThat(this.converter.write(bytes, null)).isEqualTo(new Body(Frames.of(bytes), "application/octet-stream"));
		assertThat(read(Frames.of(bytes), null, byte[].class)).isEqualTo(bytes);
	}

	@Test
	void textIsUtf8AndSaysSo() {
		Body body = this.converter.write("Ahoi ⚓", null);
		assertThat(body.contentType()).isEqualTo("text/plain;charset=UTF-8");
		assertThat(body.frames().frame(0)).isEqualTo("Ahoi ⚓".getBytes(StandardCharsets.UTF_8));
		assertThat(read(body.frames(), body.contentType(), String.class)).isEqualTo("Ahoi ⚓");
	}

	@Test
	void textIsReadInTheStatedCharset() {
		Frames latin = Frames.of("für".getBytes(StandardCharsets.ISO_8859_1));
		assertThat(read(latin, "text/plain;charset=ISO-8859-1", String.class)).isEqualTo("für");
	}

	@Test
	void textIsWrittenInTheStatedCharset() {
		Body body = this.converter.write("für", MimeType.valueOf("text/plain;charset=ISO-8859-1"));
		assertThat(body.frames().frame(0)).isEqualTo("für".getBytes(StandardCharsets.ISO_8859_1));
	}

	@Test
	void bytesThatAreNoTextAreRefusedInsteadOfReplaced() {
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> read(Frames.of(new byte[] { (byte) 0xc3, 0x28 }), null, String.class))
			.withMessageContaining("not text in UTF-8");
	}

	@Test
	void aReplacementCharacterThatWasSentIsKept() {
		assertThat(read(Frames.ofText("a\uFFFDb"), null, String.class)).isEqualTo("a\uFFFDb");
	}

	@Test
	void anEmptyBodyIsAnEmptyTextAndEmptyBytes() {
		assertThat(read(Frames.ofText(""), null, String.class)).isEqualTo("");
		assertThat(read(Frames.ofText(""), null, byte[].class)).isEqualTo(new byte[0]);
		assertThat(read(Frames.ofText(""), null, Order.class)).isNull();
	}

	@Test
	void aListOfBytesIsAllFrames() {
		List<byte[]> frames = List.of("a".getBytes(StandardCharsets.UTF_8), new byte[0], new byte[] { 9 });
		Body body = this.converter.write(frames, null);
		assertThat(body.frames().size()).isEqualTo(3);
		@SuppressWarnings("unchecked")
		List<byte[]> back = (List<byte[]>) this.converter.read(body.frames(), body.contentType(),
				new ParameterizedTypeReference<List<byte[]>>() {
				}.getType());
		assertThat(back).usingElementComparator(Arrays::compare).isEqualTo(frames);
	}

	@Test
	void severalFramesAreRefusedForEverythingElse() {
		for (Class<?> type : List.of(byte[].class, String.class, Order.class)) {
			assertThatExceptionOfType(MessageConversionException.class)
				.isThrownBy(() -> read(Frames.ofText("a", "b"), null, type))
				.withMessageContaining("exactly one body frame")
				.withMessageContaining("there are 2");
		}
	}

	@Test
	void recordsAreJson() {
		Body body = this.converter.write(new Order("rum", 3), null);
		assertThat(body.contentType()).isEqualTo("application/json");
		assertThat(body.frames().text(0)).isEqualTo("{\"item\":\"rum\",\"quantity\":3}");
		assertThat(read(body.frames(), body.contentType(), Order.class)).isEqualTo(new Order("rum", 3));
	}

	@Test
	void theTargetTypeDecidesWhereNobodySaysWhatTheBodyIs() {
		assertThat(read(Frames.ofText("{\"item\":\"rum\",\"quantity\":3}"), null, Order.class))
			.isEqualTo(new Order("rum", 3));
		assertThat(read(Frames.ofText("{\"item\":\"rum\"}"), "application/json", String.class))
			.isEqualTo("{\"item\":\"rum\"}");
	}

	@Test
	void genericTypesAreRead() {
		Object orders = this.converter.read(Frames.ofText("[{\"item\":\"rum\",\"quantity\":3}]"), null,
				new ParameterizedTypeReference<List<Order>>() {
				}.getType());
		assertThat(orders).isEqualTo(List.of(new Order("rum", 3)));
		Object stock = this.converter.read(Frames.ofText("{\"rum\":[1,2]}"), null,
				new ParameterizedTypeReference<Map<String, List<Integer>>>() {
				}.getType());
		assertThat(stock).isEqualTo(Map.of("rum", List.of(1, 2)));
	}

	@Test
	void jsonsNullIsNull() {
		assertThat(read(Frames.ofText("null"), "application/json", Order.class)).isNull();
	}

	@Test
	void whatIsNotJsonIsRefused() {
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> read(Frames.ofText("{nonsense"), null, Order.class));
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> read(Frames.ofText("<order/>"), "application/xml", Order.class))
			.withMessageContaining("application/xml");
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> read(Frames.ofText("1"), "no content type", Integer.class));
	}

	@Test
	void deepJsonIsRefusedBeforeTheStackIsUsedUp() {
		String deep = "[".repeat(100_000);
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> read(Frames.ofText(deep), "application/json", Object[].class));
	}

	@Test
	void nothingIsWrittenThatNobodyCanRead() {
		PirateMessageConverter plain = new PirateMessageConverter(List.of());
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> plain.write(new Order("rum", 3), null))
			.withMessageContaining("Order");
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> this.converter.write(Frames.NONE, null));
	}

	private Object read(Frames frames, String contentType, Class<?> type) {
		return this.converter.read(frames, contentType, type);
	}

	record Order(String item, int quantity) {
	}

}
