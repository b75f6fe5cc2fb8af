package io.pirate.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.pirate.ClientOptions;
import io.pirate.Lane;
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
import org.junit.jupiter.api.Test;
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

	private static TitanicOptions options() {
		TitanicOptions usual = TitanicOptions.DEFAULT;
		return new TitanicOptions("titanic", usual.settings(), usual.patience(), usual.lease(), PULSE,
				usual.maxMessageSize(), Duration.ofSeconds(2));
	}

	/**
	 * An application of its own, an ordinary worker and client of a broker that is not
	 * ours.
	 */
	@Test
	void aForeignBrokerCanHaveATitanicToo() {
		try (ChildProcess broker = ChildProcess.python("mdp_broker.py", "tcp://127.0.0.1:*", "--mdp", 2, "--interval",
				0.2)) {
			String endpoint = broker.await("BOUND");
			try (PirateTitanic titanic = new PirateTitanic(options(), TitanicStorage.in(this.directory),
					TitanicPlace.at(List.of(endpoint), ClientOptions.of(endpoint).with(Lane.EXCLUSIVE)),
					PirateListener.NONE);
					ChildProcess asker = ChildProcess.python("titanic_client.py", endpoint, "echo", "--mdp", 2,
							"--timeout", 30)) {
				titanic.start();
				assertThat(asker.await("STORED")).isEqualTo("20");
				try (ChildProcess echo = ChildProcess.python("mdp_worker.py", endpoint, "echo", "--mdp", 2,
						"--interval", "0.2")) {
					echo.await("REGISTERED");
					assertThat(asker.await("RESULT", Duration.ofSeconds(60))).isEqualTo("ok=20");
				}
				assertThat(titanic.snapshot().storedRequests()).isZero();
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "1,2", "2,1" })
	void requestsAreStoredExecutedFetchedAndClosed(int client, int worker) {
		QueueOptions usual = QueueOptions.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*");
		try (PirateQueue queue = PirateQueue.withTitanic(usual.with(usual.settings().with(PULSE)), PirateListener.NONE);
				PirateTitanic titanic = new PirateTitanic(options(), TitanicStorage.in(this.directory),
						TitanicPlace.beside(queue), PirateListener.NONE)) {
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
