package io.pirate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.pirate.wire.Identity;
import io.pirate.wire.ServiceName;
import io.pirate.wire.TspCodec;
import io.pirate.wire.WorkerIdentity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How a queue knows its own Titanic. */
class TitanicPassTest {

	private final TitanicPass pass = new TitanicPass();

	private static Identity identity(long number) {
		return new WorkerIdentity("titanic", 1, Duration.ofSeconds(1), number).encode();
	}

	@Test
	void aNumberIsGoodForOneRegistration() {
		Identity mine = identity(this.pass.issue());
		assertThat(this.pass.mayServe(mine, TspCodec.REQUEST)).isTrue();
		assertThat(this.pass.mayServe(mine, TspCodec.REPLY)).isFalse();
	}

	@Test
	void nobodyElseHasOne() {
		this.pass.issue();
		assertThat(this.pass.mayServe(identity(42), TspCodec.REQUEST)).isFalse();
		assertThat(this.pass.mayServe(Identity.of(new byte[] { 1, 2 }), TspCodec.CLOSE)).isFalse();
		assertThat(this.pass.mayServe(identity(42), new ServiceName("titanic.anything"))).isFalse();
	}

	@Test
	void otherServicesAreAnybodysAndTold() {
		List<ServiceName> served = new ArrayList<>();
		this.pass.whenServed(served::add);
		assertThat(this.pass.mayServe(identity(42), new ServiceName("echo"))).isTrue();
		assertThat(served).containsExactly(new ServiceName("echo"));
	}

	@Test
	void whatWasNeverUsedIsForgotten() {
		Identity old = identity(this.pass.issue());
		for (int i = 0; i < 100; i++) {
			this.pass.issue();
		}
		assertThat(this.pass.mayServe(old, TspCodec.REQUEST)).isFalse();
	}

}
