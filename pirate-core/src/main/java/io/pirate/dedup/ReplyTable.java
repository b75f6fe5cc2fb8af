package io.pirate.dedup;

import java.util.List;
import java.util.Locale;

/**
 * The table of kept replies in one kind of database. Its time is the database's, so that
 * the clocks of workers do not matter.
 *
 * @param now an expression for milliseconds since 1970
 * @param bytes a column type for bytes
 */
record ReplyTable(String now, String bytes) {

	static final String NAME = "pirate_kept_reply";

	private static final ReplyTable POSTGRESQL = new ReplyTable(
			"cast(extract(epoch from clock_timestamp()) * 1000 as bigint)", "bytea");

	private static final ReplyTable SQLITE = new ReplyTable(
			"cast((julianday('now') - 2440587.5) * 86400000 as integer)", "blob");

	/**
	 * The table as that database wants it.
	 * @param product the database's name, as its driver says it
	 * @throws IllegalArgumentException for a database that is not known
	 */
	static ReplyTable of(String product) {
		return switch (product.toLowerCase(Locale.ROOT)) {
			case "postgresql" -> POSTGRESQL;
			case "sqlite" -> SQLITE;
			default -> throw new IllegalArgumentException(
					"replies can be kept in PostgreSQL and in SQLite, not in " + product);
		};
	}

	/**
	 * Makes it, if it is missing. Leases are renewed every few moments, so those that run
	 * have an index of their own: an owner may have kept the replies of millions.
	 */
	List<String> create() {
		return List.of(
				"create table if not exists " + NAME
						+ " (service varchar(255) not null, call_key varchar(255) not null, "
						+ "owner varchar(36) not null, lease_until bigint not null, expires_at bigint not null, reply "
						+ this.bytes + ", primary key (service, call_key))",
				"create index if not exists " + NAME + "_expiry on " + NAME + " (expires_at)",
				"create index if not exists " + NAME + "_running on " + NAME + " (owner) where reply is null");
	}

	/** Service, key, owner, lease, keep. */
	String insert() {
		return "insert into " + NAME + " (service, call_key, owner, lease_until, expires_at) values (?, ?, ?, "
				+ this.now + " + ?, " + this.now + " + ?) on conflict do nothing";
	}

	/** Service, key; gives the reply. */
	String find() {
		return "select reply from " + NAME
				+ " where service = ? and call_key = ? and reply is not null and expires_at > " + this.now;
	}

	/** Owner, lease, keep, service, key. */
	String takeOver() {
		return "update " + NAME + " set owner = ?, reply = null, lease_until = " + this.now + " + ?, expires_at = "
				+ this.now + " + ? where service = ? and call_key = ? and ((reply is null and lease_until <= "
				+ this.now + ") or (reply is not null and expires_at <= " + this.now + "))";
	}

	/** Reply, keep, service, key, owner. */
	String keep() {
		return "update " + NAME + " set reply = ?, expires_at = " + this.now
				+ " + ? where service = ? and call_key = ? and owner = ? and reply is null";
	}

	/** Service, key, owner. */
	String release() {
		return "delete from " + NAME + " where service = ? and call_key = ? and owner = ? and reply is null";
	}

	/** Lease, owner. */
	String renew() {
		return "update " + NAME + " set lease_until = " + this.now + " + ? where owner = ? and reply is null";
	}

	String purge() {
		return "delete from " + NAME + " where expires_at <= " + this.now + " and (reply is not null or lease_until <= "
				+ this.now + ")";
	}
}
