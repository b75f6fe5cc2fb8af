package io.pirate.interop;

import java.nio.file.Path;
import java.time.Duration;

import io.pirate.PirateListener;
import io.pirate.PirateQueue;
import io.pirate.PirateTitanic;
import io.pirate.QueueOptions;
import io.pirate.TitanicOptions;
import io.pirate.TitanicPlace;
import io.pirate.TitanicStorage;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.process.ChildProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Foreign clients that speak RFC 9, and foreign workers that know nothing of it. */
class ForeignTitanicClientsTest {

	private static final HeartbeatPolicy PULSE = new HeartbeatPolicy(Duration.ofMillis(200), 3);

	@TempDir
	private Path directory;

	@BeforeAll
	static void needsPython() {
		ChildProcess.assumePython();
	}

	@ParameterizedTest
	@CsvSource({ "1,2", "2,1" })
	void requestsAreStoredExecutedFetchedAndClosed(int client, int worker) {
		QueueOptions usual = QueueOptions.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*");
		TitanicOptions options = TitanicOptions.DEFAULT;
		try (PirateQueue queue = PirateQueue.withTitanic(usual.with(usual.settings().with(PULSE)), PirateListener.NONE);
				PirateTitanic titanic = new PirateTitanic(
						new TitanicOptions("titanic", options.settings(), options.patience(), options.lease(), PULSE,
								options.maxMessageSize(), Duration.ofSeconds(2)),
						TitanicStorage.in(this.directory), TitanicPlace.beside(queue), PirateListener.NONE)) {
			queue.start();
			titanic.start();
			try (ChildProcess asker = ChildProcess.python("titanic_client.py", queue.frontend(), "echo", "--mdp",
					client)) {
				// nobody can execute them yet
				assertThat(asker.await("STORED")).isEqualTo("20");
				try (ChildProcess echo = ChildProcess.python("mdp_worker.py", queue.backend(), "echo", "--mdp", worker,
						"--interval", "0.2")) {
					echo.await("REGISTERED");
					assertThat(asker.await("RESULT")).isEqualTo("ok=20");
				}
			}
			assertThat(titanic.snapshot().storedRequests()).isZero();
		}
	}

}
