package io.pirate.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.pirate.machine.TitanicRequest;
import io.pirate.store.StoreTransaction.Kept;
import io.pirate.store.StoreTransaction.NewRequest;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.StoredCodec;
import org.jspecify.annotations.Nullable;

/**
 * What comes in numbers, new requests and their ends: collected, sent together, and
 * counted.
 */
final class JdbcBatches {

	private final SqlStatements statements;

	private final TitanicSql sql;

	private final JdbcInstance instance;

	private final List<NewRow> newRows = new ArrayList<>();

	private final List<TitanicRequest> ended = new ArrayList<>();

	private final List<byte[]> replies = new ArrayList<>();

	private long requests;

	private long bytes;

	JdbcBatches(SqlStatements statements, TitanicSql sql, JdbcInstance instance) {
		this.statements = statements;
		this.sql = sql;
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

	/** How much more is stored than before. */
	StoreTransaction.Totals change() {
		return new StoreTransaction.Totals(this.requests, this.bytes);
	}

	Supplier<Kept> insert(NewRequest request) throws SQLException {
		byte[] content = request.sealed().bytes();
		PreparedStatement statement = this.statements.of(this.sql.insert());
		bind(statement, request, content);
		statement.addBatch();
		NewRow row = new NewRow(request, content.length);
		this.newRows.add(row);
		return row;
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

	void finish(TitanicRequest request, Reply reply) throws SQLException {
		byte[] content = Checksum.seal(StoredCodec.encode(reply));
		PreparedStatement statement = this.statements.of(this.sql.finish());
		statement.setInt(1, (reply.status() == ReplyStatus.OK) ? TitanicSql.ANSWERED : TitanicSql.FAILED);
		statement.setBytes(2, content);
		statement.setLong(3, content.length);
		statement.setString(4, request.id());
		statement.addBatch();
		this.ended.add(request);
		this.replies.add(content);
	}

	/** Sends what was collected: everything else that is written comes after it. */
	void flush() throws SQLException {
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

	/** Deletes what a statement says, and counts it. */
	boolean delete(String statement, Object... parameters) throws SQLException {
		try (ResultSet rows = this.statements.of(statement, parameters).executeQuery()) {
			return gone(rows) > 0;
		}
	}

	int deleteAll(String statement, long age, int most) throws SQLException {
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

}
