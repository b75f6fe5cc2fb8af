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
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
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

	private static final PirateQueue queue = new PirateQueue(
			QueueOptions.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*")
				.with(QueueSettings.defaults(256L * 1024 * 1024).with(new HeartbeatPolicy(Duration.ofMillis(100), 50))),
			PirateListener.NONE);

	private static FakeTitanic fake;

	private PirateClient client;

	private TitanicClient titanic;

	/** Workers take their time to register and to leave, so these are for all tests. */
	@BeforeAll
	static void open() {
		queue.start();
		fake = new FakeTitanic(queue.backend()).start();
		await().until(fake::isRegistered);
	}

	@AfterAll
	static void shut() {
		fake.close();
		queue.close();
	}

	@BeforeEach
	void start() {
		fake.refusal = null;
		fake.stored.clear();
		use(ClientOptions.of(queue.frontend()));
	}

	@AfterEach
	void stop() {
		this.client.close();
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
		use(ClientOptions.of(queue.frontend()).with(protocol));
		Ticket ticket = this.titanic.submit(order("3 rum"));
		Request stored = fake.stored.get(ticket.id());
		assertThat(stored.body()).isEqualTo(Frames.ofText("orders", "3 rum", "second"));
		assertThat(stored.contentType()).isEqualTo("text/plain");
		assertThat(stored.headers()).containsEntry("tenant", "blue").containsKey(TitanicClient.IDEMPOTENCY_KEY);
		assertThat(this.titanic.fetch(ticket)).isEmpty();
		fake.answer(ticket, "receipt", "text/x-receipt");
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
		assertThat(fake.stored).hasSize(3);
	}

	@Test
	void asynchronousCallsHaveTheSameEnds() {
		Ticket ticket = this.titanic.submitAsync(order("x")).join();
		assertThat(this.titanic.fetchAsync(ticket).join()).isEmpty();
		fake.answer(ticket, "done", "text/plain");
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
			assertThat(fake.stored.get(tickets.get(i).id()).body().text(1)).isEqualTo("order " + i);
		}
		assertThat(this.titanic.submitAll(List.of())).isEmpty();
	}

	@Test
	void aBatchEndsWithItsFirstFailure() {
		fake.refusal = Frames.ofText("500", "rejected", "full", "no room");
		assertThatExceptionOfType(RejectedException.class)
			.isThrownBy(() -> this.titanic.submitAll(IntStream.range(0, 2000).mapToObj((i) -> order("x")).toList()))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("full"));
	}

	@Test
	void whatTitanicRefusesIsTyped() {
		fake.refusal = Frames.ofText("500", "rejected", "full", "no room");
		assertThat(catchThrowableOfType(RejectedException.class, () -> this.titanic.submit(order("x"))).code())
			.isEqualTo("full");
		fake.refusal = Frames.ofText("500");
		assertThat(catchThrowableOfType(RemoteFailureException.class, () -> this.titanic.submit(order("x"))).code())
			.isEqualTo("storage");
		fake.refusal = Frames.ofText("200", "no ticket");
		assertThat(catchThrowableOfType(RemoteFailureException.class, () -> this.titanic.submit(order("x"))).code())
			.isEqualTo("bad-reply");
		fake.refusal = Frames.ofText("what?");
		assertThat(catchThrowableOfType(RemoteFailureException.class, () -> this.titanic.submit(order("x"))).code())
			.isEqualTo("bad-reply");
	}

	@Test
	void aFailedRequestIsAFailureOfItsWorker() {
		Ticket ticket = this.titanic.submit(order("x"));
		fake.replies.put(ticket.id(),
				Reply.ok(Frames.ofText("500", "error", "bad-request", "no such rum"), null, Map.of()));
		assertThatExceptionOfType(RemoteFailureException.class).isThrownBy(() -> this.titanic.fetch(ticket))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("bad-request"))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo("no such rum"));
		assertThatExceptionOfType(RemoteFailureException.class).isThrownBy(() -> this.titanic.await(ticket, PATIENCE));
	}

	@Test
	void whoWaitsGetsTheReplyWhenItComes() {
		Ticket ticket = this.titanic.submit(order("x"));
		CompletableFuture<Reply> reply = this.titanic.awaitAsync(ticket, PATIENCE);
		await().until(() -> questions(ticket) > 2);
		assertThat(reply).isNotDone();
		fake.answer(ticket, "done", "text/plain");
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
		tickets.forEach((ticket) -> fake.answer(ticket, "done", "text/plain"));
		assertThat(CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))).succeedsWithin(PATIENCE);
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
		return fake.questions.containsKey(ticket.id()) ? fake.questions.get(ticket.id()).get() : 0;
	}

}
