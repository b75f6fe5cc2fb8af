package io.pirate.reactor;

import java.io.ByteArrayOutputStream;
import java.time.Duration;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.testing.MutantRunner;
import io.pirate.testing.RawPeer;
import io.pirate.wire.Frames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whatever a server sends to a connecting socket, the loop's other sockets go on. */
class HostileServerTest {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final int LANES = 16;

	private final Reactor reactor = new Reactor("hostile-server-test");

	private final SocketSettings settings = SocketSettings.client(64 * 1024, HeartbeatPolicy.DEFAULT);

	@AfterEach
	void close() {
		this.reactor.close();
	}

	@Test
	void mutantsDoNoHarmAndEveryLaneKeepsTrying() throws Exception {
		this.reactor.start();
		LoopPair.Echo echo = new LoopPair.Echo("tcp://127.0.0.1:*", this.settings);
		add(echo);
		LoopPair.Asker witness = new LoopPair.Asker(echo.bound(), this.settings);
		add(witness);
		int mutants = MutantRunner.gate() / 20;
		try (MutantRunner.Server server = new MutantRunner(valid(), Long.getLong("pirate.seed", 1L), mutants)
			.listen()) {
			for (int i = 0; i < LANES; i++) {
				add(new LoopPair.Asker(server.endpoint(), this.settings));
			}
			await().atMost(Duration.ofSeconds(mutants)).until(() -> server.sent() == mutants);
		}
		await().atMost(SOON).until(() -> witness.events.contains("connected"));
		this.reactor.<Object>call(() -> witness.port().send(Frames.ofText("still", "here")), SOON);
		await().atMost(SOON).until(() -> !witness.received.isEmpty());
		assertThat(witness.received).containsExactly(Frames.ofText("still", "here"));
		assertThat(witness.events).doesNotContain("disconnected");
		assertThat(this.reactor.loop().failure()).isNull();
		assertThat(this.reactor.loop().ioExceptions()).isZero();
	}

	private static byte[] valid() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(RawPeer.greeting());
		bytes.writeBytes(RawPeer.ready("ROUTER", ""));
		bytes.writeBytes(RawPeer.message(Frames.ofText("", "a reply nobody asked for")));
		bytes.writeBytes(RawPeer.message(Frames.ofText("x".repeat(300), "", "second")));
		return bytes.toByteArray();
	}

	private void add(Node node) throws Exception {
		this.reactor.<Object>call(() -> {
			this.reactor.loop().add(node);
			return "added";
		}, SOON);
	}

}
