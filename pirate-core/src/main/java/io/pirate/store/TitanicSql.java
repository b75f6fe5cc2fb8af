package io.pirate.store;

/** The statements, for one dialect. */
final class TitanicSql {

	static final int WAITING = 0;

	static final int ANSWERED = 1;

	static final int FAILED = 2;

	static final int DEAD = 3;

	private static final String TABLE = "pirate_titanic_request";

	private static final String COLUMNS = " (id, service, idempotency_key, owner, bytes, request, stored_ms)"
			+ " VALUES (?, ?, ?, ?, ?, ?, ";

	private final Dialect dialect;

	private final String dead;

	private final String insert;

	private final String claim;

	private final String finish;

	private final String closeNow;

	TitanicSql(Dialect dialect) {
		this.dialect = dialect;
		// only an instance that is known to be dead: one that has just joined is not
		// known
		this.dead = "owner IN (SELECT number FROM pirate_titanic_instance WHERE lease_ms <= " + dialect.now() + ")";
		this.insert = "INSERT INTO " + TABLE + COLUMNS + dialect.now()
				+ ") ON CONFLICT (service, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING";
		this.claim = dialect.claim("closed = 0 AND " + claimable());
		this.finish = "UPDATE " + TABLE
				+ " SET state = ?, reply = ?, bytes = ?, request = NULL, owner = NULL, ended_ms = " + dialect.now()
				+ " WHERE id = ? AND state = 0 AND closed = 0";
		this.closeNow = "DELETE FROM " + TABLE + " WHERE id = ? AND (state <> 0 OR owner = ? OR " + claimable()
				+ ") RETURNING bytes";
	}

	private String claimable() {
		return "(owner IS NULL OR " + this.dead + ")";
	}

	String insert() {
		return this.insert;
	}

	String findKey() {
		return "SELECT id, bytes FROM " + TABLE + " WHERE service = ? AND idempotency_key = ?";
	}

	String claim() {
		return this.claim;
	}

	String release() {
		return "UPDATE " + TABLE + " SET owner = NULL WHERE id = ? AND owner = ? AND state = 0";
	}

	String finish() {
		return this.finish;
	}

	String count() {
		return "UPDATE " + TABLE + " SET deliveries = ? WHERE id = ? AND state = 0 AND closed = 0 AND owner = ?";
	}

	String bury() {
		return "UPDATE " + TABLE + " SET state = " + DEAD + ", deliveries = ?, owner = NULL, ended_ms = "
				+ this.dialect.now() + " WHERE id = ? AND state = 0 AND closed = 0 AND owner = ?";
	}

	String deleteClosed() {
		return "DELETE FROM " + TABLE + " WHERE id = ? AND closed = 1 RETURNING bytes";
	}

	String closeNow() {
		return this.closeNow;
	}

	String closeLater() {
		return "UPDATE " + TABLE + " SET closed = 1, idempotency_key = NULL WHERE id = ? AND state = 0";
	}

	String requeue() {
		return "UPDATE " + TABLE + " SET state = 0, deliveries = 0, ended_ms = NULL, owner = NULL, stored_ms = "
				+ this.dialect.now() + " WHERE id = ? AND state = " + DEAD + " RETURNING service";
	}

	/** Jumps from name to name instead of reading all rows. */
	String services() {
		return "WITH RECURSIVE found(name) AS (SELECT MIN(service) FROM " + TABLE + " WHERE state = 0 UNION ALL"
				+ " SELECT (SELECT MIN(service) FROM " + TABLE + " WHERE state = 0 AND service > found.name) FROM found"
				+ " WHERE found.name IS NOT NULL) SELECT name FROM found WHERE name IS NOT NULL";
	}

	String closed() {
		return "SELECT id FROM " + TABLE + " WHERE closed = 1 AND owner = ?";
	}

	String expired() {
		return "SELECT id, service, bytes FROM " + TABLE + " WHERE state = 0 AND stored_ms <= " + this.dialect.now()
				+ " - ? AND closed = 0 AND " + claimable() + " LIMIT ?";
	}

	String oldReplies() {
		return deleteSome("state IN (1, 2, 3) AND ended_ms <= " + this.dialect.now() + " - ?");
	}

	/** Closed while somebody had taken them who is dead now. */
	String orphans() {
		return deleteSome("closed = 1 AND state = 0 AND " + claimable() + " AND stored_ms >= ?");
	}

	private static String deleteSome(String condition) {
		return "DELETE FROM " + TABLE + " WHERE sequence IN (SELECT sequence FROM " + TABLE + " WHERE " + condition
				+ " LIMIT ?) RETURNING bytes";
	}

	String totals() {
		return "SELECT COUNT(*), COALESCE(SUM(bytes), 0) FROM " + TABLE;
	}

	String find() {
		return "SELECT state, closed, deliveries, reply FROM " + TABLE + " WHERE id = ?";
	}

	String backlog() {
		return "SELECT service, COUNT(*), MIN(stored_ms), " + this.dialect.now() + " FROM " + TABLE
				+ " WHERE state = 0 GROUP BY service";
	}

	String ended() {
		return "SELECT state, COUNT(*) FROM " + TABLE + " WHERE state <> 0 GROUP BY state";
	}

	String deadLetters() {
		return "SELECT id, service, deliveries, stored_ms, ended_ms, bytes, " + this.dialect.now() + " FROM " + TABLE
				+ " WHERE state = " + DEAD + " ORDER BY ended_ms DESC LIMIT ?";
	}

}
