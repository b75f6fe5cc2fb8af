package io.pirate.wire;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceNameTest {

	/** Otherwise a map would have to look at all of one hash for each of them. */
	@Test
	void namesOfOneHashHaveAnOrder() {
		ServiceName one = new ServiceName("AaBB");
		ServiceName other = new ServiceName("BBAa");
		assertThat(one).hasSameHashCodeAs(other).isNotEqualTo(other);
		assertThat(one.compareTo(other)).isNegative().isEqualTo(-other.compareTo(one));
		assertThat(one).isEqualByComparingTo(new ServiceName("AaBB"));
		Map<ServiceName, Integer> places = new HashMap<>();
		for (int i = 0; i < 1 << 10; i++) {
			places.put(sameHash(i), i);
		}
		assertThat(places.keySet()).extracting(ServiceName::hashCode).containsOnly(sameHash(0).hashCode());
		for (int i = 0; i < 1 << 10; i++) {
			assertThat(places).containsEntry(sameHash(i), i);
		}
	}

	@Test
	void whatIsNoTextIsNoName() {
		assertThat(ServiceName.decode("zwölf Köche".getBytes(StandardCharsets.UTF_8)))
			.isEqualTo(new ServiceName("zwölf Köche"));
		assertThat(ServiceName.decode(new byte[] { 'a', (byte) 0xc3 })).isNull();
		assertThat(ServiceName.decode(new byte[] { (byte) 0xc3, 'a' })).isNull();
		assertThat(ServiceName.decode(new byte[] { (byte) 0xed, (byte) 0xa0, (byte) 0x80 })).isNull();
		assertThat(ServiceName.decode(new byte[] { (byte) 0xc2, (byte) 0x85 })).isNull();
	}

	private static ServiceName sameHash(int bits) {
		StringBuilder name = new StringBuilder();
		for (int bit = 0; bit < 10; bit++) {
			name.append((((bits >> bit) & 1) == 0) ? "Aa" : "BB");
		}
		return new ServiceName(name.toString());
	}

}
