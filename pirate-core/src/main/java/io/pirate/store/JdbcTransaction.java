package io.pirate.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.pirate.machine.TitanicMachine.Closing;
import io.pirate.machine.TitanicRequest;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one connection, one after the other.
 */
final class JdbcTransaction implements StoreTransaction {

	private static final Reply EXPIRED = Reply.failure(ReplyStatus.EXPIRED, "expired",
			"the request was not executed before it got too old");

	private static final Reply DAMAGED = Reply.failure(ReplyStatus.ERROR, "damaged",
			"the stored request is not what was stored");

	private final SqlStatements statements;

	private final TitanicSql sql;

	private final Dialect dialect;

	private final JdbcInstance instance;

	private final JdbcBatches batches;

	JdbcTransaction(SqlStatements statements, TitanicSql sql, Dialect dialect, JdbcInstance instance) {
		this.statements = statements;
		this.sql = sql;
		this.dialect = dialect;
		this.instance = instance;
		this.batches = new JdbcBatches(statements, sql, instance);
	}

	/** Forgets what an earlier transaction has left. */
	void begin() {
		this.batches.begin();
	}

	@Override
	public Supplier<Kept> insert(NewRequest request) {
		return run("storing a request", () -> this.batches.insert(request));
	}

	@Override
	public Optional<String> find(ServiceName service, String key) {
		return run("looking for a key", () -> {
			this.batches.flush();
			try (ResultSet rows = this.statements.of(this.sql.findKey(), service.text(), key).executeQuery()) {
				return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
			}
		});
	}

	@Override
	public Claimed claim(ServiceName service, int most) {
		return run("taking requests", () -> {
			this.batches.flush();
			JdbcClaims claims = new JdbcClaims(service);
			try (ResultSet rows = this.statements.of(this.sql.claim(), this.instance.number(), service.text(), most)
				.executeQuery()) {
				while (rows.next()) {
					claims.add(rows);
				}
			}
			claims.damaged().forEach((damaged) -> finish(damaged, DAMAGED));
			return new Claimed(claims.inOrder(), claims.count() >= most);
		});
	}

	@Override
	public void release(List<TitanicRequest> released) {
		run("giving requests back", () -> {
			this.batches.flush();
			PreparedStatement statement = this.statements.of(this.sql.release());
			for (TitanicRequest request : released) {
				statement.setString(1, request.id());
				statement.setLong(2, this.instance.number());
				statement.addBatch();
			}
			return statement.executeBatch();
		});
	}

	@Override
	public void discard(TitanicRequest request) {
		run("giving a request back", () -> {
			this.batches.flush();
			if (!this.batches.delete(this.sql.deleteClosed(), request.id())) {
				this.statements.of(this.sql.release(), request.id(), this.instance.number()).executeUpdate();
			}
			return true;
		});
	}

	@Override
	public void finish(TitanicRequest request, Reply reply) {
		run("storing a reply", () -> {
			this.batches.finish(request, reply);
			return true;
		});
	}

	@Override
	public boolean count(TitanicRequest request, int deliveries) {
		return run("counting a delivery", () -> {
			this.batches.flush();
			return this.statements.of(this.sql.count(), deliveries, request.id(), this.instance.number())
				.executeUpdate() > 0;
		});
	}

	@Override
	public void bury(TitanicRequest request, int deliveries) {
		run("storing a dead letter", () -> {
			this.batches.flush();
			int buried = this.statements.of(this.sql.bury(), deliveries, request.id(), this.instance.number())
				.executeUpdate();
			if (buried == 0) {
				this.batches.delete(this.sql.deleteClosed(), request.id());
			}
			return true;
		});
	}

	@Override
	public void close(String id, Closing how) {
		run("closing a request", () -> {
			this.batches.flush();
			boolean done = (how == Closing.IN_HAND) ? this.statements.of(this.sql.closeLater(), id).executeUpdate() > 0
					: this.batches.delete(this.sql.closeNow(), id, this.instance.number());
			if (!done && how == Closing.IN_HAND) {
				this.batches.delete(this.sql.closeNow(), id, this.instance.number());
			}
			else if (!done) {
				this.statements.of(this.sql.closeLater(), id).executeUpdate();
			}
			return true;
		});
	}

	@Override
	public Optional<ServiceName> requeue(String id) {
		return run("requeueing a dead letter", () -> {
			this.batches.flush();
			try (ResultSet rows = this.statements.of(this.sql.requeue(), id).executeQuery()) {
				return rows.next() ? Optional.of(new ServiceName(rows.getString(1))) : Optional.empty();
			}
		});
	}

	@Override
	public List<ServiceName> waiting() {
		return run("looking for requests", () -> {
			this.batches.flush();
			List<ServiceName> services = new ArrayList<>();
			try (ResultSet rows = this.statements.of(this.sql.services()).executeQuery()) {
				while (rows.next()) {
					services.add(new ServiceName(rows.getString(1)));
				}
			}
			return services;
		});
	}

	@Override
	public boolean renew() {
		return run("renewing the lease", () -> {
			this.batches.flush();
			return this.instance.renew(this.statements);
		});
	}

	@Override
	public List<String> closedElsewhere() {
		return run("looking for closed requests", () -> {
			List<String> ids = new ArrayList<>();
			try (ResultSet rows = this.statements.of(this.sql.closed(), this.instance.number()).executeQuery()) {
				while (rows.next()) {
					ids.add(rows.getString(1));
				}
			}
			return ids;
		});
	}

	@Override
	public Swept sweep(Duration requestMaxAge, Duration replyMaxAge, int most) {
		return run("removing what is old", () -> {
			this.batches.flush();
			List<TitanicRequest> expired = new ArrayList<>();
			try (ResultSet rows = this.statements.of(this.sql.expired(), requestMaxAge.toMillis(), most)
				.executeQuery()) {
				while (rows.next()) {
					Request nothing = new Request(new ServiceName(rows.getString(2)), EXPIRED.body(), null, Map.of());
					expired.add(new TitanicRequest(rows.getString(1), nothing, 0, rows.getLong(3)));
				}
			}
			expired.forEach((request) -> finish(request, EXPIRED));
			int replies = this.batches.deleteAll(this.sql.oldReplies(), replyMaxAge.toMillis(), most);
			this.batches.deleteAll(this.sql.orphans(), 0L, most);
			this.instance.forgetDead(this.statements);
			return new Swept(expired.size(), replies);
		});
	}

	@Override
	public Totals totals() {
		return run("counting", () -> {
			this.batches.flush();
			try (ResultSet rows = this.statements.of(this.sql.totals()).executeQuery()) {
				return rows.next() ? new Totals(rows.getLong(1), rows.getLong(2)) : Totals.NONE;
			}
		});
	}

	@Override
	public Totals change() {
		return this.batches.change();
	}

	@Override
	public void commit() {
		run("committing", () -> {
			this.batches.flush();
			this.statements.connection().commit();
			return true;
		});
	}

	@Override
	public void rollback() {
		this.instance.undo(this.statements);
	}

	private <T extends @Nullable Object> T run(String what, SqlWork<T> work) {
		try {
			return work.run();
		}
		catch (SQLException ex) {
			if (this.dialect.troubleOf(ex) == StoreTrouble.FATAL) {
				this.instance.distrust();
			}
			throw this.dialect.exception(what, ex);
		}
	}

	/** What may fail as JDBC does. */
	@FunctionalInterface
	interface SqlWork<T extends @Nullable Object> {

		T run() throws SQLException;

	}

}
