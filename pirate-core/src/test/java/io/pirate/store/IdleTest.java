package io.pirate.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

import javax.sql.DataSource;

import io.pirate.machine.Execution;
import io.pirate.machine.TitanicEvents;
import io.pirate.machine.TitanicRequest;
import io.pirate.machine.TitanicSettings;
import io.pirate.wire.Frames;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A Titanic that has nothing to do does nothing. */
class IdleTest {

	private static final long SECOND = 1_000_000_000L;

	/** Lease, look and sweep: none more often than ten times a second. */
	private static final int MOST_TURNS = 600 * 10;

	@TempDir
	private Path directory;

	private long now = 1;

	/** Nobody is there. */
	private static final class Nobody implements Courier {

		@Override
		public Runnable deliver(TitanicRequest request, boolean alone, Consumer<Execution> whenEnded) {
			whenEnded.accept(Execution.NotTaken.INSTANCE);
			return () -> {
			};
		}

		@Override
		public void probe(ServiceName service, Consumer<Boolean> whenKnown) {
			whenKnown.accept(false);
		}

	}

	private int turnsInTenMinutes(TitanicStore store, Runnable meanwhile) {
		TitanicEngine engine = new TitanicEngine(TitanicSettings.DEFAULT, Duration.ofSeconds(10), 1000, store,
				new Nobody(), new TitanicEvents() {
				}, () -> "a".repeat(32), () -> 0.5, () -> this.now);
		engine.open();
		engine.submit(Request.of(new ServiceName("absent"), Frames.ofText("x")), (reply) -> {
		});
		engine.turn(this.now);
		meanwhile.run();
		int turns = 0;
		long end = this.now + 600 * SECOND;
		while (this.now - end < 0 && turns < 2 * MOST_TURNS) {
			turns++;
			boolean more = engine.turn(this.now);
			this.now = more ? this.now : Math.max(this.now, engine.nextDeadline(this.now));
		}
		store.close();
		return turns;
	}

	@Test
	void alone() {
		assertThat(turnsInTenMinutes(JdbcTitanicStore.sqlite(this.directory, true, "test"), () -> {
		})).isLessThan(MOST_TURNS);
	}

	@Test
	void whileTheDiskFails() {
		for (int code : new int[] { FailingStore.FULL, FailingStore.IO_ERROR }) {
			FailingStore disk = new FailingStore(this.directory);
			assertThat(turnsInTenMinutes(disk.store(), () -> disk.failWith(code))).isLessThan(MOST_TURNS);
		}
	}

	@Test
	void amongOthers() {
		DataSource database = Postgres.dataSource(Postgres.freshDatabase());
		assertThat(turnsInTenMinutes(JdbcTitanicStore.shared(database, true, "test", Duration.ofSeconds(10)), () -> {
		})).isLessThan(MOST_TURNS);
	}

}
