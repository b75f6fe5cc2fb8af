package io.pirate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** Where endpoints come from. */
class PirateEndpointsTest {

	private static final Duration SOON = Duration.ofMillis(5);

	@Test
	void addressesNeverChange() {
		PirateEndpoints endpoints = PirateEndpoints.of(List.of("tcp://a:1", "tcp://b:2"));
		assertThat(endpoints.interval()).isZero();
		assertThat(endpoints.lookup()).containsExactly("tcp://a:1", "tcp://b:2");
	}

	@Test
	void aNameIsAllItsAddresses() throws UnknownHostException {
		InetAddress[] found = { InetAddress.getByName("10.0.0.2"), InetAddress.getByName("10.0.0.1"),
				InetAddress.getByName("2001:db8::1") };
		DnsEndpoints endpoints = new DnsEndpoints("queues", 5555, SOON, (host) -> found);
		assertThat(endpoints.lookup()).containsExactly("tcp://10.0.0.1:5555", "tcp://10.0.0.2:5555",
				"tcp://[2001:db8:0:0:0:0:0:1]:5555");
	}

	@Test
	void aNameOfThisMachineIsLookedUpForReal() {
		PirateEndpoints endpoints = PirateEndpoints.of(List.of("dns+tcp://localhost:5555", "tcp://10.0.0.9:1"), SOON);
		assertThat(endpoints.lookup()).contains("tcp://127.0.0.1:5555", "tcp://10.0.0.9:1");
		assertThat(endpoints.interval()).isEqualTo(SOON);
	}

	@Test
	void malformedNamesAreRefused() {
		for (String bad : List.of("dns+tcp://", "dns+tcp://queues", "dns+tcp://:5555", "dns+tcp://queues:no",
				"dns+tcp://queues:0", "dns+tcp://queues:70000")) {
			assertThatIllegalArgumentException().as(bad).isThrownBy(() -> PirateEndpoints.of(List.of(bad)));
		}
		assertThatIllegalArgumentException()
			.isThrownBy(() -> PirateEndpoints.of(List.of("dns+tcp://queues:1"), Duration.ZERO));
	}

	@Test
	void whoHasNoAnswerKeepsItsLastOne() {
		Changing one = new Changing(List.of("tcp://a:1"));
		Changing other = new Changing(List.of("tcp://b:1"));
		PirateEndpoints both = PirateEndpoints.all(List.of(one, other));
		assertThat(both.lookup()).containsExactly("tcp://a:1", "tcp://b:1");
		one.found.set(List.of());
		other.found.set(null);
		assertThat(both.lookup()).containsExactly("tcp://a:1", "tcp://b:1");
		one.found.set(List.of("tcp://c:1", "tcp://b:1"));
		assertThat(both.lookup()).containsExactly("tcp://c:1", "tcp://b:1");
	}

	@Test
	void onlyUsableChangesAreTold() {
		Changing source = new Changing(List.of("tcp://127.0.0.1:1"));
		List<List<String>> told = new CopyOnWriteArrayList<>();
		EndpointWatch.Watching watch = EndpointWatch.begin(source, told::add);
		await().until(() -> told.size() == 1);
		source.found.set(null);
		source.awaitLookups(3);
		source.found.set(List.of());
		source.awaitLookups(3);
		source.found.set(List.of("udp://127.0.0.1:1", "tcp://127.0.0.1:2"));
		await().until(() -> told.size() == 2);
		watch.end();
		assertThat(told).containsExactly(List.of("tcp://127.0.0.1:1"), List.of("tcp://127.0.0.1:2"));
	}

	/** What a test says it is. */
	static final class Changing implements PirateEndpoints {

		final AtomicReference<List<String>> found = new AtomicReference<>();

		private volatile int lookups;

		Changing(List<String> first) {
			this.found.set(first);
		}

		void awaitLookups(int count) {
			int enough = this.lookups + count;
			await().until(() -> this.lookups >= enough);
		}

		@Override
		public List<String> lookup() {
			this.lookups = this.lookups + 1;
			List<String> now = this.found.get();
			if (now == null) {
				throw new IllegalStateException("nobody knows");
			}
			return now;
		}

		@Override
		public Duration interval() {
			return SOON;
		}

	}

}
