package io.pirate.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import io.pirate.machine.TitanicMachine.Closing;
import io.pirate.wire.Frames;
import io.pirate.wire.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The contract on SQLite, and what happens to its file. */
class SqliteStoreTest extends StoreContract {

	@TempDir
	private Path directory;

	@Override
	JdbcTitanicStore create(boolean createSchema) {
		return JdbcTitanicStore.sqlite(this.directory, createSchema, "test");
	}

	@Override
	Connection connection() throws SQLException {
		return DriverManager.getConnection("jdbc:sqlite:" + file());
	}

	private Path file() {
		return this.directory.resolve("titanic.db");
	}

	@Override
	String garbage() {
		return "x'0102030405060708'";
	}

	@Test
	void twoInstancesInOneDirectoryAreRefused() {
		JdbcTitanicStore second = another(true);
		assertThatExceptionOfType(StoreException.class).isThrownBy(second::open).withMessageContaining("in use");
		insert(this.store, 1, null, false);
	}

	@Test
	void aDamagedFileIsNotTouched() throws IOException {
		for (int i = 0; i < 200; i++) {
			insert(this.store, i, null, false);
		}
		this.store.close();
		long length = Files.size(file());
		try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
			for (long page = 1; page < length / 4096; page++) {
				raw.seek(page * 4096);
				raw.write(new byte[64]);
			}
		}
		byte[] before = Files.readAllBytes(file());
		JdbcTitanicStore next = another(true);
		assertThatExceptionOfType(StoreException.class).isThrownBy(next::open)
			.withMessageContaining("damaged")
			.withMessageContaining("titanic.db")
			.satisfies((failure) -> assertThat(failure.trouble()).isEqualTo(StoreTrouble.FATAL));
		assertThat(Files.readAllBytes(file())).isEqualTo(before);
	}

	@Test
	void aFileThatIsNoDatabaseIsNotTouched() throws IOException {
		this.store.close();
		Files.deleteIfExists(this.directory.resolve("titanic.db-wal"));
		Files.writeString(file(), "something else entirely, and long enough to be read".repeat(40));
		JdbcTitanicStore next = another(true);
		assertThatExceptionOfType(StoreException.class).isThrownBy(next::open).withMessageContaining("damaged");
		assertThat(Files.readString(file())).startsWith("something else");
	}

	@Test
	void aFullDiskRefusesAndRecovers() throws SQLException {
		this.store.close();
		Connection[] writer = new Connection[1];
		JdbcTitanicStore small = new JdbcTitanicStore(new SqliteDialect(), () -> {
			Connection opened = connection();
			writer[0] = (writer[0] != null) ? writer[0] : opened;
			return opened;
		}, true, "test", Duration.ofDays(1));
		small.open();
		try (Statement statement = writer[0].createStatement()) {
			statement.execute("PRAGMA max_page_count = 60");
		}
		int[] stored = { 0 };
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> {
			for (int i = 0; i < 100; i++) {
				commit(small, (transaction) -> transaction.insert(large(stored[0])));
				stored[0]++;
			}
		}).satisfies((failure) -> assertThat(failure.trouble()).isEqualTo(StoreTrouble.REFUSED));
		assertThat(stored[0]).isPositive();
		small.begin().rollback();
		assertThat(commit(small, StoreTransaction::totals).requests()).isEqualTo(stored[0]);
		commit(small, (transaction) -> {
			for (int i = 0; i < stored[0]; i++) {
				transaction.close(id(i), Closing.UNKNOWN);
			}
			return true;
		});
		assertThat(commit(small, (transaction) -> transaction.insert(large(1000))).get().fresh()).isTrue();
		small.close();
	}

	@Test
	void givesSpaceBack() throws IOException {
		int count = 1000;
		commit(this.store, (transaction) -> {
			for (int i = 0; i < count; i++) {
				transaction.insert(large(i));
			}
			return true;
		});
		commit(this.store, (transaction) -> {
			for (int i = 0; i < count; i++) {
				transaction.close(id(i), Closing.UNKNOWN);
			}
			return true;
		});
		sql("PRAGMA wal_checkpoint(TRUNCATE)");
		long before = Files.size(file());
		assertThat(before).isGreaterThan(count * 20_000L);
		this.store.compact();
		sql("PRAGMA wal_checkpoint(TRUNCATE)");
		assertThat(Files.size(file())).isLessThanOrEqualTo(before - 2000 * 4096);
		assertThat(commit(this.store, StoreTransaction::totals).requests()).isZero();
		insert(this.store, 1, null, false);
	}

	private static StoreTransaction.NewRequest large(int number) {
		Request request = Request.of(ECHO, Frames.of(new byte[20_000]));
		return new StoreTransaction.NewRequest(id(number), request, SealedRequest.of(request), null, false);
	}

	@Test
	void aFailedSyncIsTheEndOfTrust() {
		this.store.close();
		FailingStore disk = new FailingStore(this.directory);
		TitanicStore failing = disk.store();
		failing.open();
		insert(failing, 1, null, false);
		disk.failWith(FailingStore.IO_ERROR);
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> insert(failing, 2, null, false))
			.satisfies((failure) -> assertThat(failure.trouble()).isEqualTo(StoreTrouble.FATAL));
		failing.close();
	}

}
