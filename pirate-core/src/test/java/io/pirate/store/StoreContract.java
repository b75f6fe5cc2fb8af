package io.pirate.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import io.pirate.machine.TitanicMachine.Closing;
import io.pirate.machine.TitanicRequest;
import io.pirate.machine.TitanicSnapshot;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a store promises, whatever is behind it. */
abstract class StoreContract {

	static final ServiceName ECHO = new ServiceName("echo");

	private static final Duration AGES = Duration.ofDays(1);

	private final List<JdbcTitanicStore> stores = new ArrayList<>();

	JdbcTitanicStore store;

	@BeforeEach
	void open() {
		this.store = another(true);
		this.store.open();
	}

	@AfterEach
	void closeAll() {
		this.stores.forEach(JdbcTitanicStore::close);
	}

	/** Another instance on the same database. */
	abstract JdbcTitanicStore create(boolean createSchema);

	/** A connection to that database. */
	abstract Connection connection() throws SQLException;

	JdbcTitanicStore another(boolean createSchema) {
		JdbcTitanicStore another = create(createSchema);
		this.stores.add(another);
		return another;
	}

	static <T> T commit(TitanicStore store, Function<StoreTransaction, T> work) {
		StoreTransaction transaction = store.begin();
		T result = work.apply(transaction);
		transaction.commit();
		return result;
	}

	static String id(int number) {
		return String.format("%032x", number);
	}

	static StoreTransaction.NewRequest fresh(int number, String key, boolean take) {
		Request request = new Request(ECHO, Frames.ofText("body " + number), "text/plain", Map.of("tenant", "blue"));
		return new StoreTransaction.NewRequest(id(number), request, SealedRequest.of(request), key, take);
	}

	static StoreTransaction.Kept insert(TitanicStore store, int number, String key, boolean take) {
		return commit(store, (transaction) -> transaction.insert(fresh(number, key, take))).get();
	}

	private StoreTransaction.Claimed claim(int most) {
		return commit(this.store, (transaction) -> transaction.claim(ECHO, most));
	}

	private TitanicRequest claimOne() {
		return claim(1).requests().get(0);
	}

	private boolean run(Consumer<StoreTransaction> work) {
		return commit(this.store, (transaction) -> {
			work.accept(transaction);
			return true;
		});
	}

	private StoreReader.Found find(int number) {
		return this.store.reader().find(id(number));
	}

	void sql(String sql) {
		try (Connection connection = connection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void whatIsTakenComesOldestFirstAndOnce() {
		run((transaction) -> {
			for (int i = 0; i < 5; i++) {
				transaction.insert(fresh(i, null, false));
			}
		});
		StoreTransaction.Claimed first = claim(3);
		assertThat(first.requests()).extracting(TitanicRequest::id).containsExactly(id(0), id(1), id(2));
		assertThat(first.more()).isTrue();
		assertThat(first.requests().get(0).request()).isEqualTo(fresh(0, null, false).request());
		StoreTransaction.Claimed second = claim(3);
		assertThat(second.requests()).extracting(TitanicRequest::id).containsExactly(id(3), id(4));
		assertThat(second.more()).isFalse();
		run((transaction) -> transaction.release(first.requests().subList(1, 2)));
		assertThat(claim(3).requests()).extracting(TitanicRequest::id).containsExactly(id(1));
	}

	@Test
	void whatIsTakenFromTheStartIsTakenByNobodyElse() {
		insert(this.store, 1, null, true);
		assertThat(claim(1).requests()).isEmpty();
	}

	@Test
	void aReplyIsKeptUntilItIsClosed() {
		insert(this.store, 1, null, false);
		assertThat(find(1)).isEqualTo(StoreReader.Found.Waiting.INSTANCE);
		assertThat(find(2)).isEqualTo(StoreReader.Found.Unknown.INSTANCE);
		Reply reply = Reply.ok(Frames.ofText("done"), "text/plain", Map.of("a", "b"));
		run((transaction) -> transaction.finish(claimOf(transaction), reply));
		assertThat(find(1)).isEqualTo(new StoreReader.Found.Ended(reply));
		run((transaction) -> transaction.close(id(1), Closing.UNKNOWN));
		assertThat(find(1)).isEqualTo(StoreReader.Found.Unknown.INSTANCE);
		assertThat(commit(this.store, StoreTransaction::totals)).isEqualTo(new StoreTransaction.Totals(0, 0));
	}

	private static TitanicRequest claimOf(StoreTransaction transaction) {
		return transaction.claim(ECHO, 1).requests().get(0);
	}

	@Test
	void theFirstEndCounts() {
		insert(this.store, 1, null, false);
		TitanicRequest taken = claimOne();
		Reply first = Reply.ok(Frames.ofText("first"), null, Map.of());
		run((transaction) -> transaction.finish(taken, first));
		run((transaction) -> transaction.finish(taken, Reply.ok(Frames.ofText("second"), null, Map.of())));
		run((transaction) -> transaction.bury(taken, 3));
		assertThat(find(1)).isEqualTo(new StoreReader.Found.Ended(first));
	}

	@Test
	void whatNobodyHadIsGivenBackUnlessItWasClosed() {
		insert(this.store, 1, null, true);
		insert(this.store, 2, null, true);
		TitanicRequest first = new TitanicRequest(id(1), fresh(1, null, true).request(), 0, 1);
		TitanicRequest second = new TitanicRequest(id(2), fresh(2, null, true).request(), 0, 1);
		run((transaction) -> transaction.close(id(1), Closing.IN_HAND));
		run((transaction) -> {
			transaction.discard(first);
			transaction.discard(second);
		});
		assertThat(commit(this.store, StoreTransaction::totals).requests()).isEqualTo(1);
		assertThat(claim(5).requests()).extracting(TitanicRequest::id).containsExactly(id(2));
	}

	@Test
	void totalsAreWhatTheChangesAddUpTo() {
		StoreTransaction.Totals sum = StoreTransaction.Totals.NONE;
		for (int i = 0; i < 4; i++) {
			int number = i;
			sum = sum.plus(commit(this.store, (transaction) -> {
				transaction.insert(fresh(number, "key" + number / 2, false));
				transaction.waiting();
				return transaction.change();
			}));
		}
		assertThat(sum.requests()).isEqualTo(2);
		sum = sum.plus(commit(this.store, (transaction) -> {
			transaction.finish(claimOf(transaction),
					Reply.ok(Frames.ofText("a longer reply than before"), null, Map.of()));
			transaction.close(id(2), Closing.UNKNOWN);
			return transaction.change();
		}));
		assertThat(sum).isEqualTo(commit(this.store, StoreTransaction::totals));
		assertThat(sum.requests()).isEqualTo(1);
	}

	@Test
	void aKeyIsStoredOnce() {
		assertThat(insert(this.store, 1, "key", false)).satisfies((kept) -> assertThat(kept.fresh()).isTrue());
		assertThat(insert(this.store, 2, "key", false)).satisfies((kept) -> {
			assertThat(kept.fresh()).isFalse();
			assertThat(kept.id()).isEqualTo(id(1));
		});
		var both = commit(this.store, (transaction) -> List.of(transaction.insert(fresh(3, "other", false)),
				transaction.insert(fresh(4, "other", false)), transaction.insert(fresh(5, null, false))));
		assertThat(both).extracting((one) -> one.get().id()).containsExactly(id(3), id(3), id(5));
	}

	@Test
	void nothingIsLeftOfWhatIsNotCommitted() {
		StoreTransaction transaction = this.store.begin();
		transaction.insert(fresh(1, null, false));
		transaction.waiting();
		transaction.rollback();
		insert(this.store, 2, null, false);
		assertThat(find(1)).isEqualTo(StoreReader.Found.Unknown.INSTANCE);
		assertThat(find(2)).isEqualTo(StoreReader.Found.Waiting.INSTANCE);
	}

	@Test
	void aBatchThatWasNotSentDoesNotComeLater() {
		StoreTransaction transaction = this.store.begin();
		transaction.insert(fresh(1, null, false));
		transaction.rollback();
		insert(this.store, 2, null, false);
		assertThat(find(1)).isEqualTo(StoreReader.Found.Unknown.INSTANCE);
	}

	@Test
	void deliveriesAreRememberedAndEndInADeadLetter() {
		insert(this.store, 1, null, false);
		TitanicRequest taken = claimOne();
		assertThat(StoreContract.<Boolean>commit(this.store, (transaction) -> transaction.count(taken, 2))).isTrue();
		run((transaction) -> transaction.release(List.of(taken)));
		TitanicRequest again = claimOne();
		assertThat(again.deliveries()).isEqualTo(2);
		run((transaction) -> transaction.bury(again, 3));
		assertThat(find(1)).isInstanceOfSatisfying(StoreReader.Found.Ended.class, (ended) -> {
			assertThat(ended.reply().status()).isEqualTo(ReplyStatus.LOST);
			assertThat(ended.reply().code()).isEqualTo("dead-letter");
		});
		assertThat(this.store.reader().deadLetters(5)).singleElement()
			.extracting(TitanicSnapshot.DeadLetter::id, TitanicSnapshot.DeadLetter::deliveries)
			.containsExactly(id(1), 3);
		assertThat(StoreContract.<Optional<ServiceName>>commit(this.store, (transaction) -> transaction.requeue(id(1))))
			.contains(ECHO);
		assertThat(StoreContract.<Optional<ServiceName>>commit(this.store, (transaction) -> transaction.requeue(id(1))))
			.isEmpty();
		assertThat(claimOne()).satisfies((third) -> {
			assertThat(third.deliveries()).isZero();
			assertThat(third.request()).isEqualTo(fresh(1, null, false).request());
		});
	}

	@Test
	void closingWaitsForTheWorkerThatHasIt() {
		insert(this.store, 1, "key", false);
		TitanicRequest taken = claimOne();
		run((transaction) -> transaction.close(id(1), Closing.IN_HAND));
		assertThat(find(1)).isEqualTo(StoreReader.Found.Unknown.INSTANCE);
		assertThat(commit(this.store, StoreTransaction::totals).requests()).isEqualTo(1);
		assertThat(StoreContract.<Boolean>commit(this.store, (transaction) -> transaction.count(taken, 1))).isFalse();
		assertThat(insert(this.store, 2, "key", true).fresh()).isTrue();
		run((transaction) -> transaction.finish(taken, Reply.ok(Frames.ofText("late"), null, Map.of())));
		assertThat(commit(this.store, StoreTransaction::totals).requests()).isEqualTo(1);
	}

	@Test
	void closingAndEndingMayComeTogether() {
		insert(this.store, 1, null, false);
		TitanicRequest taken = claimOne();
		run((transaction) -> {
			transaction.finish(taken, Reply.ok(Frames.ofText("done"), null, Map.of()));
			transaction.close(id(1), Closing.IN_HAND);
		});
		assertThat(commit(this.store, StoreTransaction::totals).requests()).isZero();
	}

	@Test
	void whatIsWithdrawnIsGone() {
		insert(this.store, 1, null, true);
		run((transaction) -> transaction.close(id(1), Closing.WITHDRAWN));
		insert(this.store, 2, null, false);
		run((transaction) -> transaction.close(id(2), Closing.UNKNOWN));
		assertThat(commit(this.store, StoreTransaction::totals).requests()).isZero();
	}

	@Test
	void oldOnesEnd() {
		insert(this.store, 1, null, false);
		insert(this.store, 2, null, false);
		run((transaction) -> transaction.finish(claimOf(transaction), Reply.ok(Frames.ofText("done"), null, Map.of())));
		assertThat(StoreContract.<StoreTransaction.Swept>commit(this.store,
				(transaction) -> transaction.sweep(AGES, AGES, 10)))
			.isEqualTo(new StoreTransaction.Swept(0, 0));
		StoreTransaction.Swept swept = commit(this.store, (transaction) -> transaction.sweep(Duration.ZERO, AGES, 10));
		assertThat(swept).isEqualTo(new StoreTransaction.Swept(1, 0));
		assertThat(find(2)).isInstanceOfSatisfying(StoreReader.Found.Ended.class,
				(ended) -> assertThat(ended.reply().status()).isEqualTo(ReplyStatus.EXPIRED));
		swept = commit(this.store, (transaction) -> transaction.sweep(AGES, Duration.ZERO, 10));
		assertThat(swept).isEqualTo(new StoreTransaction.Swept(0, 2));
		assertThat(commit(this.store, StoreTransaction::totals)).isEqualTo(new StoreTransaction.Totals(0, 0));
	}

	@Test
	void tellsWhatIsWaiting() {
		insert(this.store, 1, null, false);
		insert(this.store, 2, null, true);
		Request other = Request.of(new ServiceName("other"), Frames.ofText("x"));
		run((transaction) -> transaction
			.insert(new StoreTransaction.NewRequest(id(3), other, SealedRequest.of(other), null, false)));
		assertThat(commit(this.store, StoreTransaction::waiting)).containsExactlyInAnyOrder(ECHO, other.service());
		StoreReader.Figures figures = this.store.reader().figures();
		assertThat(figures.backlog()).containsOnly(Map.entry(ECHO, 2L), Map.entry(other.service(), 1L));
		Awaitility.await().until(() -> this.store.reader().figures().oldestMs() > 0);
	}

	@Test
	void aDamagedRequestFailsAndADamagedReplyIsNotGiven() {
		insert(this.store, 1, null, false);
		insert(this.store, 2, null, false);
		run((transaction) -> transaction.finish(claimOf(transaction), Reply.ok(Frames.ofText("done"), null, Map.of())));
		this.store.close();
		sql("UPDATE pirate_titanic_request SET request = reply WHERE 1 = 0");
		sql("UPDATE pirate_titanic_request SET reply = " + garbage() + " WHERE state = 1");
		sql("UPDATE pirate_titanic_request SET request = " + garbage() + " WHERE state = 0");
		this.store = another(true);
		this.store.open();
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> find(1)).withMessageContaining("damaged");
		StoreTransaction.Claimed claimed = claim(5);
		assertThat(claimed.requests()).isEmpty();
		assertThat(find(2)).isInstanceOfSatisfying(StoreReader.Found.Ended.class,
				(ended) -> assertThat(ended.reply().code()).isEqualTo("damaged"));
	}

	abstract String garbage();

	@Test
	void theSchemaCanBeOwnedByOthers() {
		this.store.close();
		sql("DROP TABLE pirate_titanic_request");
		sql("DROP TABLE pirate_titanic_instance");
		sql("DROP TABLE pirate_titanic_schema");
		JdbcTitanicStore strict = another(false);
		assertThatExceptionOfType(StoreException.class).isThrownBy(strict::open)
			.withMessageContaining("schema-")
			.withMessageContaining("-1.sql");
		JdbcTitanicStore lenient = another(true);
		lenient.open();
		lenient.close();
		JdbcTitanicStore again = another(false);
		again.open();
		insert(again, 1, null, false);
		again.close();
		sql("INSERT INTO pirate_titanic_schema (version, applied_ms) VALUES (99, 0)");
		JdbcTitanicStore old = another(true);
		assertThatExceptionOfType(StoreException.class).isThrownBy(old::open).withMessageContaining("newer");
	}

	@Test
	void whatAClosedInstanceHadIsFreeAtOnce() {
		insert(this.store, 1, null, true);
		this.store.close();
		this.store = another(true);
		this.store.open();
		assertThat(claim(5).requests()).extracting(TitanicRequest::id).containsExactly(id(1));
	}

}
