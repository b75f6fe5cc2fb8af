package io.pirate.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.pirate.ClientOptions;
import io.pirate.PirateClient;
import io.pirate.PirateContext;
import io.pirate.PirateHandler;
import io.pirate.PirateListener;
import io.pirate.PirateWorkerContainer;
import io.pirate.WorkerOptions;
import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.RetryPolicy;
import io.pirate.machine.WorkerSettings;
import io.pirate.testing.MutantRunner;
import io.pirate.testing.RawPeer;
import io.pirate.wire.CallFrame;
import io.pirate.wire.Frames;
import io.pirate.wire.Property;
import io.pirate.wire.Reply;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Damaged streams against everything that has a socket, while everybody else goes on
 * being served: the queue's two ends, a direct server, a worker and a client.
 */
class HostilePeersTest {

	private static final HeartbeatPolicy PULSE = new HeartbeatPolicy(Duration.ofMillis(300), 4);

	private static final RetryPolicy PATIENCE = new RetryPolicy(Duration.ofSeconds(5), 2, false);

	private static final long SEED = Long.getLong("pirate.seed", 1L);

	/**
	 * Connecting peers come back at most ten times a second, so several share the work.
	 */
	private static final int VICTIMS = 8;

	private static final int MEBIBYTE = 1024;

	private static final PirateHandler ECHO = (job) -> CompletableFuture
		.completedFuture(Reply.ok(job.request().body(), null, job.request().headers()));

	@Test
	void aQueueServesOthersAndStaysAsSmallAsItWas() {
		try (Fleet fleet = new Fleet(PULSE, 128)) {
			fleet.worker("good");
			PirateClient client = fleet.client();
			for (int i = 0; i < 2_000; i++) {
				serves(client, "before " + i);
			}
			Footprint before = Footprint.isKnown() ? fleet.queue().footprint() : null;
			mutants(validClient(), 0, MutantRunner.gate() / 2).against(frontend(client), () -> serves(client, "front"));
			mutants(validWorker(), 1, MutantRunner.gate() / 2).against(fleet.backend(), () -> serves(client, "back"));
			assertThat(fleet.queue().count("EXPIRED good")).isZero();
			if (before != null) {
				Awaitility.await()
					.atMost(Duration.ofSeconds(20))
					.untilAsserted(() -> assertIsNotLarger(fleet.queue().footprint(), before));
			}
			serves(client, "after");
		}
	}

	@Test
	void aDirectServerServesOthers() {
		try (PirateContext context = new PirateContext("direct");
				PirateWorkerContainer server = new PirateWorkerContainer(context,
						WorkerOptions.bound("direct", "tcp://127.0.0.1:*"), ECHO, Runnable::run, PirateListener.NONE)) {
			server.start();
			try (PirateClient client = client(server.boundEndpoint())) {
				mutants(validClient(), 2, MutantRunner.gate() / 4).against(server.boundEndpoint(),
						() -> serves(client, "direct"));
				assertThat(server.failure()).isNull();
			}
		}
	}

	@Test
	void workersGoOnServingTheirOtherQueue() throws IOException {
		try (MutantRunner.Server hostile = mutants(validQueue(), 3, MutantRunner.gate() / 8).listen();
				Fleet fleet = new Fleet(PULSE);
				PirateContext context = new PirateContext("victims")) {
			List<PirateWorkerContainer> victims = new ArrayList<>();
			for (int i = 0; i < VICTIMS; i++) {
				victims.add(victim(context, "victim" + i, hostile.endpoint(), fleet.backend()));
			}
			fleet.awaitWorkers(VICTIMS);
			PirateClient client = fleet.client();
			awaitAll(hostile, MutantRunner.gate() / 8, () -> serves(client, "workers"));
			fleet.awaitWorkers(VICTIMS);
			victims.forEach((victim) -> assertThat(victim.failure()).isNull());
			victims.forEach(PirateWorkerContainer::close);
		}
	}

	@Test
	void clientsGoOnAskingTheirOtherServer() throws IOException {
		try (MutantRunner.Server hostile = mutants(validReply(), 4, MutantRunner.gate() / 8).listen();
				Fleet fleet = new Fleet(PULSE)) {
			fleet.worker("good");
			List<PirateClient> victims = new ArrayList<>();
			for (int i = 0; i < VICTIMS; i++) {
				victims.add(client(frontend(fleet.client()), hostile.endpoint()));
			}
			awaitAll(hostile, MutantRunner.gate() / 8, () -> victims.forEach((victim) -> serves(victim, "clients")));
			victims.forEach((victim) -> assertThat(victim.failure()).isNull());
			victims.forEach(PirateClient::close);
		}
	}

	static void awaitAll(MutantRunner.Server hostile, int count, Runnable meanwhile) {
		Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100)).until(() -> {
			meanwhile.run();
			return hostile.sent() >= count;
		});
		meanwhile.run();
	}

	private static void assertIsNotLarger(Footprint after, Footprint before) {
		assertThat(after.residentKibibytes()).isLessThan(before.residentKibibytes() + 100 * MEBIBYTE);
		assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 20);
		assertThat(after.files()).isLessThanOrEqualTo(before.files() + 10);
	}

	/** Never a wrong reply: mutants of our own bytes are bound to hit valid ones. */
	private static void serves(PirateClient client, String text) {
		assertThat(client.send(Fleet.request(text), PATIENCE).body()).isEqualTo(Frames.ofText(text));
	}

	static PirateClient client(String... endpoints) {
		PirateClient client = new PirateClient(ClientOptions.of(endpoints), PirateListener.NONE, Runnable::run);
		client.start();
		return client;
	}

	private static PirateWorkerContainer victim(PirateContext context, String name, String... endpoints) {
		WorkerSettings plain = WorkerOptions.of(name, endpoints).settings();
		WorkerSettings eager = new WorkerSettings(name, plain.service(), plain.dialect(), plain.endpoints(), PULSE,
				Duration.ofMillis(20), Duration.ofMillis(40), 4, 8, plain.handlerTimeout(), plain.drainTimeout());
		PirateWorkerContainer worker = new PirateWorkerContainer(context, WorkerOptions.of(name, endpoints).with(eager),
				ECHO, Runnable::run, PirateListener.NONE);
		worker.start();
		return worker;
	}

	static String frontend(PirateClient client) {
		return client.options().endpoints().get(0);
	}

	static MutantRunner mutants(byte[] valid, long stream, int count) {
		return new MutantRunner(valid, SEED * 1_000_000_007L + stream * 1_000_000L, count);
	}

	private static byte[] validClient() {
		CallFrame call = CallFrame.build(7, 1).number(Property.BUDGET, 1000).text("tenant", "blue").end();
		return stream("DEALER", "", Frames.ofText("", "request"),
				Frames.of(call.encode(), new byte[0], "request".getBytes()));
	}

	private static byte[] validWorker() {
		return stream("DEALER", "", Frames.of(new byte[] { 1 }), Frames.of(new byte[] { 2 }),
				Frames.ofText("address", "", "forged"));
	}

	private static byte[] validQueue() {
		CallFrame lease = CallFrame.build(9, 1).flag(Property.QUEUE).number(Property.BUDGET, 1000).end();
		return stream("ROUTER", "", Frames.of(new byte[] { 2 }),
				Frames.of(lease.encode(), new byte[0], "request".getBytes()));
	}

	private static byte[] validReply() {
		CallFrame reply = CallFrame.build(7, 1).flag(Property.QUEUE).end();
		return stream("ROUTER", "", Frames.of(reply.encode(), new byte[0], "forged".getBytes()),
				Frames.ofText("", "forged"));
	}

	static byte[] stream(String type, String identity, Frames... messages) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(RawPeer.greeting());
		bytes.writeBytes(RawPeer.ready(type, identity));
		for (Frames message : messages) {
			bytes.writeBytes(RawPeer.message(message));
		}
		return bytes.toByteArray();
	}

}
