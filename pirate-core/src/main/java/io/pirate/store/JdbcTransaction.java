package io.pirate.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import io.pirate.machine.TitanicMachine.Closing;
import io.pirate.machine.TitanicRequest;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import io.pirate.wire.StoredCodec;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one connection, one after the other. What comes in numbers, new
 * requests and their ends, is collected and sent in batches.
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

	private final List<NewRow> newRows = new ArrayList<>();

	private final List<TitanicRequest> ended = new ArrayList<>();

	private final List<byte[]> replies = new ArrayList<>();

	private long requests;

	private long bytes;

	JdbcTransaction(SqlStatements statements, TitanicSql sql, Dialect dialect, JdbcInstance instance) {
		this.statements = statements;
		this.sql = sql;
		this.dialect = dialect;
		this.instance = instance;
	}

	/** Forgets what an earlier transaction has left. */
	void begin() {
		this.newRows.clear();
		this.ended.clear();
		this.replies.clear();
		this.requests = 0;
		this.bytes = 0;
	}

	@Override
	public Supplier<Kept> insert(NewRequest request) {
		return run("storing a request", () -> {
			byte[] content = Checksum.seal(StoredCodec.encode(request.request()));
			PreparedStatement statement = this.statements.of(this.sql.insert());
			bind(statement, request, content);
			statement.addBatch();
			NewRow row = new NewRow(request, content.length);
			this.newRows.add(row);
			return row;
		});
	}

	private void bind(PreparedStatement statement, NewRequest request, byte[] content) throws SQLException {
		statement.setString(1, request.id());
		statement.setString(2, request.request().service().text());
		statement.setString(3, request.key());
		if (request.take()) {
			statement.setLong(4, this.instance.number());
		}
		else {
			statement.setNull(4, Types.BIGINT);
		}
		statement.setLong(5, content.length);
		statement.setBytes(6, content);
	}

	@Override
	public Claimed claim(ServiceName service, int most) {
		return run("taking requests", () -> {
			flush();
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
			flush();
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
	public void finish(TitanicRequest request, Reply reply) {
		run("storing a reply", () -> {
			byte[] content = Checksum.seal(StoredCodec.encode(reply));
			PreparedStatement statement = this.statements.of(this.sql.finish());
			statement.setInt(1, (reply.status() == ReplyStatus.OK) ? TitanicSql.ANSWERED : TitanicSql.FAILED);
			statement.setBytes(2, content);
			statement.setLong(3, content.length);
			statement.setString(4, request.id());
			statement.addBatch();
			this.ended.add(request);
			this.replies.add(content);
			return true;
		});
	}

	@Override
	public boolean count(TitanicRequest request, int deliveries) {
		return run("counting a delivery", () -> {
			flush();
			return this.statements.of(this.sql.count(), deliveries, request.id(), this.instance.number())
				.executeUpdate() > 0;
		});
	}

	@Override
	public void bury(TitanicRequest request, int deliveries) {
		run("storing a dead letter", () -> {
			flush();
			int buried = this.statements.of(this.sql.bury(), deliveries, request.id()).executeUpdate();
			if (buried == 0) {
				delete(this.sql.deleteClosed(), request.id());
			}
			return true;
		});
	}

	@Override
	public void close(String id, Closing how) {
		run("closing a request", () -> {
			flush();
			boolean done = (how == Closing.IN_HAND) ? this.statements.of(this.sql.closeLater(), id).executeUpdate() > 0
					: delete(this.sql.closeNow(), id, this.instance.number());
			if (!done && how == Closing.IN_HAND) {
				delete(this.sql.closeNow(), id, this.instance.number());
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
			flush();
			try (ResultSet rows = this.statements.of(this.sql.requeue(), id).executeQuery()) {
				return rows.next() ? Optional.of(new ServiceName(rows.getString(1))) : Optional.empty();
			}
		});
	}

	@Override
	public List<ServiceName> waiting() {
		return run("looking for requests", () -> {
			flush();
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
			flush();
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
			flush();
			List<TitanicRequest> expired = new ArrayList<>();
			try (ResultSet rows = this.statements.of(this.sql.expired(), requestMaxAge.toMillis(), most)
				.executeQuery()) {
				while (rows.next()) {
					Request nothing = new Request(new ServiceName(rows.getString(2)), EXPIRED.body(), null, Map.of());
					expired.add(new TitanicRequest(rows.getString(1), nothing, 0, rows.getLong(3)));
				}
			}
			expired.forEach((request) -> finish(request, EXPIRED));
			int replies = deleteAll(this.sql.oldReplies(), replyMaxAge.toMillis(), most);
			deleteAll(this.sql.orphans(), 0L, most);
			this.instance.forgetDead(this.statements);
			return new Swept(expired.size(), replies);
		});
	}

	@Override
	public Totals totals() {
		return run("counting", () -> {
			flush();
			try (ResultSet rows = this.statements.of(this.sql.totals()).executeQuery()) {
				return rows.next() ? new Totals(rows.getLong(1), rows.getLong(2)) : Totals.NONE;
			}
		});
	}

	@Override
	public Totals change() {
		return new Totals(this.requests, this.bytes);
	}

	@Override
	public void commit() {
		run("committing", () -> {
			flush();
			this.statements.connection().commit();
			return true;
		});
	}

	@Override
	public void rollback() {
		this.instance.undo(this.statements);
	}

	private void flush() throws SQLException {
		if (!this.newRows.isEmpty()) {
			flushNew();
		}
		if (!this.ended.isEmpty()) {
			flushEnded();
		}
	}

	private void flushNew() throws SQLException {
		List<NewRow> rows = List.copyOf(this.newRows);
		this.newRows.clear();
		int[] counts = this.statements.of(this.sql.insert()).executeBatch();
		for (int i = 0; i < counts.length; i++) {
			NewRow row = rows.get(i);
			// some drivers do not count what they send together
			Kept kept = (counts[i] > 0 || row.request.key() == null) ? row.asNew() : withSameKey(row);
			row.kept = kept;
			this.requests += kept.fresh() ? 1 : 0;
			this.bytes += kept.fresh() ? row.bytes : 0;
		}
	}

	private Kept withSameKey(NewRow row) throws SQLException {
		NewRequest request = row.request;
		String service = request.request().service().text();
		try (ResultSet rows = this.statements.of(this.sql.findKey(), service, String.valueOf(request.key()))
			.executeQuery()) {
			if (rows.next()) {
				String id = rows.getString(1);
				return id.equals(request.id()) ? row.asNew() : new Kept(id, false, rows.getLong(2));
			}
		}
		throw new StoreException(StoreTrouble.CONFLICT, "a request with the same key has just been closed", null);
	}

	private void flushEnded() throws SQLException {
		List<TitanicRequest> requestsNow = List.copyOf(this.ended);
		List<byte[]> repliesNow = List.copyOf(this.replies);
		this.ended.clear();
		this.replies.clear();
		int[] counts = this.statements.of(this.sql.finish()).executeBatch();
		for (int i = 0; i < counts.length; i++) {
			if (counts[i] > 0) {
				this.bytes += repliesNow.get(i).length - requestsNow.get(i).bytes();
			}
			else {
				// its client has closed it meanwhile, or another instance was faster
				delete(this.sql.deleteClosed(), requestsNow.get(i).id());
			}
		}
	}

	private boolean delete(String statement, Object... parameters) throws SQLException {
		try (ResultSet rows = this.statements.of(statement, parameters).executeQuery()) {
			return gone(rows) > 0;
		}
	}

	private int deleteAll(String statement, long age, int most) throws SQLException {
		try (ResultSet rows = this.statements.of(statement, age, most).executeQuery()) {
			return gone(rows);
		}
	}

	/** Counts what a deletion returns. */
	private int gone(ResultSet rows) throws SQLException {
		int count = 0;
		while (rows.next()) {
			this.bytes -= rows.getLong(1);
			count++;
		}
		this.requests -= count;
		return count;
	}

	private <T extends @Nullable Object> T run(String what, SqlWork<T> work) {
		try {
			return work.run();
		}
		catch (SQLException ex) {
			throw this.dialect.exception(what, ex);
		}
	}

	/** A request on its way into the table. */
	private static final class NewRow implements Supplier<Kept> {

		private final NewRequest request;

		private final long bytes;

		private @Nullable Kept kept;

		NewRow(NewRequest request, long bytes) {
			this.request = request;
			this.bytes = bytes;
		}

		Kept asNew() {
			return new Kept(this.request.id(), true, this.bytes);
		}

		@Override
		public Kept get() {
			return Objects.requireNonNull(this.kept, "not committed");
		}

	}

	/** What may fail as JDBC does. */
	@FunctionalInterface
	interface SqlWork<T extends @Nullable Object> {

		T run() throws SQLException;

	}

}
