package io.pirate;

import java.nio.file.Path;

import io.pirate.wire.ServiceName;
import io.pirate.wire.TspCodec;
import io.pirate.wire.TspReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** How a Titanic starts, and what it refuses to start with. */
class PirateTitanicLifeTest {

	private static final ServiceName ECHO = TitanicFixture.ECHO;

	@TempDir
	private Path directory;

	@Test
	void aDirectoryBelongsToOneInstance() {
		try (TitanicFixture fixture = new TitanicFixture(this.directory)) {
			PirateTitanic second = new PirateTitanic(TitanicOptions.DEFAULT, TitanicStorage.in(this.directory),
					TitanicPlace.beside(fixture.queue()), PirateListener.NONE);
			assertThatExceptionOfType(TitanicStoreException.class).isThrownBy(second::start)
				.withMessageContaining("in use");
			assertThat(second.isRunning()).isFalse();
		}
	}

	@Test
	void canBeStartedAgain() {
		try (TitanicFixture fixture = new TitanicFixture(this.directory)) {
			String id = fixture.submit(ECHO, "hi");
			fixture.titanic().close();
			assertThat(fixture.titanic().isRunning()).isFalse();
			fixture.titanic().start();
			fixture.awaitService(TspCodec.REPLY);
			assertThat(fixture.fetch(id)).isEqualTo(TspReply.Pending.INSTANCE);
		}
	}

	@Test
	void aQueueMustKnowThatItHasATitanic() {
		PirateQueue queue = new PirateQueue(TitanicFixture.queueOptions(), PirateListener.NONE);
		assertThatIllegalArgumentException().isThrownBy(() -> TitanicPlace.beside(queue));
	}

}
