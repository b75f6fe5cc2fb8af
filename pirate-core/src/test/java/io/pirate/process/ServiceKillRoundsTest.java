package io.pirate.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import io.pirate.OutcomeUnknownException;
import io.pirate.PirateClient;
import io.pirate.ReplyParts;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.testing.Gate;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * kill -9 again and again, by turns workers of three services and the queue, under load:
 * no call is lost or answered by the wrong service, and of replies in parts none is
 * mixed, and none ends without a word.
 */
class ServiceKillRoundsTest {

	private static final int ROUNDS = Gate.of(20, 500);

	private static final int CALLS_BETWEEN = 20;

	private static final int PARTS = 200;

	private static final ServiceName ROWS = new ServiceName("rows");

	private final List<Future<Void>> loads = new ArrayList<>();

	private final AtomicLong answered = new AtomicLong();

	private final AtomicLong whole = new AtomicLong();

	private final AtomicLong broken = new AtomicLong();

	private volatile boolean ending;

	@Test
	void noCallIsLostAndNoReplyIsMixed() throws Exception {
		ExecutorService callers = Executors.newCachedThreadPool();
		try (Fleet fleet = new Fleet(new HeartbeatPolicy(Duration.ofMillis(200), 3))) {
			Crew[] crews = { new Crew(fleet, "one"), new Crew(fleet, "two"), new Crew(fleet, "rows") };
			PirateClient client = fleet.client();
			for (int i = 0; i < 2; i++) {
				String caller = "caller" + i;
				load(callers, () -> call(client, new ServiceName("one"), caller));
				load(callers, () -> call(client, new ServiceName("two"), caller));
				load(callers, () -> take(client, caller));
			}
			for (int round = 0; round < ROUNDS; round++) {
				killSomebody(fleet, crews, round);
				awaitCalls();
			}
			this.ending = true;
			for (Future<Void> load : this.loads) {
				load.get();
			}
			assertThat(client.snapshot().inFlight()).isZero();
			System.out.println(ROUNDS + " rounds: " + this.answered + " calls answered, " + this.whole
					+ " replies in parts whole, " + this.broken + " broken off");
		}
		finally {
			this.ending = true;
			callers.shutdown();
		}
	}

	private void load(ExecutorService callers, Runnable call) {
		Callable<Void> task = () -> {
			while (!this.ending) {
				call.run();
			}
			return null;
		};
		this.loads.add(callers.submit(task));
	}

	/** Every second time the queue. */
	private static void killSomebody(Fleet fleet, Crew[] crews, int round) {
		if (round % 2 == 0) {
			crews[(round / 2) % crews.length].killOne();
		}
		else {
			fleet.queue().kill();
			fleet.restartQueue();
		}
	}

	private void awaitCalls() {
		long enough = this.answered.get() + CALLS_BETWEEN;
		long wholeEnough = this.whole.get() + 2;
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(5))
			.until(() -> (this.answered.get() >= enough && this.whole.get() >= wholeEnough)
					|| this.loads.stream().anyMatch(Future::isDone));
	}

	private void call(PirateClient client, ServiceName service, String caller) {
		String text = service + caller + this.answered;
		Reply reply = client.send(Fleet.request(service, text), Fleet.stubborn());
		assertThat(reply.body().text(0)).isEqualTo(text);
		assertThat(reply.headers().get("worker")).startsWith(service.toString());
		this.answered.incrementAndGet();
	}

	private void take(PirateClient client, String caller) {
		String label = caller + "-" + this.whole + "-" + this.broken;
		String worker = null;
		try (ReplyParts parts = client.parts(Fleet.request(ROWS, label + ":" + PARTS), Fleet.stubborn())) {
			for (int i = 0; parts.hasNext(); i++) {
				Reply part = parts.next();
				assertThat(part.body().text(0)).isEqualTo(label + ":" + i);
				assertThat(part.headers().get("worker"))
					.isEqualTo((worker != null) ? worker : part.headers().get("worker"));
				worker = part.headers().get("worker");
				assertThat(parts.hasNext() || i == PARTS - 1).isTrue();
			}
			this.whole.incrementAndGet();
		}
		catch (OutcomeUnknownException ex) {
			this.broken.incrementAndGet();
		}
	}

	/** The two workers of a service, of both versions of the protocol. */
	private static final class Crew {

		private final Fleet fleet;

		private final String service;

		private final ChildProcess[] workers = new ChildProcess[2];

		private int turn;

		private int born;

		Crew(Fleet fleet, String service) {
			this.fleet = fleet;
			this.service = service;
			for (int i = 0; i < this.workers.length; i++) {
				this.workers[i] = start(i);
			}
		}

		private ChildProcess start(int place) {
			String[] options = { "service=" + this.service, "dialect=MAJORDOMO_0" + (place + 1) };
			String name = this.service + this.born++;
			return this.service.equals("rows") ? this.fleet.startStreamer(name, options)
					: this.fleet.startWorker(name, options);
		}

		void killOne() {
			int place = this.turn++ % this.workers.length;
			this.workers[place].kill();
			this.workers[place] = start(place);
		}

	}

}
