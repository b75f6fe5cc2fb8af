package io.pirate;

import java.nio.file.Path;
import java.util.List;

import io.pirate.wire.ServiceName;
import io.pirate.wire.TspCodec;
import io.pirate.wire.TspReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

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

	@Test
	void servesOnTheThreadOfItsQueueWhichOutlivesIt() {
		try (TitanicFixture fixture = new TitanicFixture(this.directory)) {
			assertThat(threads()).contains("pirate-queue", "pirate-titanic")
				.noneMatch((name) -> name.startsWith("pirate-titanic-services"));
			assertThat(fixture.submit(ECHO, "hi")).hasSize(32);
			fixture.titanic().close();
			assertThat(threads()).contains("pirate-queue").doesNotContain("pirate-titanic");
			await().until(() -> fixture.queue()
				.snapshot()
				.services()
				.values()
				.stream()
				.allMatch((service) -> service.workers() == 0));
		}
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
	}

}
