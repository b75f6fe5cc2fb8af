package io.pirate.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.pirate.machine.Execution;
import io.pirate.machine.TitanicEvents;
import io.pirate.machine.TitanicRequest;
import io.pirate.machine.TitanicSettings;
import io.pirate.wire.Frames;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import io.pirate.wire.TspReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How long it takes until a Titanic with much on its disk works again. */
class RecoveryTest {

	private static final Logger logger = LoggerFactory.getLogger(RecoveryTest.class);

	private static final int STORED = 100_000;

	private static final int OTHERS = 10;

	private static final int GROUP = 1000;

	/** Five seconds are the promise; this machine may have other things to do. */
	private static final Duration GENEROUS = Duration.ofSeconds(20);

	@TempDir
	private Path directory;

	/** Does not answer: what is given out stays out. */
	private static final class Silent implements Courier {

		private final AtomicInteger delivered = new AtomicInteger();

		@Override
		public Runnable deliver(TitanicRequest request, boolean alone, Consumer<Execution> whenEnded) {
			this.delivered.incrementAndGet();
			return () -> {
			};
		}

		@Override
		public void probe(ServiceName service, Consumer<Boolean> whenKnown) {
			whenKnown.accept(true);
		}

	}

	private void fill(Path where) {
		JdbcTitanicStore store = JdbcTitanicStore.sqlite(where, true, "test");
		store.open();
		for (int i = 0; i < STORED; i += GROUP) {
			int first = i;
			StoreContract.commit(store, (transaction) -> {
				for (int j = first; j < first + GROUP; j++) {
					Request request = Request.of(new ServiceName("service" + j % OTHERS), Frames.of(new byte[256]));
					transaction.insert(new StoreTransaction.NewRequest(StoreContract.id(j), request,
							SealedRequest.of(request), null, j % 100 == 0));
				}
				return true;
			});
		}
		copy(where, this.directory.resolve("killed"));
		store.close();
	}

	/** As a killed process leaves it. */
	private static void copy(Path from, Path to) {
		try {
			Files.createDirectories(to);
			for (String name : List.of("titanic.db", "titanic.db-wal")) {
				Files.copy(from.resolve(name), to.resolve(name));
			}
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	@Test
	void aHundredThousandRequestsDoNotDelayTheStart() throws Exception {
		fill(this.directory.resolve("filled"));
		Silent courier = new Silent();
		long begin = System.nanoTime();
		JdbcTitanicStore store = JdbcTitanicStore.sqlite(this.directory.resolve("killed"), true, "test");
		TitanicEngine engine = new TitanicEngine(TitanicSettings.DEFAULT, Duration.ofDays(1), 1L << 30, store, courier,
				new TitanicEvents() {
				}, () -> "f".repeat(32), () -> 0.5, System::nanoTime);
		StoreThread thread = new StoreThread("test-titanic", store, engine);
		thread.start();
		try {
			CompletableFuture<TspReply> answer = new CompletableFuture<>();
			engine.submit(Request.of(new ServiceName("new"), Frames.ofText("x")), answer::complete);
			assertThat(answer.get(20, TimeUnit.SECONDS)).isInstanceOf(TspReply.Stored.class);
			await().until(() -> courier.delivered.get() == OTHERS * TitanicSettings.DEFAULT.parallelism() + 1);
			Duration took = Duration.ofNanos(System.nanoTime() - begin);
			logger.info("working again after {} ms with {} requests", took.toMillis(), STORED);
			assertThat(took).isLessThan(GENEROUS);
			assertThat(engine.tally().requests()).isEqualTo(STORED + 1L);
			assertThat(thread.read(StoreReader::figures)
				.get()
				.backlog()
				.values()
				.stream()
				.mapToLong(Long::longValue)
				.sum()).isEqualTo(STORED + 1L);
		}
		finally {
			thread.close(Duration.ZERO);
		}
	}

}
