package io.pirate.reactor.signaler;

import io.pirate.JeromqWakeup;
import io.pirate.testing.FreshJeromq;
import io.pirate.testing.NoSwitches;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** Ours in the place of JeroMQ's own does the same, whatever is done with it. */
@ExtendWith(NoSwitches.class)
class ArrayMessageTest {

	private static final int SEEDS = 3000;

	@Test
	void isWhatTheStockOneIs() throws Exception {
		try (FreshJeromq stock = new FreshJeromq(true); FreshJeromq ours = new FreshJeromq(true)) {
			stock.call(JeromqWakeup.class, "decide", false);
			ours.call(JeromqWakeup.class, "decide", true);
			assertThat(ours.load("zmq.Msg").getDeclaredField("REPLACES")).isNotNull();
			assertThat(stock.load("zmq.Msg").getDeclaredFields()).noneMatch((it) -> it.getName().equals("REPLACES"));
			assertSame(stock, ours, "members");
			assertSame(stock, ours, "build");
			for (long seed = 0; seed < SEEDS; seed++) {
				assertThat(ours.call(MessagePrograms.class, "use", seed)).as("seed %s", seed)
					.isEqualTo(stock.call(MessagePrograms.class, "use", seed));
			}
		}
	}

	private static void assertSame(FreshJeromq stock, FreshJeromq ours, String program) throws Exception {
		assertThat(ours.call(MessagePrograms.class, program)).isEqualTo(stock.call(MessagePrograms.class, program));
	}

}
