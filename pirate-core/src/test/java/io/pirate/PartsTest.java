package io.pirate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A publisher of what an iterator gives. */
class PartsTest {

	/** Tasks that run when the test says so. */
	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final AtomicInteger closed = new AtomicInteger();

	private void run() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
		}
	}

	private Probe subscribe(Iterator<?> iterator, Executor executor) {
		Probe probe = new Probe();
		Parts.<Object>of(iterator, this.closed::incrementAndGet, executor).subscribe(probe);
		return probe;
	}

	private Probe subscribe(Iterator<?> iterator) {
		return subscribe(iterator, this.tasks::add);
	}

	@Test
	void pullsAsMuchAsWasRequestedAndOnTheExecutorOnly() {
		AtomicInteger pulled = new AtomicInteger();
		Probe probe = subscribe(IntStream.iterate(0, (i) -> i + 1).peek((i) -> pulled.incrementAndGet()).iterator());
		assertThat(this.tasks).isEmpty();
		probe.request(3);
		assertThat(pulled).hasValue(0);
		run();
		assertThat(probe.signals).containsExactly("0", "1", "2");
		assertThat(pulled).hasValue(3);
		assertThat(this.tasks).isEmpty();
		probe.request(1);
		run();
		assertThat(probe.signals).containsExactly("0", "1", "2", "3");
		assertThat(this.closed).hasValue(0);
	}

	@Test
	void oneTaskServesAllRequestsThatComeBeforeItHasRun() {
		Probe probe = subscribe(Stream.generate(() -> "x").iterator());
		probe.request(2);
		probe.request(2);
		assertThat(this.tasks).hasSize(1);
		run();
		assertThat(probe.signals).hasSize(4);
	}

	@Test
	void closesAndCompletesWhenTheIteratorIsExhausted() {
		Probe probe = subscribe(List.of("a", "b").iterator());
		probe.request(2);
		run();
		assertThat(probe.signals).containsExactly("a", "b");
		probe.request(1);
		run();
		assertThat(probe.signals).containsExactly("a", "b", "complete");
		assertThat(this.closed).hasValue(1);
		probe.request(1);
		probe.cancel();
		run();
		assertThat(probe.signals).hasSize(3);
		assertThat(this.closed).hasValue(1);
	}

	@Test
	void anEmptyIteratorCompletesWhenItIsAsked() {
		Probe probe = subscribe(List.of().iterator());
		probe.request(Long.MAX_VALUE);
		run();
		assertThat(probe.signals).containsExactly("complete");
	}

	@Test
	void requestsWithoutEndAddUp() {
		Probe probe = subscribe(List.of("a", "b", "c").iterator());
		probe.request(Long.MAX_VALUE);
		probe.request(Long.MAX_VALUE);
		run();
		assertThat(probe.signals).containsExactly("a", "b", "c", "complete");
	}

	@Test
	void aFailureOfTheIteratorIsSignalledAndCloses() {
		Iterator<String> failing = Stream.of("a", "b").map((each) -> {
			if (each.equals("b")) {
				throw new IllegalStateException("no luck");
			}
			return each;
		}).iterator();
		Probe probe = subscribe(failing);
		probe.request(5);
		run();
		assertThat(probe.signals).containsExactly("a", "IllegalStateException no luck");
		assertThat(this.closed).hasValue(1);
	}

	@Test
	void nullIsAFailure() {
		Probe probe = subscribe(Collections.singletonList(null).iterator());
		probe.request(1);
		run();
		assertThat(probe.signals).containsExactly("NullPointerException the iterator gave null");
	}

	@Test
	void whatGoesWrongInTheEndIsSignalled() {
		Probe probe = new Probe();
		Parts.<Object>of(List.of("a").iterator(), () -> {
			throw new IllegalStateException("cannot close");
		}, this.tasks::add).subscribe(probe);
		probe.request(2);
		run();
		assertThat(probe.signals).containsExactly("a", "IllegalStateException cannot close");
	}

	@Test
	void aRequestOfNothingIsAFailure() {
		Probe probe = subscribe(List.of("a").iterator());
		probe.request(0);
		run();
		assertThat(probe.signals).singleElement().asString().startsWith("IllegalArgumentException");
		assertThat(this.closed).hasValue(1);
	}

	@Test
	void cancelsBetweenElementsAndClosesOnTheExecutor() {
		Probe probe = subscribe(Stream.generate(() -> "x").iterator());
		probe.request(1);
		run();
		probe.cancel();
		probe.cancel();
		assertThat(this.closed).hasValue(0);
		run();
		assertThat(this.closed).hasValue(1);
		probe.request(1);
		run();
		assertThat(probe.signals).containsExactly("x");
	}

	@Test
	void cancelsFromWithinASignal() {
		Probe probe = subscribe(Stream.generate(() -> "x").iterator());
		probe.onNext = probe::cancel;
		probe.request(Long.MAX_VALUE);
		run();
		assertThat(probe.signals).containsExactly("x");
		assertThat(this.closed).hasValue(1);
	}

	@Test
	void requestsFromWithinASignalDoNotNest() {
		Probe probe = subscribe(IntStream.range(0, 100_000).iterator(), Runnable::run);
		probe.onNext = () -> probe.request(1);
		probe.request(1);
		assertThat(probe.signals).hasSize(100_001).endsWith("complete");
	}

	@Test
	void aSubscriberThatThrowsGetsNothingMore() {
		Probe probe = subscribe(Stream.generate(() -> "x").iterator());
		probe.onNext = () -> {
			throw new IllegalStateException("mine");
		};
		probe.request(5);
		assertThat(org.assertj.core.api.Assertions.catchThrowable(this::run)).hasMessage("mine");
		assertThat(probe.signals).containsExactly("x");
		assertThat(this.closed).hasValue(1);
	}

	@Test
	void anExecutorThatRefusesIsAFailure() {
		Probe probe = subscribe(List.of("a").iterator(), (task) -> {
			throw new RejectedExecutionException("full");
		});
		probe.request(1);
		assertThat(probe.signals).containsExactly("RejectedExecutionException full");
		assertThat(this.closed).hasValue(1);
		probe.request(1);
		assertThat(probe.signals).hasSize(1);
	}

	@Test
	void aSecondSubscriberIsRefused() {
		Flow.Publisher<Object> publisher = Parts.of(List.of("a").iterator(), () -> {
		}, this.tasks::add);
		Probe first = new Probe();
		Probe second = new Probe();
		publisher.subscribe(first);
		publisher.subscribe(second);
		second.request(1);
		assertThat(second.signals).singleElement().asString().startsWith("IllegalStateException");
		first.request(2);
		run();
		assertThat(first.signals).containsExactly("a", "complete");
	}

	@Test
	@Timeout(30)
	void cancelWhilePullingWaitsWithTheCloseUntilThePullIsOver() throws InterruptedException {
		ExecutorService threads = Executors.newFixedThreadPool(2);
		CountDownLatch pulling = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		Probe probe = subscribe(Stream.generate(() -> {
			pulling.countDown();
			awaitLatch(goOn);
			return "x";
		}).iterator(), threads);
		probe.request(10);
		pulling.await();
		probe.cancel();
		assertThat(this.closed).hasValue(0);
		goOn.countDown();
		await().untilAtomic(this.closed, org.hamcrest.Matchers.is(1));
		threads.shutdown();
		assertThat(probe.signals.size()).isLessThanOrEqualTo(1);
	}

	@Test
	@Timeout(60)
	void signalsAreSerialAndCompleteWithManyRequestersAndThreads() throws InterruptedException {
		int elements = 20_000;
		ExecutorService threads = Executors.newFixedThreadPool(4);
		AtomicBoolean busy = new AtomicBoolean();
		AtomicBoolean overlapped = new AtomicBoolean();
		Probe probe = subscribe(IntStream.range(0, elements).iterator(), threads);
		probe.onNext = () -> {
			overlapped.compareAndSet(false, !busy.compareAndSet(false, true));
			busy.set(false);
		};
		Thread[] requesters = new Thread[4];
		for (int i = 0; i < requesters.length; i++) {
			requesters[i] = new Thread(() -> IntStream.range(0, elements).forEach((each) -> probe.request(1)));
			requesters[i].start();
		}
		for (Thread requester : requesters) {
			requester.join();
		}
		await().untilAtomic(this.closed, org.hamcrest.Matchers.is(1));
		threads.shutdown();
		await().until(() -> probe.signals.size() == elements + 1);
		assertThat(overlapped).isFalse();
		assertThat(probe.signals.get(elements)).isEqualTo("complete");
		assertThat(probe.signals.subList(0, elements))
			.isEqualTo(IntStream.range(0, elements).mapToObj(Integer::toString).toList());
	}

	private static void awaitLatch(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Writes down what it is told. */
	private static final class Probe implements Flow.Subscriber<Object> {

		private final List<String> signals = Collections.synchronizedList(new ArrayList<>());

		private volatile Runnable onNext = () -> {
		};

		private volatile Flow.@Nullable Subscription subscription;

		void request(long elements) {
			subscription().request(elements);
		}

		void cancel() {
			subscription().cancel();
		}

		private Flow.Subscription subscription() {
			return java.util.Objects.requireNonNull(this.subscription);
		}

		@Override
		public void onSubscribe(Flow.Subscription given) {
			this.subscription = given;
		}

		@Override
		public void onNext(Object element) {
			this.signals.add(element.toString());
			this.onNext.run();
		}

		@Override
		public void onError(Throwable failure) {
			this.signals.add(failure.getClass().getSimpleName() + " " + failure.getMessage());
		}

		@Override
		public void onComplete() {
			this.signals.add("complete");
		}

	}

}
