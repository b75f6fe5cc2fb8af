package io.pirate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.machine.QueueSettings;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** Clients of a Titanic while it, or its queue, is away. */
class TitanicAwayTest {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final ServiceName ORDERS = new ServiceName("orders");

	private final PirateQueue queue = new PirateQueue(
			QueueOptions.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*")
				.with(QueueSettings.defaults(256L * 1024 * 1024).with(new HeartbeatPolicy(Duration.ofMillis(100), 50))),
			PirateListener.NONE);

	private FakeTitanic fake;

	private PirateClient client;

	private TitanicClient titanic;

	@BeforeEach
	void start() {
		this.queue.start();
		this.fake = new FakeTitanic(this.queue.backend()).start();
		await().until(this.fake::isRegistered);
		use(ClientOptions.of(this.queue.frontend()));
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.fake.close();
		this.queue.close();
	}

	private void use(ClientOptions options) {
		this.client = new PirateClient(options, PirateListener.NONE, Runnable::run);
		this.client.start();
		this.titanic = new TitanicClient(() -> this.client);
	}

	private static Request order(String text) {
		return Request.of(ORDERS, Frames.ofText(text));
	}

	@Test
	void withoutATitanicNothingIsStored() {
		this.fake.close();
		await().until(() -> !this.queue.snapshot().services().containsKey(new ServiceName("titanic.request"))
				|| this.queue.snapshot().services().get(new ServiceName("titanic.request")).workers() == 0);
		TitanicClient hasty = this.titanic.with(new RetryPolicy(Duration.ofMillis(400), 1, false));
		assertThat(catchThrowableOfType(RejectedException.class, () -> hasty.submit(order("x"))).code())
			.isEqualTo("no-worker");
	}

	@Test
	void withoutAQueueThereIsNoReply() {
		this.queue.close();
		TitanicClient hasty = this.titanic.with(new RetryPolicy(Duration.ofMillis(100), 0, false));
		assertThatExceptionOfType(NoReplyException.class).isThrownBy(() -> hasty.submit(order("x")));
		assertThatExceptionOfType(NoReplyException.class)
			.isThrownBy(() -> hasty.submitAll(List.of(order("x"), order("y"))));
	}

	@Test
	void waitingOutlivesAQueueAndATitanicThatAreAway() {
		Ticket ticket = this.titanic.submit(order("x"));
		TitanicClient hasty = this.titanic.with(new RetryPolicy(Duration.ofMillis(200), 0, false));
		this.fake.close();
		CompletableFuture<Reply> reply = hasty.awaitAsync(ticket, PATIENCE);
		try (FakeTitanic restarted = new FakeTitanic(this.queue.backend())) {
			restarted.answer(ticket, "late", "text/plain");
			restarted.start();
			assertThat(reply).succeedsWithin(PATIENCE).extracting((r) -> r.body().text(0)).isEqualTo("late");
		}
	}

}
