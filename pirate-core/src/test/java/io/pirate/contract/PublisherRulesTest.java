package io.pirate.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.pirate.ClientOptions;
import io.pirate.PirateClient;
import io.pirate.PirateClosedException;
import io.pirate.PirateListener;
import io.pirate.RejectedException;
import io.pirate.machine.RetryPolicy;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

/** The rules of reactive streams, by their numbers where they have one. */
@Timeout(60)
class PublisherRulesTest {

	private final ExecutorService callbacks = Executors.newFixedThreadPool(2);

	private final PartServer parts = new PartServer();

	private final ScriptedServer server = ScriptedServer.with(this.parts);

	private final PirateClient client = client(this.callbacks);

	@AfterEach
	void closeEverything() {
		this.client.close();
		this.server.close();
		this.callbacks.shutdownNow();
	}

	private PirateClient client(Executor executor) {
		PirateClient fresh = new PirateClient(ClientOptions.of(this.server.endpoint()).withCompact(false),
				PirateListener.NONE, executor);
		fresh.start();
		return fresh;
	}

	private Flow.Publisher<Reply> stream(PirateClient from, int total) {
		return from.stream(request(Frames.ofText(Integer.toString(total))), RetryPolicy.DEFAULT);
	}

	private static Request request(Frames body) {
		return Request.of(new ServiceName("rows"), body);
	}

	@Test
	void nothingIsSentBeforeSomebodySubscribesAndEachSubscriptionIsACall() {
		Flow.Publisher<Reply> cold = stream(this.client, 5);
		assertThat(this.client.snapshot().calls()).isZero();
		List<Taker> takers = List.of(new Taker(5), new Taker(5));
		takers.forEach(cold::subscribe);
		await().until(() -> takers.stream().allMatch(Taker::isOver));
		assertThat(takers).allSatisfy((taker) -> assertThat(taker.taken).hasSize(5));
		assertThat(this.server.received).hasSize(2);
	}

	@Test
	void aSubscriberIsNeeded() {
		assertThatNullPointerException().isThrownBy(() -> stream(this.client, 1).subscribe(null));
	}

	/** 1.1 and 3.8. */
	@Test
	void noMoreIsSignalledThanWasRequested() {
		Taker taker = new Taker(3);
		stream(this.client, 100).subscribe(taker);
		await().until(() -> taker.taken.size() == 3);
		taker.request(2);
		await().until(() -> taker.taken.size() == 5);
		await().until(() -> this.parts.sent.get() == 64);
		assertThat(taker.taken).hasSize(5);
	}

	/** 3.9. */
	@ParameterizedTest
	@ValueSource(longs = { 0, -1, Long.MIN_VALUE })
	void lessThanOneIsAnErrorAndEndsTheCall(long wrong) {
		Taker taker = new Taker(3);
		stream(this.client, 100).subscribe(taker);
		await().until(() -> taker.taken.size() == 3);
		taker.request(wrong);
		await().until(taker::isOver);
		assertThat(taker.failure()).isInstanceOf(IllegalArgumentException.class);
		await().until(() -> this.parts.cancelled.size() == 1);
		taker.request(wrong);
		taker.request(1);
		taker.cancel();
	}

	/** 3.17. */
	@Test
	void demandWithoutBoundDoesNotOverflow() {
		Taker taker = new Taker(Long.MAX_VALUE);
		taker.onEach = (count) -> taker.request(Long.MAX_VALUE);
		stream(this.client, 1000).subscribe(taker);
		await().until(taker::isOver);
		assertThat(taker.failure()).isNull();
		assertThat(taker.taken).hasSize(1000);
	}

	/** 3.3, on an executor that runs everything at once. */
	@Test
	void requestingWithinASignalDoesNotRecurse() {
		AtomicInteger deepest = new AtomicInteger();
		AtomicInteger depth = new AtomicInteger();
		AtomicInteger count = new AtomicInteger();
		AtomicBoolean complete = new AtomicBoolean();
		try (PirateClient direct = client(Runnable::run)) {
			stream(direct, 20_000).subscribe(new Flow.Subscriber<>() {

				private Flow.Subscription subscription;

				@Override
				public void onSubscribe(Flow.Subscription given) {
					this.subscription = given;
					given.request(1);
				}

				@Override
				public void onNext(Reply part) {
					deepest.accumulateAndGet(depth.incrementAndGet(), Math::max);
					count.incrementAndGet();
					this.subscription.request(1);
					depth.decrementAndGet();
				}

				@Override
				public void onError(Throwable ex) {
				}

				@Override
				public void onComplete() {
					complete.set(true);
				}

			});
			await().until(complete::get);
		}
		assertThat(count).hasValue(20_000);
		assertThat(deepest).hasValue(1);
	}

	/** 3.5 to 3.7. */
	@Test
	void cancellingIsIdempotentAndEndsAllSignals() {
		Taker taker = new Taker(3);
		stream(this.client, 100).subscribe(taker);
		await().until(() -> taker.taken.size() == 3);
		taker.cancel();
		taker.cancel();
		taker.request(10);
		taker.request(-1);
		await().until(() -> this.client.snapshot().inFlight() == 0);
		assertThat(taker.taken).hasSize(3);
		assertThat(taker.isOver()).isFalse();
		assertThat(this.parts.cancelled).hasSizeLessThanOrEqualTo(1);
	}

	@Test
	void whoCancelsAtOnceIsNotAskedFor() {
		AtomicReference<Throwable> signal = new AtomicReference<>();
		stream(this.client, 5).subscribe(new Flow.Subscriber<>() {

			@Override
			public void onSubscribe(Flow.Subscription given) {
				given.request(1);
				given.cancel();
			}

			@Override
			public void onNext(Reply part) {
				signal.set(new AssertionError("a part"));
			}

			@Override
			public void onError(Throwable ex) {
				signal.set(ex);
			}

			@Override
			public void onComplete() {
				signal.set(new AssertionError("complete"));
			}

		});
		assertThat(this.client.snapshot().calls()).isZero();
		assertThat(signal).hasValue(null);
	}

	/** 2.13. */
	@Test
	void aSubscriberThatThrowsHasCancelled() {
		Taker taker = new Taker(10);
		taker.onEach = (count) -> {
			throw new IllegalStateException("a subscriber must not do this");
		};
		stream(this.client, 100).subscribe(taker);
		await().dontCatchUncaughtExceptions().until(() -> this.parts.cancelled.size() == 1);
		assertThat(taker.taken).hasSize(1);
		assertThat(taker.isOver()).isFalse();
	}

	/** 1.9: an error too comes after the subscription. */
	@Test
	void whatCannotBeAskedIsAnErrorOfTheSubscription() {
		Taker large = new Taker(0);
		this.client.stream(request(Frames.of(new byte[1024 * 1024 + 1])), RetryPolicy.DEFAULT).subscribe(large);
		await().until(large::isOver);
		assertThat(large.failure()).isInstanceOf(RejectedException.class).hasMessageContaining("too-large");
		this.client.close();
		Taker closed = new Taker(1);
		stream(this.client, 5).subscribe(closed);
		await().until(closed::isOver);
		assertThat(closed.failure()).isInstanceOf(PirateClosedException.class);
	}

	@Test
	void withoutAnExecutorSignalsStillStayOffTheIoThread() {
		List<Thread> threads = new ArrayList<>();
		Taker taker = new Taker(10);
		taker.onEach = (count) -> threads.add(Thread.currentThread());
		try (PirateClient rejecting = client((task) -> {
			throw new RejectedExecutionException("full");
		})) {
			stream(rejecting, 10).subscribe(taker);
			await().until(taker::isOver);
		}
		assertThat(taker.failure()).isNull();
		assertThat(threads).hasSize(10)
			.allSatisfy((thread) -> assertThat(thread.getName()).startsWith("ForkJoinPool.commonPool"));
		assertThat(ForkJoinPool.commonPool().isShutdown()).isFalse();
	}

}
