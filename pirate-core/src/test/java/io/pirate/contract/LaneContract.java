package io.pirate.contract;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.pirate.ClientOptions;
import io.pirate.Lane;
import io.pirate.NoReplyException;
import io.pirate.OutcomeUnknownException;
import io.pirate.PirateClient;
import io.pirate.PirateClosedException;
import io.pirate.PirateInterruptedException;
import io.pirate.PirateListener;
import io.pirate.RejectedException;
import io.pirate.RemoteFailureException;
import io.pirate.machine.ClientProtocol;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * What a client promises whatever lane carries its calls and whatever protocol they
 * speak, against a REP-like server.
 */
@Timeout(60)
abstract class LaneContract {

	static final RetryPolicy PATIENT = new RetryPolicy(Duration.ofSeconds(10), 0, false);

	final ExecutorService callbacks = Executors.newFixedThreadPool(2);

	private final List<AutoCloseable> closeables = new ArrayList<>();

	abstract Lane lane();

	/** What it asks for; the anonymous service is asked in plain request-reply. */
	ServiceName service() {
		return ServiceName.ANONYMOUS;
	}

	ClientProtocol protocol() {
		return ClientProtocol.AUTO;
	}

	/** How this lane's server says that the handler failed. */
	abstract void fail(ScriptedServer.Received request, String code, String reason);

	@AfterEach
	void closeEverything() throws Exception {
		for (int i = this.closeables.size() - 1; i >= 0; i--) {
			this.closeables.get(i).close();
		}
		this.callbacks.shutdownNow();
	}

	final <T extends AutoCloseable> T closing(T closeable) {
		this.closeables.add(closeable);
		return closeable;
	}

	final PirateClient client(String... endpoints) {
		return client(ClientOptions.of(endpoints));
	}

	final PirateClient client(ClientOptions options) {
		PirateClient client = closing(
				new PirateClient(spoken(options.with(lane())), PirateListener.NONE, this.callbacks));
		client.start();
		return client;
	}

	ClientOptions spoken(ClientOptions options) {
		return options.with(protocol());
	}

	static RetryPolicy policy(int timeoutMillis, int retries) {
		return new RetryPolicy(Duration.ofMillis(timeoutMillis), retries, false);
	}

	final Request request(String... body) {
		return Request.of(service(), Frames.ofText(body));
	}

	static String freeEndpoint() {
		try (ScriptedServer server = ScriptedServer.echo()) {
			return server.endpoint();
		}
	}

	/** A server in the form that this lane's clients ask. */
	ScriptedServer server(String bind, Consumer<ScriptedServer.Received> script) {
		return new ScriptedServer(bind, script);
	}

	final ScriptedServer with(Consumer<ScriptedServer.Received> script) {
		return server(anyEndpoint(), script);
	}

	final ScriptedServer echo() {
		return with(ScriptedServer.Received::echo);
	}

	/** Where a server may bind. */
	String anyEndpoint() {
		return "tcp://127.0.0.1:*";
	}

	@Test
	void aReplyIsTheBodyByteForByte() {
		PirateClient client = client(closing(echo()).endpoint());
		Frames body = Frames.of(new byte[] { 0, 1, (byte) 255 }, new byte[0], "ü".getBytes());
		for (int i = 0; i < 100; i++) {
			Reply reply = client.send(Request.of(service(), body), PATIENT);
			assertThat(reply.body()).isEqualTo(body);
		}
		assertThat(client.snapshot().inFlight()).isZero();
		assertThat(client.snapshot().endpoints().get(0).connected()).isTrue();
	}

	@Test
	void manyThreadsGetTheirOwnReplies() throws Exception {
		PirateClient client = client(closing(echo()).endpoint());
		ExecutorService callers = Executors.newFixedThreadPool(64);
		List<Future<?>> done = new ArrayList<>();
		for (int thread = 0; thread < 64; thread++) {
			String name = "caller-" + thread + "-";
			done.add(callers.submit(() -> {
				for (int i = 0; i < 50; i++) {
					assertThat(client.send(request(name + i), PATIENT).body().text(0)).isEqualTo(name + i);
				}
			}));
		}
		for (Future<?> each : done) {
			each.get(30, TimeUnit.SECONDS);
		}
		callers.shutdownNow();
		assertThat(client.snapshot().lateReplies()).isZero();
	}

	@Test
	void aThousandCallsInFlightNeedNoThreadEach() throws Exception {
		PirateClient client = client(closing(echo()).endpoint());
		Semaphore window = new Semaphore(1000);
		List<CompletableFuture<Reply>> all = new ArrayList<>();
		int threads = Thread.activeCount();
		for (int i = 0; i < 5000; i++) {
			window.acquire();
			CompletableFuture<Reply> future = client.sendAsync(request("n" + i), PATIENT);
			future.whenComplete((reply, failure) -> window.release());
			all.add(future);
		}
		for (int i = 0; i < all.size(); i++) {
			assertThat(all.get(i).get(30, TimeUnit.SECONDS).body().text(0)).isEqualTo("n" + i);
		}
		assertThat(Thread.activeCount()).isLessThan(threads + 10);
	}

	@Test
	void withoutAServerTheAttemptsAreMadeAndNoFileDescriptorIsLost() {
		PirateClient client = client(freeEndpoint());
		silence(client);
		int before = openFiles();
		for (int i = 0; i < 5; i++) {
			NoReplyException failure = silence(client);
			assertThat(failure.attempts()).isEqualTo(3);
			assertThat(failure.elapsed()).isBetween(Duration.ofMillis(290), Duration.ofMillis(2000));
			assertThat(failure.endpoints()).isEqualTo(client.options().endpoints());
		}
		assertThat(openFiles()).isLessThanOrEqualTo(before + 5);
		assertThat(client.snapshot().endpoints().get(0).connected()).isFalse();
	}

	private NoReplyException silence(PirateClient client) {
		AtomicReference<NoReplyException> caught = new AtomicReference<>();
		assertThatExceptionOfType(NoReplyException.class)
			.isThrownBy(() -> client.send(request("anybody?"), policy(100, 2)))
			.satisfies(caught::set);
		return caught.get();
	}

	static int openFiles() {
		String[] files = new File("/proc/self/fd").list();
		return (files != null) ? files.length : 0;
	}

	@Test
	void aSilentServerIsAskedOnNewSocketsWithoutLosingFileDescriptors() {
		ScriptedServer server = closing(with((request) -> {
		}));
		PirateClient client = client(server.endpoint());
		silence(client);
		int before = openFiles();
		for (int i = 0; i < 10; i++) {
			silence(client);
		}
		await().untilAsserted(() -> assertThat(openFiles()).isLessThanOrEqualTo(before + 5));
		assertThat(client.snapshot().replacedLanes()).isPositive();
		server.script(ScriptedServer.Received::echo);
		assertThat(client.send(request("back"), PATIENT).body().text(0)).isEqualTo("back");
	}

	@Test
	void aServerThatDiesAfterReceivingIsAskedAgainWhenItIsBack() {
		ScriptedServer first = closing(with((request) -> {
		}));
		String endpoint = first.endpoint();
		CompletableFuture<Reply> reply = client(endpoint).sendAsync(request("x"), policy(2000, 5));
		await().until(() -> !first.received.isEmpty());
		first.close();
		ScriptedServer second = closing(server(endpoint, ScriptedServer.Received::echo));
		assertThat(reply.join().body().text(0)).isEqualTo("x");
		assertThat(second.received.get(0).frames().size()).isEqualTo(first.received.get(0).frames().size());
	}

	@Test
	void aLateReplyNeverReachesAnotherCall() {
		List<ScriptedServer.Received> slow = new ArrayList<>();
		ScriptedServer server = closing(with((request) -> {
			if (request.text().equals("slow")) {
				slow.add(request);
			}
			else {
				slow.forEach(ScriptedServer.Received::echo);
				request.echo();
			}
		}));
		PirateClient client = client(server.endpoint());
		for (int i = 0; i < 20; i++) {
			assertThatExceptionOfType(NoReplyException.class)
				.isThrownBy(() -> client.send(request("slow"), policy(20, 0)));
			assertThat(client.send(request("quick" + i), PATIENT).body().text(0)).isEqualTo("quick" + i);
		}
	}

	@Test
	void anInterruptCancelsTheCallAndTheClientLivesOn() throws Exception {
		ScriptedServer server = closing(echo());
		PirateClient client = client(server.endpoint());
		for (int i = 0; i < 10; i++) {
			client.send(request("before"), PATIENT);
			server.script((request) -> {
			});
			AtomicReference<Throwable> failure = new AtomicReference<>();
			AtomicReference<Boolean> flag = new AtomicReference<>();
			int seen = server.received.size();
			Thread caller = new Thread(() -> {
				try {
					client.send(request("interrupted"), PATIENT);
				}
				catch (RuntimeException ex) {
					failure.set(ex);
					flag.set(Thread.currentThread().isInterrupted());
				}
			});
			caller.start();
			await().until(() -> server.received.size() > seen);
			caller.interrupt();
			caller.join(10_000);
			assertThat(failure.get()).isInstanceOf(PirateInterruptedException.class);
			assertThat(flag.get()).isTrue();
			server.script(ScriptedServer.Received::echo);
			assertThat(client.send(request("after"), PATIENT).body().text(0)).isEqualTo("after");
			await().until(() -> client.snapshot().inFlight() == 0);
		}
	}

	@Test
	void cancellingTheFutureCancelsTheCall() {
		ScriptedServer server = closing(with((request) -> {
		}));
		PirateClient client = client(server.endpoint());
		CompletableFuture<Reply> future = client.sendAsync(request("x"), policy(10_000, 3));
		await().until(() -> client.snapshot().inFlight() == 1);
		future.cancel(true);
		await().until(() -> client.snapshot().inFlight() == 0);
		assertThatExceptionOfType(CancellationException.class).isThrownBy(future::join);
	}

	@Test
	void closingEndsEveryCallAndTheClientStartsAgain() {
		ScriptedServer server = closing(with((request) -> {
		}));
		PirateClient client = client(server.endpoint());
		List<CompletableFuture<Reply>> open = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			open.add(client.sendAsync(request("x"), policy(10_000, 3)));
		}
		CompletableFuture<Reply> waiting = CompletableFuture.supplyAsync(() -> client.send(request("y"), PATIENT));
		await().until(() -> client.snapshot().inFlight() == 11);
		client.close();
		open.add(waiting);
		for (CompletableFuture<Reply> each : open) {
			assertThatExceptionOfType(CompletionException.class).isThrownBy(each::join)
				.withCauseInstanceOf(PirateClosedException.class);
		}
		assertThatExceptionOfType(PirateClosedException.class).isThrownBy(() -> client.send(request("z"), PATIENT));
		assertThatIllegalStateException().isThrownBy(client::snapshot);
		server.script(ScriptedServer.Received::echo);
		client.start();
		assertThat(client.send(request("again"), PATIENT).body().text(0)).isEqualTo("again");
	}

	@Test
	void closingEndsTheCallOfASingleCaller() {
		ScriptedServer server = closing(with((request) -> {
		}));
		PirateClient client = client(server.endpoint());
		CompletableFuture<Reply> waiting = CompletableFuture.supplyAsync(() -> client.send(request("y"), PATIENT));
		await().until(() -> !server.received.isEmpty());
		client.close();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(waiting::join)
			.withCauseInstanceOf(PirateClosedException.class);
	}

	@Test
	void moreCallsThanAllowedAreRejectedAtOnce() {
		ScriptedServer server = closing(with((request) -> {
		}));
		PirateClient client = client(ClientOptions.of(server.endpoint()).withMaxInFlight(1));
		CompletableFuture<Reply> first = client.sendAsync(request("x"), PATIENT);
		assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> client.send(request("y"), PATIENT))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("busy"));
		first.cancel(true);
		server.script(ScriptedServer.Received::echo);
		await().until(() -> client.snapshot().inFlight() == 0);
		assertThat(client.send(request("z"), PATIENT).body().text(0)).isEqualTo("z");
	}

	@Test
	void atMostOnceIsSentOnce() {
		ScriptedServer server = closing(with((request) -> {
		}));
		PirateClient client = client(server.endpoint());
		RetryPolicy once = new RetryPolicy(Duration.ofMillis(500), 3, true);
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> client.send(request("x"), once));
		assertThat(server.received).hasSize(1);
	}

	@Test
	void aFailureOfTheHandlerIsARemoteFailure() {
		ScriptedServer server = closing(with((request) -> fail(request, "bad-request", "no such order")));
		PirateClient client = client(server.endpoint());
		assertThatExceptionOfType(RemoteFailureException.class).isThrownBy(() -> client.send(request("x"), PATIENT))
			.satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo("bad-request");
				assertThat(ex.reason()).isEqualTo("no such order");
			});
	}

	@Test
	void severalServersTakeOverFromEachOther() {
		ScriptedServer dying = closing(echo());
		ScriptedServer living = closing(echo());
		PirateClient client = client(dying.endpoint(), living.endpoint());
		await().until(() -> client.snapshot().endpoints().stream().allMatch((view) -> view.connected()));
		await().until(() -> {
			client.send(request("both?"), policy(1000, 3));
			return !dying.received.isEmpty() && !living.received.isEmpty();
		});
		for (int i = 0; i < 100; i++) {
			if (i == 50) {
				dying.close();
			}
			assertThat(client.send(request("n" + i), policy(1000, 3)).body().text(0)).isEqualTo("n" + i);
		}
	}

	@Test
	void whatCannotTravelIsRefusedBeforeItIsSent() {
		ScriptedServer server = closing(echo());
		PirateClient client = client(server.endpoint());
		Request tooLong = Request.of(service(), Frames.of(new byte[1024 * 1024 + 1]));
		assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> client.send(tooLong, PATIENT))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("too-large"));
		Request longest = Request.of(service(), Frames.of(new byte[1024 * 1024]));
		assertThat(client.send(longest, PATIENT).body().byteCount()).isEqualTo(1024 * 1024);
	}

}
