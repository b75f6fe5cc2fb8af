package io.pirate.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.pirate.AcceptedPeer;
import io.pirate.ClientOptions;
import io.pirate.CurveKeyPair;
import io.pirate.Lane;
import io.pirate.NoReplyException;
import io.pirate.PeerList;
import io.pirate.PirateClient;
import io.pirate.PirateQueue;
import io.pirate.SecurityOptions;
import io.pirate.WorkerOptions;
import io.pirate.machine.RetryPolicy;
import io.pirate.process.ChildProcess;
import io.pirate.wire.Frames;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** libzmq's CURVE and ours: with right, wrong and no keys, in both directions. */
class CurvePeersTest {

	private static final ServiceName ECHO = new ServiceName("echo");

	private static final RetryPolicy PATIENT = new RetryPolicy(Duration.ofSeconds(5), 3, false);

	private static final RetryPolicy HASTY = new RetryPolicy(Duration.ofMillis(500), 2, false);

	private static final CurveKeyPair SERVER = CurveKeyPair.generate();

	private static final CurveKeyPair CLIENT = CurveKeyPair.generate();

	private static final CurveKeyPair WORKER = CurveKeyPair.generate();

	private static final CurveKeyPair STRANGER = CurveKeyPair.generate();

	private final PeerList peers = PeerList.of(
			new AcceptedPeer("client", List.of(CLIENT.publicKey()), List.of("*"), List.of()),
			new AcceptedPeer("worker", List.of(WORKER.publicKey()), List.of(), List.of("*")));

	private final Crew crew = new Crew();

	@BeforeAll
	static void needsPython() {
		ChildProcess.assumePython();
	}

	@AfterEach
	void endAll() {
		this.crew.close();
	}

	@Test
	void foreignPeersWithTheirOwnKeysAreServedAndServe() {
		PirateQueue queue = queue();
		peer("mdp_worker.py", towards(SERVER, WORKER), queue.backend(), "echo", "--mdp", 2, "--interval", 0.2);
		for (int version = 1; version <= 2; version++) {
			ChildProcess client = peer("mdp_client.py", towards(SERVER, CLIENT), queue.frontend(), "echo", "--mdp",
					version, "--count", 300);
			assertThat(client.await("RESULT")).contains(" ok=300 ");
		}
		PirateClient ours = ourClient(queue.frontend(), SecurityOptions.client(CLIENT, SERVER.publicKey()));
		assertThat(ours.send(request(ECHO, "ours"), PATIENT).body().text(0)).isEqualTo("ours");
	}

	@Test
	void foreignParanoidWorkerAndPlainClientTalkEncrypted() {
		PirateQueue queue = queue();
		peer("ppp_worker.py", towards(SERVER, WORKER), queue.backend(), "--interval", 0.2);
		ChildProcess client = peer("req_client.py", towards(SERVER, CLIENT), queue.frontend(), "--count", 300);
		assertThat(client.await("RESULT")).startsWith("ok=300 ");
	}

	@Test
	void foreignPeersWithWrongOrNoKeysReachNobody() {
		PirateQueue queue = queue();
		this.crew.worker(WorkerOptions.of("ours", ECHO, queue.backend())
			.with(SecurityOptions.client(WORKER, SERVER.publicKey())));
		List<List<Object>> wrong = List.of(towards(SERVER, STRANGER), towards(STRANGER, CLIENT), List.of());
		List<ChildProcess> clients = new ArrayList<>();
		for (List<Object> keys : wrong) {
			peer("mdp_worker.py", keys, queue.backend(), "echo", "--mdp", 2, "--interval", 0.2);
			clients
				.add(peer("mdp_client.py", keys, queue.frontend(), "echo", "--mdp", 2, "--count", 1, "--timeout", 2));
		}
		clients.forEach((client) -> assertThat(client.await("FAILED")).isNotEmpty());
		assertThat(queue.snapshot().workers()).hasSize(1);
		assertThat(queue.deniedConnections()).isPositive();
		PirateClient ours = ourClient(queue.frontend(), SecurityOptions.client(CLIENT, SERVER.publicKey()));
		assertThat(ours.send(request(ECHO, "ours"), PATIENT).body().text(0)).isEqualTo("ours");
	}

	@ParameterizedTest
	@EnumSource(Lane.class)
	void ourClientAsksAForeignServerWithTheRightKeyOnly(Lane lane) {
		ChildProcess server = peer("rep_server.py", serving(SERVER), Crew.ANY_PORT);
		String endpoint = server.await("BOUND");
		PirateClient ours = this.crew.client(ClientOptions.of(endpoint)
			.with(lane)
			.with(SecurityOptions.client(CLIENT, STRANGER.publicKey(), SERVER.publicKey())));
		for (int i = 0; i < 50; i++) {
			assertThat(ours.send(request(ServiceName.ANONYMOUS, "call " + i), PATIENT).body().text(0))
				.isEqualTo("call " + i);
		}
		for (SecurityOptions wrong : List.of(SecurityOptions.NONE,
				SecurityOptions.client(CLIENT, STRANGER.publicKey()))) {
			PirateClient lost = ourClient(endpoint, wrong);
			assertThatExceptionOfType(NoReplyException.class)
				.isThrownBy(() -> lost.send(request(ServiceName.ANONYMOUS, "secret"), HASTY));
		}
		assertThat(server.finish()).isEqualTo("received=50 answered=50");
	}

	@Test
	void ourWorkerServesAForeignQueueWithCurve() {
		ChildProcess broker = peer("mdp_broker.py", serving(SERVER), Crew.ANY_PORT, "--mdp", 2, "--interval", 0.2);
		String endpoint = broker.await("BOUND");
		this.crew
			.worker(WorkerOptions.of("ours", ECHO, endpoint).with(SecurityOptions.client(WORKER, SERVER.publicKey())));
		ChildProcess client = peer("mdp_client.py", towards(SERVER, CLIENT), endpoint, "echo", "--mdp", 2, "--count",
				200);
		assertThat(client.await("RESULT")).contains(" ok=200 ");
	}

	private PirateQueue queue() {
		return this.crew.queue(SecurityOptions.server(SERVER, this.peers));
	}

	private PirateClient ourClient(String endpoint, SecurityOptions security) {
		return this.crew.client(ClientOptions.of(endpoint).with(security));
	}

	private static Request request(ServiceName service, String text) {
		return Request.of(service, Frames.ofText(text));
	}

	private ChildProcess peer(String script, List<Object> keys, Object... arguments) {
		List<Object> all = new ArrayList<>(List.of(arguments));
		all.addAll(keys);
		return this.crew.peer(script, all.toArray());
	}

	private static List<Object> towards(CurveKeyPair server, CurveKeyPair own) {
		return List.of("--curve-server=" + server.publicKey(), "--curve-public=" + own.publicKey(),
				"--curve-secret=" + own.secretKey());
	}

	private static List<Object> serving(CurveKeyPair own) {
		return List.of("--curve-public=" + own.publicKey(), "--curve-secret=" + own.secretKey());
	}

}
