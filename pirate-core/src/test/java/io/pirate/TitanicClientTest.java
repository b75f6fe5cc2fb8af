package io.pirate;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.pirate.machine.ClientProtocol;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** The client of RFC 9, over real sockets, at a Titanic that a test plays. */
class TitanicClientTest {

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
		if (this.client != null) {
			this.client.close();
		}
		this.client = new PirateClient(options, PirateListener.NONE, Runnable::run);
		this.client.start();
		this.titanic = new TitanicClient(() -> this.client);
	}

	private static Request order(String text) {
		return new Request(ORDERS, Frames.ofText(text, "second"), "text/plain", Map.of("tenant", "blue"));
	}

	@ParameterizedTest
	@EnumSource(names = { "AUTO", "MDP01" })
	void aRequestGoesThroughItsWholeLife(ClientProtocol protocol) {
		use(ClientOptions.of(this.queue.frontend()).with(protocol));
		Ticket ticket = this.titanic.submit(order("3 rum"));
		Request stored = this.fake.stored.get(ticket.id());
		assertThat(stored.body()).isEqualTo(Frames.ofText("orders", "3 rum", "second"));
		assertThat(stored.contentType()).isEqualTo("text/plain");
		assertThat(stored.headers()).containsEntry("tenant", "blue").containsKey(TitanicClient.IDEMPOTENCY_KEY);
		assertThat(this.titanic.fetch(ticket)).isEmpty();
		this.fake.answer(ticket, "receipt", "text/x-receipt");
		Reply reply = this.titanic.fetch(ticket).orElseThrow();
		assertThat(reply.body()).isEqualTo(Frames.ofText("receipt"));
		assertThat(reply.contentType()).isEqualTo("text/x-receipt");
		assertThat(reply.headers()).containsEntry("answered-by", "me");
		assertThat(this.titanic.fetch(new Ticket(ticket.toString()))).as("fetched again").contains(reply);
		this.titanic.close(ticket);
		this.titanic.close(ticket);
		assertThatExceptionOfType(UnknownTicketException.class).isThrownBy(() -> this.titanic.fetch(ticket))
			.satisfies((ex) -> assertThat(ex.ticket()).isEqualTo(ticket));
	}

	@Test
	void theSameKeyGivesTheSameTicketAndNoKeyAFreshOne() {
		Request keyed = new Request(ORDERS, Frames.ofText("x"), null,
				Map.of(TitanicClient.IDEMPOTENCY_KEY, "order-4711"));
		assertThat(this.titanic.submit(keyed)).isEqualTo(this.titanic.submit(keyed));
		assertThat(this.titanic.submit(order("x"))).isNotEqualTo(this.titanic.submit(order("x")));
		assertThat(this.fake.stored).hasSize(3);
	}

	@Test
	void asynchronousCallsHaveTheSameEnds() {
		Ticket ticket = this.titanic.submitAsync(order("x")).join();
		assertThat(this.titanic.fetchAsync(ticket).join()).isEmpty();
		this.fake.answer(ticket, "done", "text/plain");
		assertThat(this.titanic.fetchAsync(ticket).join()).isPresent();
		assertThat(this.titanic.closeAsync(ticket)).succeedsWithin(PATIENCE);
		assertThat(this.titanic.fetchAsync(ticket)).failsWithin(PATIENCE)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(UnknownTicketException.class);
	}

	@Test
	void aBatchKeepsItsOrder() {
		List<Request> orders = IntStream.range(0, 3000).mapToObj((i) -> order("order " + i)).toList();
		List<Ticket> tickets = this.titanic.submitAll(orders);
		assertThat(tickets).hasSize(3000);
		assertThat(new HashSet<>(tickets)).hasSize(3000);
		for (int i = 0; i < tickets.size(); i += 100) {
			assertThat(this.fake.stored.get(tickets.get(i).id()).body().text(1)).isEqualTo("order " + i);
		}
		assertThat(this.titanic.submitAll(List.of())).isEmpty();
	}

	@Test
	void aBatchEndsWithItsFirstFailure() {
		this.fake.refusal = Frames.ofText("500", "rejected", "full", "no room");
		assertThatExceptionOfType(RejectedException.class)
			.isThrownBy(() -> this.titanic.submitAll(IntStream.range(0, 2000).mapToObj((i) -> order("x")).toList()))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("full"));
	}

	@Test
	void whatTitanicRefusesIsTyped() {
		this.fake.refusal = Frames.ofText("500", "rejected", "full", "no room");
		assertThat(catchThrowableOfType(RejectedException.class, () -> this.titanic.submit(order("x"))).code())
			.isEqualTo("full");
		this.fake.refusal = Frames.ofText("500");
		assertThat(catchThrowableOfType(RemoteFailureException.class, () -> this.titanic.submit(order("x"))).code())
			.isEqualTo("storage");
		this.fake.refusal = Frames.ofText("200", "no ticket");
		assertThat(catchThrowableOfType(RemoteFailureException.class, () -> this.titanic.submit(order("x"))).code())
			.isEqualTo("bad-reply");
		this.fake.refusal = Frames.ofText("what?");
		assertThat(catchThrowableOfType(RemoteFailureException.class, () -> this.titanic.submit(order("x"))).code())
			.isEqualTo("bad-reply");
	}

	@Test
	void aFailedRequestIsAFailureOfItsWorker() {
		Ticket ticket = this.titanic.submit(order("x"));
		this.fake.replies.put(ticket.id(),
				Reply.ok(Frames.ofText("500", "error", "bad-request", "no such rum"), null, Map.of()));
		assertThatExceptionOfType(RemoteFailureException.class).isThrownBy(() -> this.titanic.fetch(ticket))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("bad-request"))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo("no such rum"));
		assertThatExceptionOfType(RemoteFailureException.class).isThrownBy(() -> this.titanic.await(ticket, PATIENCE));
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
	void whoWaitsGetsTheReplyWhenItComes() {
		Ticket ticket = this.titanic.submit(order("x"));
		CompletableFuture<Reply> reply = this.titanic.awaitAsync(ticket, PATIENCE);
		await().until(() -> questions(ticket) > 2);
		assertThat(reply).isNotDone();
		this.fake.answer(ticket, "done", "text/plain");
		assertThat(reply).succeedsWithin(PATIENCE).extracting((r) -> r.body().text(0)).isEqualTo("done");
		assertThat(this.titanic.await(ticket, Duration.ofSeconds(1)).body().text(0)).isEqualTo("done");
	}

	@Test
	void manyTicketsAreAwaitedWithoutAThreadEach() {
		List<Ticket> tickets = this.titanic.submitAll(IntStream.range(0, 500).mapToObj((i) -> order("x")).toList());
		int before = Thread.activeCount();
		List<CompletableFuture<Reply>> replies = tickets.stream()
			.map((ticket) -> this.titanic.awaitAsync(ticket, PATIENCE))
			.toList();
		await().until(() -> tickets.stream().allMatch((ticket) -> questions(ticket) > 1));
		assertThat(Thread.activeCount()).isLessThan(before + 50);
		tickets.forEach((ticket) -> this.fake.answer(ticket, "done", "text/plain"));
		assertThat(CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))).succeedsWithin(PATIENCE);
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

	@Test
	void waitingEndsInTime() {
		Ticket ticket = this.titanic.submit(order("x"));
		assertThatExceptionOfType(NoReplyException.class)
			.isThrownBy(() -> this.titanic.await(ticket, Duration.ofMillis(300)))
			.satisfies((ex) -> assertThat(ex.attempts()).isGreaterThan(2))
			.satisfies((ex) -> assertThat(ex.elapsed()).isLessThan(PATIENCE));
		assertThatIllegalArgumentException().isThrownBy(() -> this.titanic.await(ticket, Duration.ZERO));
	}

	@Test
	void waitingEndsWhenItIsCancelled() {
		Ticket ticket = this.titanic.submit(order("x"));
		CompletableFuture<Reply> reply = this.titanic.awaitAsync(ticket, PATIENCE);
		await().until(() -> questions(ticket) > 0);
		reply.cancel(false);
		int last = questions(ticket) + 1;
		await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> questions(ticket) <= last);
	}

	@Test
	void anInterruptedCallerIsToldSo() throws InterruptedException {
		Ticket ticket = this.titanic.submit(order("x"));
		CompletableFuture<Boolean> flag = new CompletableFuture<>();
		Thread waiting = new Thread(() -> {
			try {
				this.titanic.await(ticket, PATIENCE);
			}
			catch (PirateInterruptedException ex) {
				flag.complete(Thread.currentThread().isInterrupted());
			}
		});
		waiting.start();
		await().until(() -> questions(ticket) > 0);
		waiting.interrupt();
		assertThat(flag).succeedsWithin(PATIENCE).isEqualTo(true);
		waiting.join(TimeUnit.SECONDS.toMillis(10));
	}

	@Test
	void aClosedClientEndsEverythingAtOnce() {
		Ticket ticket = this.titanic.submit(order("x"));
		CompletableFuture<Reply> reply = this.titanic.awaitAsync(ticket, PATIENCE);
		this.client.close();
		assertThat(reply).failsWithin(PATIENCE)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(PirateClosedException.class);
		assertThat(this.titanic.submitAllAsync(List.of(order("x")))).failsWithin(PATIENCE)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(PirateClosedException.class);
	}

	@Test
	void onlyNamedServicesCanBeAskedLater() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.titanic.submit(Request.of(ServiceName.ANONYMOUS, Frames.ofText("x"))))
			.withMessageContaining("named service");
	}

	private int questions(Ticket ticket) {
		return this.fake.questions.containsKey(ticket.id()) ? this.fake.questions.get(ticket.id()).get() : 0;
	}

}
