package io.pirate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.pirate.machine.FreelancePolicy;
import io.pirate.machine.FreelancePolicy.Strategy;
import io.pirate.machine.RetryPolicy;
import io.pirate.machine.WorkerSettings;
import io.pirate.process.MajordomoFrames;
import io.pirate.testing.FrameMutator;
import io.pirate.testing.MutantRunner;
import io.pirate.wire.CallFrame;
import io.pirate.wire.CompactCodec;
import io.pirate.wire.FlpCodec;
import io.pirate.wire.Frames;
import io.pirate.wire.MdpClientCodec;
import io.pirate.wire.MdpVersion;
import io.pirate.wire.Property;
import io.pirate.wire.QueueCommand;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import io.pirate.wire.StarCodec;
import io.pirate.wire.StarCommand;
import io.pirate.wire.StarRole;
import io.pirate.wire.StarState;
import io.pirate.wire.TspCodec;
import io.pirate.wire.WorkerCodec;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Damaged messages of every protocol against everybody who has a socket. ZMTP is whole,
 * so all of them get as far as the decoders and the machines; others are served
 * meanwhile.
 */
class HostileFramesTest {

	private static final RetryPolicy PATIENCE = new RetryPolicy(Duration.ofSeconds(5), 2, false);

	private static final long SEED = Long.getLong("pirate.seed", 1L);

	private static final int MUTANTS = MutantRunner.gate() / 16;

	/** Connecting peers come back some times a second, so several share the work. */
	private static final int VICTIMS = 8;

	private static final byte[] EMPTY = {};

	private static final String ANY_PORT = "tcp://127.0.0.1:*";

	private static final PirateHandler ECHO = (job) -> CompletableFuture
		.completedFuture(Reply.ok(job.request().body(), null, job.request().headers()));

	@Test
	void aQueueWithATitanicServesOthers(@TempDir Path directory) {
		try (TitanicFixture fixture = new TitanicFixture(directory)) {
			fixture.worker(TitanicFixture.ECHO, ECHO);
			fixture.awaitService(TitanicFixture.ECHO);
			run("DEALER", "", toQueue(), 1).against(fixture.queue().frontend(), () -> {
				serves(fixture.client(), TitanicFixture.ECHO);
				String id = fixture.submit(TitanicFixture.ECHO, "kept");
				assertThat(fixture.awaitEnd(id)).isNotNull();
			});
			run("DEALER", "", fromWorkers(), 2).against(fixture.queue().backend(),
					() -> serves(fixture.client(), TitanicFixture.ECHO));
			assertThat(fixture.queue().failure()).isNull();
		}
	}

	@Test
	void theLinkOfAPairSurvives() {
		QueueOptions usual = QueueOptions.of(ANY_PORT, ANY_PORT);
		BinaryStarOptions pair = BinaryStarOptions.of(StarRole.PRIMARY, ANY_PORT, "tcp://127.0.0.1:9");
		try (PirateQueue queue = new PirateQueue(usual.with(pair), PirateListener.NONE)) {
			queue.start();
			Frames tell = StarCodec.encode(new StarCommand.Tell(StarRole.BACKUP, StarState.PASSIVE, 1, 2, 3, 4, 5));
			run("DEALER", "", List.of(tell, FlpCodec.ping()), 3).against(queue.starEndpoint(),
					() -> assertThat(queue.star()).isNotNull());
			assertThat(queue.failure()).isNull();
		}
	}

	@Test
	void aDirectServerServesOthers() {
		try (PirateContext context = new PirateContext("direct");
				PirateWorkerContainer server = new PirateWorkerContainer(context,
						WorkerOptions.bound("direct", ANY_PORT), ECHO, Runnable::run, PirateListener.NONE)) {
			server.start();
			try (PirateClient client = client(ClientOptions.of(server.boundEndpoint()))) {
				run("DEALER", "", toServer(), 4).against(server.boundEndpoint(),
						() -> serves(client, ServiceName.ANONYMOUS));
				run("ROUTER", "", toServer(), 5).against(server.boundEndpoint(),
						() -> serves(client, ServiceName.ANONYMOUS));
				assertThat(server.failure()).isNull();
			}
		}
	}

	@Test
	void workersOfEveryDialectGoOnServingTheirOtherQueue() throws IOException {
		for (WorkerDialect dialect : List.of(WorkerDialect.PARANOID, WorkerDialect.MAJORDOMO_01,
				WorkerDialect.MAJORDOMO_02)) {
			try (MutantRunner.Server hostile = run("ROUTER", "", toWorkers(dialect), 6, MUTANTS / 4).listen();
					PirateQueue queue = new PirateQueue(TitanicFixture.queueOptions(), PirateListener.NONE);
					PirateContext context = new PirateContext("victims")) {
				queue.start();
				List<PirateWorkerContainer> victims = new ArrayList<>();
				for (int i = 0; i < VICTIMS; i++) {
					victims.add(worker(context, dialect, hostile.endpoint(), queue.backend()));
				}
				ServiceName service = service(dialect);
				try (PirateClient client = client(ClientOptions.of(queue.frontend()))) {
					awaitAll(hostile, MUTANTS / 4, () -> serves(client, service));
				}
				victims.forEach((victim) -> assertThat(victim.failure()).isNull());
				victims.forEach(PirateWorkerContainer::close);
			}
		}
	}

	@Test
	void clientsGoOnAskingTheirOtherServer() throws IOException {
		try (MutantRunner.Server hostile = run("ROUTER", "", toClients(), 7, MUTANTS / 4).listen();
				PirateContext context = new PirateContext("direct");
				PirateWorkerContainer server = new PirateWorkerContainer(context,
						WorkerOptions.bound("direct", ANY_PORT), ECHO, Runnable::run, PirateListener.NONE)) {
			server.start();
			List<PirateClient> victims = new ArrayList<>();
			for (int i = 0; i < VICTIMS / 2; i++) {
				ClientOptions usual = ClientOptions.of(server.boundEndpoint(), hostile.endpoint());
				victims.add(client(usual));
				victims.add(client(usual.with(new FreelancePolicy(Strategy.PING, false))));
			}
			awaitAll(hostile, MUTANTS / 4, () -> victims.forEach((victim) -> serves(victim, ServiceName.ANONYMOUS)));
			victims.forEach((victim) -> assertThat(victim.failure()).isNull());
			victims.forEach(PirateClient::close);
		}
	}

	private static MutantRunner run(String type, String identity, List<Frames> valid, int stream) {
		return run(type, identity, valid, stream, MUTANTS);
	}

	private static MutantRunner run(String type, String identity, List<Frames> valid, int stream, int count) {
		return new MutantRunner(new FrameMutator(type, identity, valid)::stream,
				SEED * 1_000_000_007L + stream * 1_000_000L, count);
	}

	private static void awaitAll(MutantRunner.Server hostile, int count, Runnable meanwhile) {
		Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100)).until(() -> {
			meanwhile.run();
			return hostile.sent() >= count;
		});
		meanwhile.run();
	}

	private static void serves(PirateClient client, ServiceName service) {
		Request request = Request.of(service, Frames.ofText("others"));
		assertThat(client.send(request, PATIENCE).body()).isEqualTo(Frames.ofText("others"));
	}

	private static PirateClient client(ClientOptions options) {
		PirateClient client = new PirateClient(options, PirateListener.NONE, Runnable::run);
		client.start();
		return client;
	}

	private static ServiceName service(WorkerDialect dialect) {
		return (dialect == WorkerDialect.PARANOID) ? ServiceName.ANONYMOUS : TitanicFixture.ECHO;
	}

	private static PirateWorkerContainer worker(PirateContext context, WorkerDialect dialect, String... endpoints) {
		WorkerOptions usual = WorkerOptions.of("victim", endpoints);
		WorkerSettings eager = new WorkerSettings("victim", service(dialect), dialect, List.of(endpoints),
				TitanicFixture.PULSE, Duration.ofMillis(20), Duration.ofMillis(40), 4, 8, Duration.ofSeconds(30),
				Duration.ofMillis(100));
		PirateWorkerContainer worker = new PirateWorkerContainer(context, usual.with(eager), ECHO, Runnable::run,
				PirateListener.NONE);
		worker.start();
		return worker;
	}

	/** What clients of every protocol send, Titanic's included. */
	private static List<Frames> toQueue() {
		List<Frames> messages = new ArrayList<>(MajordomoFrames.requests());
		messages.addAll(plain());
		String id = "0123456789abcdef".repeat(2);
		for (MdpVersion version : MdpVersion.values()) {
			messages.add(MdpClientCodec.request(version, TspCodec.REQUEST,
					TspCodec.encodeSubmit(TitanicFixture.ECHO, Frames.ofText("x"))));
			messages.add(MdpClientCodec.request(version, TspCodec.REPLY, TspCodec.encodeId(id)));
			messages.add(MdpClientCodec.request(version, TspCodec.CLOSE, TspCodec.encodeId(id)));
			messages.add(MdpClientCodec.request(version, new ServiceName("mmi.service"), Frames.ofText("echo")));
			messages.add(MdpClientCodec.request(version, new ServiceName("mmi.unknown"), Frames.ofText("echo")));
		}
		return messages;
	}

	private static List<Frames> plain() {
		CallFrame call = CallFrame.build(7, 1)
			.number(Property.ATTEMPT, 1)
			.number(Property.BUDGET, 1000)
			.text("tenant", "blue")
			.end();
		return List.of(Frames.ofText("", "request"), Frames.of(call.encode(), EMPTY, bytes("request")),
				Frames.of(bytes("hop"), call.encode(), EMPTY, bytes("request"), EMPTY),
				Frames.of(CompactCodec.encode(call, Frames.ofText("request"))));
	}

	private static List<Frames> toServer() {
		CallFrame call = CallFrame.build(7, 1).number(Property.ATTEMPT, 1).number(Property.BUDGET, 1000).end();
		List<Frames> messages = new ArrayList<>(plain());
		messages.addAll(MajordomoFrames.requests());
		messages.add(FlpCodec.ping());
		messages.add(FlpCodec.encodeRequest(call, Frames.ofText("request")));
		messages.add(Frames.ofText("control", "request"));
		return messages;
	}

	private static List<Frames> fromWorkers() {
		List<Frames> messages = new ArrayList<>(MajordomoFrames.commands(WorkerDialect.MAJORDOMO_01));
		messages.addAll(MajordomoFrames.commands(WorkerDialect.MAJORDOMO_02));
		Frames address = Frames.of(CallFrame.build(9, 1).end().encode());
		messages.add(WorkerCodec.encode(new WorkerCommand.Ready(WorkerDialect.PARANOID, ServiceName.ANONYMOUS)));
		messages.add(WorkerCodec.encode(new WorkerCommand.Heartbeat(WorkerDialect.PARANOID)));
		messages.add(WorkerCodec.encode(new WorkerCommand.Reply(WorkerDialect.PARANOID, address, Frames.ofText("x"))));
		messages.add(Frames.of(EMPTY, new byte[] { 1 }));
		return messages;
	}

	private static List<Frames> toWorkers(WorkerDialect dialect) {
		CallFrame lease = CallFrame.build(9, 1)
			.flag(Property.QUEUE)
			.number(Property.BUDGET, 1000)
			.number(Property.ATTEMPT, 1)
			.end();
		Frames body = Frames.ofText("request");
		return List.of(WorkerCodec.encode(dialect, new QueueCommand.Heartbeat()),
				WorkerCodec.encode(dialect, new QueueCommand.Request(Frames.of(lease.encode()), body)),
				WorkerCodec.encode(dialect, new QueueCommand.Request(Frames.ofText("address"), body)),
				Frames.of(CompactCodec.encode(lease, body)));
	}

	private static List<Frames> toClients() {
		CallFrame reply = CallFrame.build(7, 1).flag(Property.QUEUE).end();
		CallFrame part = CallFrame.build(7, 1).flag(Property.QUEUE).number(Property.PART, 0).flag(Property.MORE).end();
		Frames body = Frames.ofText("forged");
		return List.of(FlpCodec.pong(), Frames.of(reply.encode(), EMPTY, bytes("forged")),
				Frames.of(reply.encode(), bytes("forged")), Frames.of(reply.encode(), reply.encode(), bytes("forged")),
				Frames.of(CompactCodec.encode(part, body)), Frames.of(CompactCodec.encode(reply, body)),
				MdpClientCodec.reply(MdpVersion.V01, TitanicFixture.ECHO, body, true),
				MdpClientCodec.reply(MdpVersion.V02, TitanicFixture.ECHO, body, false));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
