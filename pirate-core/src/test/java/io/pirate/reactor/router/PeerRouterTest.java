package io.pirate.reactor.router;

import java.util.List;
import java.util.stream.Stream;

import io.pirate.JeromqWakeup;
import io.pirate.testing.FreshJeromq;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Ours in the place of JeroMQ's own does the same, whatever is done with it. */
@Timeout(180)
class PeerRouterTest {

	private static final int SEEDS = 300;

	/** What both do. */
	private static final List<String> CONTRACTS = List.of("collision", "handover", "fullAndWritableAgain", "manyPeers",
			"thousands", "goneInTheMiddle", "givenName");

	/** What the stock one does not: it forgets nobody, and mixes messages or throws. */
	private static final List<String> IMPROVED = List.of("refusedOnesGo", "refusedOnesAreNotHeardOut",
			"handoverInTheMiddle");

	static Stream<Arguments> ways() {
		return Stream.of(Arguments.of(true, true), Arguments.of(true, false), Arguments.of(false, true),
				Arguments.of(false, false));
	}

	@Test
	void isWhatTheStockOneIs() throws Exception {
		try (FreshJeromq stock = new FreshJeromq(true); FreshJeromq ours = new FreshJeromq(true)) {
			stock.call(JeromqWakeup.class, "decide", false);
			ours.call(JeromqWakeup.class, "decide", true);
			assertThat(ours.load("zmq.socket.reqrep.Router").getDeclaredField("REPLACES")).isNotNull();
			assertThat(stock.load("zmq.socket.reqrep.Router").getDeclaredFields())
				.noneMatch((it) -> it.getName().equals("REPLACES"));
			assertThat(ours.call(RouterPrograms.class, "members"))
				.isEqualTo(stock.call(RouterPrograms.class, "members"));
			int compared = 0;
			for (long seed = 0; seed < SEEDS; seed++) {
				Object seen = ours.call(RouterPrograms.class, "use", seed);
				Object expected = seenWithStock(stock, seed);
				if (expected != null) {
					assertThat(seen).as("seed %s", seed).isEqualTo(expected);
					compared++;
				}
			}
			assertThat(compared).isGreaterThan(SEEDS * 9 / 10);
		}
	}

	/**
	 * It gives up where one peer takes the name of another in the middle of a message.
	 */
	private static @Nullable Object seenWithStock(FreshJeromq stock, long seed) throws Exception {
		try {
			return stock.call(RouterPrograms.class, "use", seed);
		}
		catch (AssertionError ex) {
			return null;
		}
	}

	@ParameterizedTest(name = "ours: {0}, assertions: {1}")
	@MethodSource("ways")
	void keepsItsPromises(boolean ours, boolean assertions) throws Exception {
		try (FreshJeromq jeromq = new FreshJeromq(assertions)) {
			assertThat(jeromq.call(JeromqWakeup.class, "decide", ours)).isEqualTo(ours ? "installed" : "switched off");
			for (String contract : CONTRACTS) {
				assertThat(jeromq.call(RouterContracts.class, contract)).as(contract).isEqualTo("done");
			}
			for (String contract : ours ? IMPROVED : List.<String>of()) {
				assertThat(jeromq.call(RouterContracts.class, contract)).as(contract).isEqualTo("done");
			}
		}
	}

}
