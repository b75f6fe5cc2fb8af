package io.pirate.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.pirate.machine.TitanicMachine;
import io.pirate.machine.TitanicMachine.Closing;
import io.pirate.machine.TitanicRequest;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;

/**
 * A disk that keeps what was committed, and nothing else. Each store on it is one life of
 * a process; faults are asked for at every point where one may strike.
 */
final class SimulatedDisk {

	/** What is on the disk. */
	Map<String, Row> durable = new LinkedHashMap<>();

	private long instances;

	/** The disk says that it is done before it is: the last commit waits for the next. */
	boolean lies;

	private Map<String, Row> believed = this.durable;

	/** Where a fault may strike. */
	enum Point {

		OPEN, WRITE, BEFORE_COMMIT, AFTER_COMMIT

	}

	/** Strikes by throwing. */
	@FunctionalInterface
	interface Faults {

		void at(Point point);

	}

	/** The power is gone: nothing of that process goes on. */
	static final class PowerCut extends Error {

		private static final long serialVersionUID = 1L;

	}

	/** A row; null replies have not come. */
	record Row(String id, Request request, String key, boolean closed, long owner, int deliveries, Reply end,
			boolean dead) {

		boolean isWaiting() {
			return this.end == null && !this.dead;
		}

		Row with(long newOwner, int newDeliveries) {
			return new Row(this.id, this.request, this.key, this.closed, newOwner, newDeliveries, this.end, this.dead);
		}

		Row ended(Reply reply, boolean isDead) {
			return new Row(this.id, this.request, this.key, this.closed, 0, this.deliveries, reply, isDead);
		}

		Row closedLater() {
			return new Row(this.id, this.request, null, true, this.owner, this.deliveries, this.end, this.dead);
		}

	}

	TitanicStore store(Faults faults) {
		return new Life(faults);
	}

	/** What survived. */
	void powerOn() {
		this.believed = this.durable;
	}

	/** One process' use of the disk. */
	private final class Life implements TitanicStore {

		private final Faults faults;

		private long number;

		Life(Faults faults) {
			this.faults = faults;
		}

		@Override
		public void open() {
			this.faults.at(Point.OPEN);
			this.number = ++SimulatedDisk.this.instances;
		}

		@Override
		public boolean isShared() {
			return false;
		}

		@Override
		public StoreTransaction begin() {
			return new Writes(this.faults, this.number);
		}

		@Override
		public StoreReader reader() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void compact() {
			// there is room
		}

		@Override
		public void close() {
			// nothing is open
		}

	}

	/** One transaction. */
	private final class Writes implements StoreTransaction {

		private final Faults faults;

		private final long number;

		private final Map<String, Row> rows = new LinkedHashMap<>(SimulatedDisk.this.believed);

		Writes(Faults faults, long number) {
			this.faults = faults;
			this.number = number;
		}

		private void change(String id, Predicate<Row> condition, java.util.function.UnaryOperator<Row> how) {
			this.faults.at(Point.WRITE);
			this.rows.computeIfPresent(id, (same, row) -> condition.test(row) ? how.apply(row) : row);
		}

		private boolean isClaimable(Row row) {
			return row.isWaiting() && row.owner() != this.number;
		}

		@Override
		public Supplier<Kept> insert(NewRequest request) {
			this.faults.at(Point.WRITE);
			for (Row row : this.rows.values()) {
				boolean same = request.key() != null && request.key().equals(row.key());
				if (same && row.request().service().equals(request.request().service())) {
					return () -> new Kept(row.id(), false, 1);
				}
			}
			this.rows.put(request.id(), new Row(request.id(), request.request(), request.key(), false,
					request.take() ? this.number : 0, 0, null, false));
			return () -> new Kept(request.id(), true, 1);
		}

		@Override
		public Optional<String> find(ServiceName service, String key) {
			return Optional.empty();
		}

		@Override
		public Claimed claim(ServiceName service, int most) {
			List<TitanicRequest> claimed = new ArrayList<>();
			for (Row row : List.copyOf(this.rows.values())) {
				if (claimed.size() < most && isClaimable(row) && !row.closed()
						&& row.request().service().equals(service)) {
					change(row.id(), (same) -> true, (same) -> same.with(this.number, same.deliveries()));
					claimed.add(new TitanicRequest(row.id(), row.request(), row.deliveries(), 1));
				}
			}
			return new Claimed(claimed, claimed.size() >= most);
		}

		@Override
		public void release(List<TitanicRequest> requests) {
			requests.forEach((one) -> change(one.id(), (row) -> row.isWaiting() && row.owner() == this.number,
					(row) -> row.with(0, row.deliveries())));
		}

		@Override
		public void discard(TitanicRequest request) {
			Row row = this.rows.get(request.id());
			if (row != null && row.closed()) {
				this.rows.remove(row.id());
			}
			else {
				release(List.of(request));
			}
		}

		@Override
		public void finish(TitanicRequest request, Reply reply) {
			end(request, reply, false);
		}

		private void end(TitanicRequest request, Reply reply, boolean dead) {
			change(request.id(), (row) -> row.isWaiting() && !row.closed(), (row) -> row.ended(reply, dead));
			Row row = this.rows.get(request.id());
			if (row != null && row.closed()) {
				this.rows.remove(row.id());
			}
		}

		@Override
		public boolean count(TitanicRequest request, int deliveries) {
			Row row = this.rows.get(request.id());
			boolean mine = row != null && row.isWaiting() && !row.closed() && row.owner() == this.number;
			change(request.id(), (same) -> mine, (same) -> same.with(this.number, deliveries));
			return mine;
		}

		@Override
		public void bury(TitanicRequest request, int deliveries) {
			end(request, TitanicMachine.obituary(deliveries), true);
		}

		@Override
		public void close(String id, Closing how) {
			this.faults.at(Point.WRITE);
			Row row = this.rows.get(id);
			if (row != null && how == Closing.IN_HAND && row.isWaiting()) {
				this.rows.put(id, row.closedLater());
			}
			else {
				this.rows.remove(id);
			}
		}

		@Override
		public Optional<ServiceName> requeue(String id) {
			throw new UnsupportedOperationException();
		}

		@Override
		public List<ServiceName> waiting() {
			return this.rows.values()
				.stream()
				.filter(Row::isWaiting)
				.map((row) -> row.request().service())
				.distinct()
				.toList();
		}

		@Override
		public boolean renew() {
			this.faults.at(Point.WRITE);
			return true;
		}

		@Override
		public List<String> closedElsewhere() {
			return List.of();
		}

		@Override
		public Swept sweep(Duration requestMaxAge, Duration replyMaxAge, int most) {
			this.faults.at(Point.WRITE);
			this.rows.values().removeIf((row) -> row.closed() && isClaimable(row));
			return new Swept(0, 0);
		}

		@Override
		public Totals totals() {
			return new Totals(this.rows.size(), this.rows.size());
		}

		@Override
		public Totals change() {
			return Totals.NONE;
		}

		@Override
		public void commit() {
			this.faults.at(Point.BEFORE_COMMIT);
			if (!SimulatedDisk.this.lies) {
				SimulatedDisk.this.durable = this.rows;
			}
			else {
				SimulatedDisk.this.durable = SimulatedDisk.this.believed;
			}
			SimulatedDisk.this.believed = this.rows;
			this.faults.at(Point.AFTER_COMMIT);
		}

		@Override
		public void rollback() {
			// the rows were a copy
		}

	}

	/** Whether the service succeeded with that request. */
	static boolean isAnswered(Row row) {
		return row.end() != null && row.end().status() == ReplyStatus.OK;
	}

}
