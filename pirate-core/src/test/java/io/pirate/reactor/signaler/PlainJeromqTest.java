package io.pirate.reactor.signaler;

import java.util.List;
import java.util.stream.Stream;

import io.pirate.JeromqWakeup;
import io.pirate.testing.FreshJeromq;
import io.pirate.testing.NoSwitches;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever uses JeroMQ beside us finds it as before: with our signaler, with the stock
 * one, with assertions and without.
 */
@Timeout(120)
@ExtendWith(NoSwitches.class)
class PlainJeromqTest {

	private static final List<String> PROGRAMS = List.of("curve", "proxy", "monitor", "poller", "descriptor",
			"interrupt", "shutdown", "rounds");

	private static final List<String> TRANSPORTS = List.of("tcp://127.0.0.1:*", "inproc://here");

	static Stream<Arguments> ways() {
		return Stream.of(Arguments.of(true, true), Arguments.of(true, false), Arguments.of(false, true),
				Arguments.of(false, false));
	}

	@ParameterizedTest(name = "ours: {0}, assertions: {1}")
	@MethodSource("ways")
	void worksAsBefore(boolean ours, boolean assertions) throws Exception {
		try (FreshJeromq jeromq = new FreshJeromq(assertions)) {
			assertThat(jeromq.call(JeromqWakeup.class, "decide", ours)).isEqualTo(ours ? "installed" : "switched off");
			for (String transport : TRANSPORTS) {
				assertThat(jeromq.call(JeromqPrograms.class, "requestReply", transport)).isEqualTo("done");
			}
			for (String program : PROGRAMS) {
				assertThat(jeromq.call(JeromqPrograms.class, program)).as(program).isEqualTo("done");
			}
		}
	}

}
