package io.pirate.process;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import io.pirate.ClientOptions;
import io.pirate.JeromqWakeup;
import io.pirate.PirateListener;
import io.pirate.PirateQueue;
import io.pirate.PirateTitanic;
import io.pirate.QueueOptions;
import io.pirate.TitanicOptions;
import io.pirate.TitanicPlace;
import io.pirate.TitanicStorage;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.TitanicSettings;
import io.pirate.machine.TitanicSnapshot;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A Titanic as a process: with a queue and a directory, or with a database that it shares
 * and a queue elsewhere. Prints BOUND, READY; told anything, prints a snapshot. One that
 * stands by prints STANDBY first, and waits to be told anything.
 */
final class TitanicProcess {

	private TitanicProcess() {
	}

	public static void main(String[] pairs) {
		Arguments arguments = new Arguments(pairs);
		if (arguments.number("standby", 0) > 0) {
			loadClasses();
			Commands.say("STANDBY");
			Commands.await();
		}
		PirateTitanic titanic = new PirateTitanic(options(arguments), storage(arguments), place(arguments),
				PirateListener.NONE);
		titanic.start();
		Commands.say("READY");
		Commands.follow((line) -> Commands.say(describe(titanic.snapshot())));
	}

	/** What takes longest at a start. */
	private static void loadClasses() {
		try {
			JeromqWakeup.state();
			DriverManager.getConnection("jdbc:sqlite::memory:").close();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static TitanicOptions options(Arguments arguments) {
		TitanicOptions usual = TitanicOptions.DEFAULT;
		TitanicSettings settings = new TitanicSettings(64, Duration.ofMillis(20), Duration.ofMillis(200), 3,
				Duration.ofDays(1), Duration.ofDays(1), 1_000_000, 1L << 32);
		return new TitanicOptions(arguments.text("name", "titanic"), settings, usual.patience(),
				arguments.millis("lease", 3000), new HeartbeatPolicy(Duration.ofMillis(200), 3), usual.maxMessageSize(),
				Duration.ofSeconds(2));
	}

	private static TitanicStorage storage(Arguments arguments) {
		String directory = arguments.text("directory", "");
		if (!directory.isEmpty()) {
			return TitanicStorage.in(Path.of(directory));
		}
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(arguments.text("url", ""));
		return TitanicStorage.in(dataSource, true);
	}

	private static TitanicPlace place(Arguments arguments) {
		String backend = arguments.text("workers", "");
		if (!backend.isEmpty()) {
			return TitanicPlace.at(List.of(backend), ClientOptions.of(arguments.text("clients", "")));
		}
		QueueOptions options = QueueOptions.of(arguments.text("frontend", "tcp://127.0.0.1:*"),
				arguments.text("backend", "tcp://127.0.0.1:*"));
		PirateQueue queue = PirateQueue.withTitanic(options.with(options.settings().with(arguments.heartbeat())),
				PirateListener.NONE);
		queue.start();
		Commands.say("BOUND " + queue.frontend() + " " + queue.backend());
		return TitanicPlace.beside(queue);
	}

	private static String describe(TitanicSnapshot snapshot) {
		return "SNAPSHOT pending=" + snapshot.pending() + " stored=" + snapshot.storedRequests() + " dead="
				+ snapshot.deadLetters() + " failure=" + snapshot.failure();
	}

}
