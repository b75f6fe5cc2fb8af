package io.pirate.contract;

import java.time.Duration;

import io.pirate.NoReplyException;
import io.pirate.PirateClient;
import io.pirate.machine.FreelancePolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The same promises in RFC 10, of servers that are asked only while they answer pings.
 */
class FreelancePingContractTest extends FreelanceContractTest {

	@Override
	FreelancePolicy.Strategy strategy() {
		return FreelancePolicy.Strategy.PING;
	}

	/** Who answers pings is asked in every attempt. */
	@Override
	@Test
	void aSilentServerIsAskedOnNewSocketsWithoutLosingFileDescriptors() {
		ScriptedServer server = closing(with((request) -> {
		}));
		PirateClient client = client(server.endpoint());
		assertThatExceptionOfType(NoReplyException.class)
			.isThrownBy(() -> client.send(request("anybody?"), policy(1000, 2)))
			.satisfies((failure) -> assertThat(failure.elapsed()).isGreaterThan(Duration.ofMillis(2900)));
		assertThat(server.received).hasSizeBetween(2, 3);
		server.script(ScriptedServer.Received::echo);
		assertThat(client.send(request("back"), PATIENT).body().text(0)).isEqualTo("back");
	}

}
