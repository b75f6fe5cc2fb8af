package io.pirate.reactor;

import java.time.Duration;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.wire.Frames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ReactorTest {

	private static final Duration SOON = Duration.ofSeconds(10);

	private final Reactor reactor = new Reactor("reactor-test");

	private final SocketSettings settings = SocketSettings.server(1024 * 1024, HeartbeatPolicy.DEFAULT);

	@AfterEach
	void close() {
		this.reactor.close();
	}

	@Test
	void aMessageGoesThereAndBack() throws Exception {
		this.reactor.start();
		LoopPair.Echo echo = new LoopPair.Echo("tcp://127.0.0.1:*", this.settings);
		add(echo);
		LoopPair.Asker asker = new LoopPair.Asker(echo.bound(), this.settings);
		add(asker);
		await().atMost(SOON).until(() -> asker.events.contains("connected"));
		Sent sent = this.reactor.call(() -> asker.port().send(Frames.ofText("", "hello", "world")), SOON);
		assertThat(sent).isEqualTo(Sent.SENT);
		await().atMost(SOON).until(() -> !asker.received.isEmpty());
		assertThat(asker.received).containsExactly(Frames.ofText("", "hello", "world"));
		this.reactor.execute(() -> this.reactor.loop().remove(asker));
		await().atMost(SOON).until(() -> !echo.ended.isEmpty());
		assertThat(echo.ended.get(0).peer()).isEqualTo(echo.received.get(0).peer());
	}

	private void add(Node node) throws Exception {
		this.reactor.<Object>call(() -> {
			this.reactor.loop().add(node);
			return "added";
		}, SOON);
	}

}
