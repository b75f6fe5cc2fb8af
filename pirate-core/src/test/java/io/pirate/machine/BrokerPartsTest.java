package io.pirate.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.pirate.wire.CallFrame;
import io.pirate.wire.Envelope;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerDialect;
import io.pirate.wire.WorkerIdentity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Backlog, worker pool, leases and services, each by itself. */
class BrokerPartsTest {

	private final ForeignLines foreign = new ForeignLines();

	private final Service service = new Service(ServiceName.ANONYMOUS, this.foreign, (one, now) -> {
	}, 0);

	private final Backlog backlog = this.service.backlog;

	@Test
	void clientsTakeTurnsWhateverTheyFlood() {
		add("a1", "a2", "a3", "b1", "c1", "b2");
		assertThat(takeAll()).containsExactly("a1", "b1", "c1", "a2", "b2", "a3");
		assertThat(this.backlog.isEmpty()).isTrue();
	}

	@Test
	void whoWasRemovedFromTheMiddleCostsNobodyATurn() {
		List<Work> works = add("a1", "b1", "b2", "c1");
		this.backlog.remove(works.get(1));
		this.backlog.remove(works.get(0));
		assertThat(takeAll()).containsExactly("b2", "c1");
	}

	@Test
	void whatWasHandedOutBeforeComesFirst() {
		add("a1", "b1");
		this.backlog.addAgain(work("second"));
		this.backlog.addAgain(work("first"));
		assertThat(takeAll()).containsExactly("first", "second", "a1", "b1");
	}

	@Test
	void whatMustBeAloneStandsAside() {
		Work alone = work("alone");
		this.backlog.addAlone(alone);
		assertThat(this.backlog.first()).isNull();
		assertThat(this.backlog.firstAlone()).isSameAs(alone);
		assertThat(this.backlog.size()).isEqualTo(1);
		this.backlog.remove(alone);
		assertThat(this.backlog.isEmpty()).isTrue();
		assertThatIllegalStateException().isThrownBy(() -> this.backlog.remove(alone));
	}

	@Test
	void aVisitorSeesAllAndMayRemove() {
		add("a1", "b1", "a2");
		this.backlog.addAgain(work("x"));
		this.backlog.addAlone(work("y"));
		List<String> seen = new ArrayList<>();
		this.foreign.forEach(client("a1"), (line) -> line.works.forEach((work) -> seen.add(work.body.text(0))));
		assertThat(seen).containsExactly("a1", "a2");
		this.backlog.forEach(this.backlog::remove);
		assertThat(this.backlog.isEmpty()).isTrue();
		assertThat(this.backlog.first()).isNull();
		assertThat(this.backlog.oldest()).isNull();
		assertThat(this.foreign.isEmpty()).isTrue();
	}

	@Test
	void theOldestIsInFrontWhateverItsTurn() {
		add("a1", "b2", "c3");
		Work again = work("x0");
		this.backlog.addAgain(again);
		assertThat(this.backlog.oldest()).isSameAs(again);
		this.backlog.addAloneAgain(work("y1"));
		assertThat(this.backlog.oldest()).isSameAs(again);
		Work older = work("z");
		this.backlog.addAgain(older);
		assertThat(this.backlog.oldest()).isSameAs(older);
		List<String> seen = new ArrayList<>();
		this.backlog.forEach((work) -> seen.add(work.body.text(0)));
		assertThat(seen).containsExactlyInAnyOrder("z", "x0", "y1", "a1", "b2", "c3").startsWith("z", "x0");
		assertThat(seen.subList(3, 6)).containsExactly("a1", "b2", "c3");
	}

	@Test
	void whatAClientHasWaitingIsFoundWithoutALookAtWhatOthersHave() {
		Service other = new Service(new ServiceName("other"), this.foreign, (one, now) -> {
		}, 0);
		List<Work> works = add("a1", "b1");
		Work elsewhere = work("a2");
		other.backlog.add(elsewhere);
		assertThat(waitingOf("a")).containsExactlyInAnyOrder("a1", "a2");
		this.backlog.remove(works.get(0));
		assertThat(waitingOf("a")).containsExactly("a2");
		this.backlog.add(works.get(0));
		other.backlog.remove(elsewhere);
		assertThat(waitingOf("a")).containsExactly("a1");
		assertThat(waitingOf("b")).containsExactly("b1");
		assertThat(waitingOf("c")).isEmpty();
	}

	/** However many wait, and however often it is asked for one of them. */
	@Test
	void workersAreLookedThroughForEmptyHandsOnlyIfSomebodyHasThem() {
		RegisteredWorker busy = worker("busy", 5);
		busy.leases.addLast(work("1"));
		WorkerPool pool = this.service.pool;
		pool.update(busy);
		assertThat(pool.isEmptied()).isFalse();
		RegisteredWorker empty = worker("empty", 5);
		pool.update(empty);
		assertThat(pool.isEmptied()).isTrue();
		assertThat(pool.firstEmptyHanded(null, (worker) -> false)).isNull();
		assertThat(pool.isEmptied()).isFalse();
		busy.leases.remove(busy.leases.first());
		pool.update(busy);
		assertThat(pool.isEmptied()).isTrue();
	}

	@Test
	void theLeastRecentlyUsedWorkerIsNext() {
		RegisteredWorker one = worker("one", 2);
		RegisteredWorker two = worker("two", 1);
		WorkerPool pool = this.service.pool;
		pool.update(one);
		pool.update(two);
		pool.update(one);
		assertThat(pool.first()).isSameAs(one);
		one.leases.addLast(work("x"));
		pool.used(one);
		assertThat(pool.first()).isSameAs(two);
		two.leases.addLast(work("y"));
		pool.used(two);
		assertThat(pool.first()).isSameAs(one);
		assertThat(pool.firstBut(one)).isSameAs(one);
		one.leases.addLast(work("z"));
		pool.used(one);
		assertThat(pool.first()).isNull();
		two.leases.remove(two.leases.first());
		pool.update(two);
		assertThat(pool.first()).isSameAs(two);
	}

	@Test
	void aPoolKnowsWhoHasEmptyHandsAndWhoTheLeast() {
		RegisteredWorker full = worker("full", 5);
		RegisteredWorker half = worker("half", 5);
		full.leases.addLast(work("1"));
		full.leases.addLast(work("2"));
		half.leases.addLast(work("3"));
		WorkerPool pool = this.service.pool;
		pool.update(full);
		pool.update(half);
		assertThat(pool.firstEmptyHanded(null, (worker) -> true)).isNull();
		assertThat(pool.leastLoaded()).isSameAs(half);
		RegisteredWorker empty = worker("empty", 5);
		pool.update(empty);
		assertThat(pool.firstEmptyHanded(null, (worker) -> true)).isSameAs(empty);
		assertThat(pool.firstEmptyHanded(empty, (worker) -> true)).isSameAs(empty);
		this.service.reserve(half);
		assertThat(half.pooled).isFalse();
		this.service.unreserve();
		assertThat(half.pooled).isTrue();
	}

	@Test
	void aLeaseNumberNeverComesTwice() {
		InFlight inFlight = new InFlight();
		Set<Long> numbers = new HashSet<>();
		for (int round = 0; round < 1000; round++) {
			Work work = work("w" + round);
			inFlight.open(work, 0);
			assertThat(numbers.add(work.lease)).isTrue();
			assertThat(inFlight.find(work.lease)).isSameAs(work);
			inFlight.close(work);
			assertThat(inFlight.find(work.lease)).isNull();
		}
		assertThat(inFlight.size()).isZero();
	}

	@Test
	void manyLeasesAreOpenAtOnce() {
		InFlight inFlight = new InFlight();
		List<Work> works = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			works.add(work("w" + i));
			inFlight.open(works.get(i), -1);
		}
		assertThat(inFlight.size()).isEqualTo(1000);
		works.forEach((work) -> assertThat(inFlight.find(work.lease)).isSameAs(work));
		assertThat(inFlight.find(works.get(3).lease ^ (1L << 40))).isNull();
		assertThat(inFlight.find(1L << 23)).isNull();
		inFlight.close(works.get(3));
		assertThatIllegalStateException().isThrownBy(() -> inFlight.close(works.get(3)));
	}

	@Test
	void namesOfRequestsAreLimitedNamesOfWorkersAreNot() {
		Deadlines deadlines = new Deadlines();
		Services services = new Services(2, (one, now) -> {
		});
		assertThat(services.forRequest(new ServiceName("a"), 0)).isNotNull();
		assertThat(services.forRequest(new ServiceName("b"), 0)).isNotNull();
		assertThat(services.forRequest(new ServiceName("c"), 0)).isNull();
		Service served = services.forWorker(new ServiceName("c"), 0);
		services.joined(served);
		assertThat(services.forRequest(new ServiceName("c"), 0)).isSameAs(served);
		assertThat(services.forRequest(new ServiceName("d"), 0)).isNull();
		services.forgetIfIdle(services.find(new ServiceName("a")), deadlines);
		services.forgetIfIdle(served, deadlines);
		assertThat(services.forRequest(new ServiceName("d"), 0)).isNotNull();
		assertThat(services.find(new ServiceName("c"))).isSameAs(served);
		services.left(served, 1);
		assertThat(services.forRequest(new ServiceName("e"), 1)).isNull();
		services.forgetIfIdle(served, deadlines);
		services.forgetIfIdle(services.find(new ServiceName("b")), deadlines);
		assertThat(services.forRequest(new ServiceName("e"), 1)).isNotNull();
	}

	@Test
	void theSameBodyHasTheSameFingerprintAndAnotherOneAnother() {
		ServiceName service = new ServiceName("s");
		Set<Long> seen = new HashSet<>();
		for (String body : List.of("", "a", "b", "ab", "ba", "0123456789", "0123456798", "0123456789012345")) {
			assertThat(seen.add(Fingerprint.of(service, Frames.ofText(body)))).as(body).isTrue();
			assertThat(Fingerprint.of(service, Frames.ofText(body)))
				.isEqualTo(Fingerprint.of(new ServiceName("s"), Frames.ofText(body)));
		}
		assertThat(seen.add(Fingerprint.of(service, Frames.ofText("a", "b")))).isTrue();
		assertThat(seen.add(Fingerprint.of(ServiceName.ANONYMOUS, Frames.ofText("a")))).isTrue();
	}

	@Test
	void openCallsAreFoundByOriginAndNumber() {
		OpenCalls calls = new OpenCalls(new Scatter(() -> 0));
		List<Work> works = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			CallFrame call = CallFrame.of(i % 7, i);
			Work work = new Work(this.service, Peer.ANYONE, client("c"), new Envelope(Frames.NONE, call),
					Frames.ofText("x"), 1, 0);
			works.add(work);
			calls.add(work, call);
		}
		for (int i = 0; i < 2000; i += 2) {
			calls.remove(works.get(i), works.get(i).call);
		}
		assertThat(calls.size()).isEqualTo(1000);
		for (int i = 0; i < 2000; i++) {
			assertThat(calls.find(CallFrame.of(i % 7, i))).isSameAs((i % 2 == 0) ? null : works.get(i));
		}
		assertThat(calls.find(CallFrame.of(99, 1))).isNull();
	}

	private List<Work> add(String... bodies) {
		List<Work> works = new ArrayList<>();
		for (String body : bodies) {
			works.add(work(body));
			this.backlog.add(works.get(works.size() - 1));
		}
		return works;
	}

	private List<String> waitingOf(String client) {
		List<String> waiting = new ArrayList<>();
		this.foreign.forEach(client(client), (line) -> line.works.forEach((work) -> waiting.add(work.body.text(0))));
		return waiting;
	}

	private List<String> takeAll() {
		List<String> taken = new ArrayList<>();
		for (Work work = this.backlog.first(); work != null; work = this.backlog.first()) {
			this.backlog.take(work);
			taken.add(work.body.text(0));
		}
		return taken;
	}

	/**
	 * A request whose client is named by its first letter, and that came at its digit.
	 */
	private Work work(String body) {
		int came = (body.length() == 2) ? body.charAt(1) : 0;
		return new Work(this.service, Peer.ANYONE, client(body), Envelope.EMPTY, Frames.ofText(body), 1000, came);
	}

	private static Identity client(String body) {
		return Identity.of(new byte[] { (byte) body.charAt(0) });
	}

	private RegisteredWorker worker(String name, int capacity) {
		QueueSettings settings = QueueSettings.defaults(1L << 28);
		Services services = new Services(2, (one, now) -> {
		});
		Workforce workforce = new Workforce(settings, services, new Deadlines(), new BrokerStage(settings), () -> 0,
				(one, now) -> {
				});
		Identity identity = new WorkerIdentity(name, capacity, Duration.ofSeconds(1), 1).encode();
		return new RegisteredWorker(identity, Peer.ANYONE, WorkerDialect.PARANOID, this.service, settings, workforce,
				0);
	}

}
