package io.pirate.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.pirate.machine.TitanicRequest;
import io.pirate.wire.Frames;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import io.pirate.wire.StoredCodec;
import org.jspecify.annotations.Nullable;

/** Rows that were taken, which come in any order. */
final class JdbcClaims {

	private final ServiceName service;

	private final Map<Long, TitanicRequest> sound = new TreeMap<>();

	private final List<TitanicRequest> damaged = new ArrayList<>();

	JdbcClaims(ServiceName service) {
		this.service = service;
	}

	/** A row of id, deliveries, sequence and content. */
	void add(ResultSet rows) throws SQLException {
		String id = rows.getString(1);
		byte @Nullable [] sealed = rows.getBytes(4);
		byte @Nullable [] content = Checksum.open(sealed);
		Request request = (content != null) ? StoredCodec.decodeRequest(this.service, content) : null;
		long size = (sealed != null) ? sealed.length : 0;
		if (request != null) {
			this.sound.put(rows.getLong(3), new TitanicRequest(id, request, rows.getInt(2), size));
		}
		else {
			Request nothing = Request.of(this.service, Frames.of(new byte[0]));
			this.damaged.add(new TitanicRequest(id, nothing, rows.getInt(2), size));
		}
	}

	int count() {
		return this.sound.size() + this.damaged.size();
	}

	List<TitanicRequest> inOrder() {
		return new ArrayList<>(this.sound.values());
	}

	List<TitanicRequest> damaged() {
		return this.damaged;
	}

}
