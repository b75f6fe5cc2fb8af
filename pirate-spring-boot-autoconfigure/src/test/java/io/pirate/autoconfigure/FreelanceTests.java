package io.pirate.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import io.pirate.machine.FreelancePolicy;
import io.pirate.spring.PirateTemplate;
import io.pirate.spring.PirateWorker;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** A bound method, asked without a queue between. */
class FreelanceTests {

	@ParameterizedTest
	@EnumSource(FreelancePolicy.Strategy.class)
	void aBoundMethodIsAskedDirectly(FreelancePolicy.Strategy strategy) {
		String address = freeAddress();
		Runners.plain()
			.withUserConfiguration(Orders.class)
			.withPropertyValues("pirate.worker.bind=" + address, "pirate.client.endpoints=" + address,
					"pirate.client.protocol=freelance", "pirate.client.freelance.strategy=" + strategy)
			.run((context) -> {
				PirateTemplate template = context.getBean(PirateTemplate.class);
				for (int i = 0; i < 20; i++) {
					assertThat(template.request("orders", "call " + i, String.class)).isEqualTo("placed call " + i);
				}
			});
	}

	/**
	 * Clients know the server by the address they connect to, so it must be a certain
	 * one.
	 */
	private static String freeAddress() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return "tcp://127.0.0.1:" + socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Orders {

		@PirateWorker("orders")
		String place(String order) {
			return "placed " + order;
		}

	}

}
