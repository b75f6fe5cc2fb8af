package io.pirate.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.pirate.machine.TitanicMachine.Closing;
import io.pirate.machine.TitanicRequest;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract on PostgreSQL, and several instances on one table. */
class PostgresStoreTest extends StoreContract {

	private static final Duration LEASE = Duration.ofSeconds(1);

	private final String database = Postgres.freshDatabase();

	@Override
	JdbcTitanicStore create(boolean createSchema) {
		return JdbcTitanicStore.shared(Postgres.dataSource(this.database), createSchema, "test", LEASE);
	}

	@Override
	Connection connection() throws SQLException {
		return Postgres.dataSource(this.database).getConnection();
	}

	@Override
	String garbage() {
		return "'\\x0102030405060708'";
	}

	private JdbcTitanicStore second() {
		JdbcTitanicStore second = another(true);
		second.open();
		return second;
	}

	private static List<String> claim(TitanicStore store, int most) {
		return commit(store, (transaction) -> transaction.claim(ECHO, most)).requests()
			.stream()
			.map(TitanicRequest::id)
			.toList();
	}

	private static boolean renew(TitanicStore store) {
		return commit(store, StoreTransaction::renew);
	}

	@Test
	void instancesTakeDifferentRequests() {
		JdbcTitanicStore second = second();
		for (int i = 0; i < 4; i++) {
			insert(this.store, i, null, false);
		}
		assertThat(claim(this.store, 2)).containsExactly(id(0), id(1));
		assertThat(claim(second, 4)).containsExactly(id(2), id(3));
		assertThat(claim(this.store, 4)).isEmpty();
	}

	@Test
	void lockedRowsArePassedOver() {
		JdbcTitanicStore second = second();
		for (int i = 0; i < 4; i++) {
			insert(this.store, i, null, false);
		}
		StoreTransaction open = this.store.begin();
		assertThat(open.claim(ECHO, 2).requests()).hasSize(2);
		assertThat(claim(second, 4)).containsExactly(id(2), id(3));
		open.commit();
	}

	@Test
	void whatADeadInstanceHadIsTakenOverWhenItsLeaseHasRunOut() {
		JdbcTitanicStore second = second();
		insert(this.store, 1, null, true);
		assertThat(claim(second, 1)).isEmpty();
		Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> {
			renew(second);
			return claim(second, 1).equals(List.of(id(1)));
		});
		assertThat(renew(this.store)).isFalse();
		assertThat(renew(this.store)).isTrue();
		TitanicRequest mine = new TitanicRequest(id(1), fresh(1, null, false).request(), 0, 10);
		assertThat(StoreContract.<Boolean>commit(this.store, (transaction) -> transaction.count(mine, 1))).isFalse();
	}

	@Test
	void aRenewedLeaseKeepsWhatWasTaken() {
		JdbcTitanicStore second = second();
		insert(this.store, 1, null, true);
		long end = System.nanoTime() + 2 * LEASE.toNanos();
		Awaitility.await().pollInterval(Duration.ofMillis(100)).until(() -> {
			assertThat(renew(this.store)).isTrue();
			renew(second);
			assertThat(claim(second, 1)).isEmpty();
			return System.nanoTime() - end > 0;
		});
	}

	@Test
	void closingElsewhereReachesTheOwner() {
		JdbcTitanicStore second = second();
		insert(this.store, 1, null, true);
		commit(second, (transaction) -> {
			transaction.close(id(1), Closing.UNKNOWN);
			return true;
		});
		assertThat(this.store.reader().find(id(1))).isEqualTo(StoreReader.Found.Unknown.INSTANCE);
		assertThat(commit(this.store, StoreTransaction::closedElsewhere)).containsExactly(id(1));
		TitanicRequest mine = new TitanicRequest(id(1), fresh(1, null, false).request(), 0, 10);
		commit(this.store, (transaction) -> {
			transaction.finish(mine, Reply.ok(Frames.ofText("late"), null, Map.of()));
			return true;
		});
		assertThat(commit(this.store, StoreTransaction::totals).requests()).isZero();
	}

	@Test
	void instancesThatTakeAtTheSameTimeNeverTakeTheSame() throws Exception {
		int count = 400;
		commit(this.store, (transaction) -> {
			for (int i = 0; i < count; i++) {
				transaction.insert(fresh(i, null, false));
			}
			return true;
		});
		JdbcTitanicStore second = second();
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			List<Future<List<String>>> takers = new ArrayList<>();
			for (TitanicStore each : List.of(this.store, second)) {
				takers.add(threads.submit(() -> takeAll(each)));
			}
			List<String> all = new ArrayList<>(takers.get(0).get());
			all.addAll(takers.get(1).get());
			assertThat(all).hasSize(count).doesNotHaveDuplicates();
		}
		finally {
			threads.shutdown();
		}
	}

	private static List<String> takeAll(TitanicStore store) {
		List<String> all = new ArrayList<>();
		List<String> some = claim(store, 7);
		while (!some.isEmpty()) {
			all.addAll(some);
			renew(store);
			some = claim(store, 7);
		}
		return all;
	}

}
