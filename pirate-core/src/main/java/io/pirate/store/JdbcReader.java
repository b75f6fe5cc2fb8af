package io.pirate.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.pirate.machine.TitanicMachine;
import io.pirate.machine.TitanicSnapshot;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;
import io.pirate.wire.StoredCodec;
import org.jspecify.annotations.Nullable;

/** Reads by a connection of its own, which is opened anew after a failure. */
final class JdbcReader implements StoreReader {

	private final Dialect dialect;

	private final Connections connections;

	private final TitanicSql sql;

	private @Nullable SqlStatements statements;

	JdbcReader(Dialect dialect, Connections connections, TitanicSql sql) {
		this.dialect = dialect;
		this.connections = connections;
		this.sql = sql;
	}

	@Override
	public Found find(String id) {
		return run("looking for a request", (open) -> {
			try (ResultSet rows = open.of(this.sql.find(), id).executeQuery()) {
				return rows.next() ? found(rows) : Found.Unknown.INSTANCE;
			}
		});
	}

	private static Found found(ResultSet rows) throws SQLException {
		int state = rows.getInt(1);
		if (rows.getInt(2) != 0) {
			return Found.Unknown.INSTANCE;
		}
		if (state == TitanicSql.WAITING) {
			return Found.Waiting.INSTANCE;
		}
		if (state == TitanicSql.DEAD) {
			return new Found.Ended(TitanicMachine.obituary(rows.getInt(3)));
		}
		byte[] content = Checksum.open(rows.getBytes(4));
		Reply reply = (content != null) ? StoredCodec.decodeReply(content) : null;
		if (reply == null) {
			throw new StoreException(StoreTrouble.REFUSED, "the stored reply is damaged", null);
		}
		return new Found.Ended(reply);
	}

	@Override
	public Figures figures() {
		return run("counting", (open) -> {
			Map<ServiceName, Long> backlog = new LinkedHashMap<>();
			long oldest = 0;
			try (ResultSet rows = open.of(this.sql.backlog()).executeQuery()) {
				while (rows.next()) {
					backlog.put(new ServiceName(rows.getString(1)), rows.getLong(2));
					oldest = Math.max(oldest, rows.getLong(4) - rows.getLong(3));
				}
			}
			long[] byState = new long[TitanicSql.DEAD + 1];
			try (ResultSet rows = open.of(this.sql.ended()).executeQuery()) {
				while (rows.next()) {
					byState[rows.getInt(1)] = rows.getLong(2);
				}
			}
			return new Figures(backlog, oldest, byState[TitanicSql.ANSWERED] + byState[TitanicSql.FAILED],
					byState[TitanicSql.DEAD]);
		});
	}

	@Override
	public List<TitanicSnapshot.DeadLetter> deadLetters(int most) {
		return run("reading dead letters", (open) -> {
			List<TitanicSnapshot.DeadLetter> letters = new ArrayList<>();
			try (ResultSet rows = open.of(this.sql.deadLetters(), most).executeQuery()) {
				while (rows.next()) {
					long now = rows.getLong(7);
					letters.add(new TitanicSnapshot.DeadLetter(rows.getString(1), new ServiceName(rows.getString(2)),
							rows.getInt(3), now - rows.getLong(4), now - rows.getLong(5), rows.getLong(6)));
				}
			}
			return letters;
		});
	}

	void close() {
		if (this.statements != null) {
			this.statements.close();
			this.statements = null;
		}
	}

	private <T> T run(String what, Work<T> work) {
		try {
			SqlStatements open = this.statements;
			if (open == null) {
				open = new SqlStatements(this.connections.open());
				this.dialect.prepareReader(open.connection());
				this.statements = open;
			}
			return work.run(open);
		}
		catch (SQLException ex) {
			close();
			throw this.dialect.exception(what, ex);
		}
	}

	/** What is done with a connection. */
	@FunctionalInterface
	private interface Work<T> {

		T run(SqlStatements open) throws SQLException;

	}

}
