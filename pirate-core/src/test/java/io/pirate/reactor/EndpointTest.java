package io.pirate.reactor;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EndpointTest {

	@Test
	void ipcIsRefusedWithTheReasonAndTheRemedy() {
		assertThatThrownBy(() -> Endpoint.toBind("ipc://queue")).isInstanceOf(EndpointException.class)
			.hasMessageContaining("hashed")
			.hasMessageContaining("tcp://127.0.0.1");
		assertThatThrownBy(() -> Endpoint.toConnect("IPC://x")).isInstanceOf(EndpointException.class);
	}

	@ParameterizedTest
	@CsvSource({ "udp://127.0.0.1:5555, transport", "127.0.0.1:5555, transport", "'', transport",
			"tcp://127.0.0.1, port", "tcp://[::1], port", "tcp://127.0.0.1:, port", "tcp://127.0.0.1:0x10, port",
			"tcp://127.0.0.1:65536, port", "tcp://127.0.0.1:-1, port", "tcp://:5555, host", "tcp://::1:5555, brackets",
			"tcp://no.such.host.invalid:5555, resolved", "inproc://, inproc" })
	void whatIsWrongIsNamed(String text, String named) {
		assertThatThrownBy(() -> Endpoint.toConnect(text)).isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining("'" + text + "'")
			.hasMessageContaining(named);
		assertThatThrownBy(() -> Endpoint.toBind(text)).isInstanceOf(EndpointException.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "tcp://*:5555", "tcp://127.0.0.1:*", "tcp://127.0.0.1:0" })
	void wildcardsCanBeBoundOnly(String text) {
		assertThat(Endpoint.toBind(text).text()).isEqualTo(text);
		assertThatThrownBy(() -> Endpoint.toConnect(text)).isInstanceOf(EndpointException.class);
	}

	@ParameterizedTest
	@CsvSource({ "tcp://*:*, tcp://127.0.0.1:77", "tcp://0.0.0.0:5, tcp://127.0.0.1:77",
			"tcp://127.0.0.1:*, tcp://127.0.0.1:77", "tcp://localhost:*, tcp://localhost:77",
			"tcp://[::1]:*, tcp://[::1]:77", "tcp://[::]:*, tcp://[::1]:77", "inproc://here, inproc://here" })
	void aBoundAddressIsOneToConnectTo(String text, String connectable) {
		assertThat(Endpoint.toBind(text).connectable(77)).isEqualTo(connectable);
		Endpoint.toConnect(connectable);
	}

	@Test
	void onlyLoopbackIsLoopback() {
		assertThat(Endpoint.toBind("tcp://127.0.0.1:*").loopback()).isTrue();
		assertThat(Endpoint.toBind("tcp://[::1]:*").loopback()).isTrue();
		assertThat(Endpoint.toBind("inproc://x").loopback()).isTrue();
		assertThat(Endpoint.toBind("tcp://*:*").loopback()).isFalse();
		assertThat(Endpoint.toBind("tcp://0.0.0.0:*").loopback()).isFalse();
		assertThat(Endpoint.toConnect("tcp://192.0.2.1:1").loopback()).isFalse();
	}

	@Test
	void aNameIsLoopbackIfEveryAddressOfItIs() throws UnknownHostException {
		InetAddress here = InetAddress.getByAddress("mixed", new byte[] { 127, 0, 0, 1 });
		InetAddress away = InetAddress.getByAddress("mixed", new byte[] { 10, 0, 0, 1 });
		assertThat(Endpoint.onlyLoopback(here, InetAddress.getByName("::1"))).isTrue();
		assertThat(Endpoint.onlyLoopback(here, away)).isFalse();
		assertThat(Endpoint.onlyLoopback(away, here)).isFalse();
	}

	@Test
	void ipv6IsForItsAddressesOnly() {
		assertThat(Endpoint.toConnect("tcp://[::1]:1").ipv6()).isTrue();
		assertThat(Endpoint.toConnect("tcp://127.0.0.1:1").ipv6()).isFalse();
		assertThat(Endpoint.toBind("tcp://*:1").ipv6()).isFalse();
	}

}
