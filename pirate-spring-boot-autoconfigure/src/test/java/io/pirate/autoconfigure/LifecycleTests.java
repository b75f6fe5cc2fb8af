package io.pirate.autoconfigure;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.pirate.PirateListener;
import io.pirate.spring.PirateClients;
import io.pirate.spring.PirateOperations;
import io.pirate.spring.PirateQueueLifecycle;
import io.pirate.spring.PirateTemplate;
import io.pirate.spring.PirateWorker;
import io.pirate.spring.PirateWorkerRegistry;
import io.pirate.spring.event.PirateEvent;
import io.pirate.spring.event.QueueJoinedEvent;
import io.pirate.spring.event.QueueLostEvent;
import io.pirate.spring.event.WorkerExpiredEvent;
import io.pirate.spring.event.WorkerJoinedEvent;
import io.pirate.wire.ServiceName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/** Starting, stopping, leaving. */
class LifecycleTests {

	private final ApplicationContextRunner runner = Runners.withQueue(Runners.plain())
		.withPropertyValues("pirate.worker.drain-timeout=5s")
		.withUserConfiguration(Echo.class);

	@Test
	void workersStopFirstAndTheQueueStopsLast() {
		this.runner.run((context) -> {
			int workers = context.getBean(PirateWorkerRegistry.class).getPhase();
			int client = context.getBean(PirateClients.class).getPhase();
			int queue = context.getBean(PirateQueueLifecycle.class).getPhase();
			int web = WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
			assertThat(List.of(workers, web, client, queue)).isSortedAccordingTo((one, other) -> other - one)
				.doesNotHaveDuplicates();
		});
	}

	@Test
	void nothingIsLeftAfterTheEnd() {
		this.runner.run((context) -> {
			PirateOperations pirate = context.getBean(PirateOperations.class);
			assertThat(pirate.request("x", String.class)).isEqualTo("x");
			assertThat(pirate.requestAsync("x", String.class)).succeedsWithin(Duration.ofSeconds(5));
			assertThat(pirateThreads()).isNotEmpty();
		});
		Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(pirateThreads()).isEmpty());
	}

	@Test
	void aProcessThatServesStaysAlive() {
		this.runner.run((context) -> assertThat(Thread.getAllStackTraces().keySet())
			.anyMatch((thread) -> thread.getName().equals("pirate-keep-alive") && !thread.isDaemon()));
		Runners.plain().run((context) -> assertThat(pirateThreads()).doesNotContain("pirate-keep-alive"));
	}

	@Test
	void nothingIsLeftAfterAFailedStart() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.runner.withPropertyValues("pirate.queue.backend=tcp://127.0.0.1:" + taken.getLocalPort())
				.run((context) -> assertThat(context).hasFailed());
		}
		Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(pirateThreads()).isEmpty());
	}

	@Test
	void aStoppedApplicationMayStartAgain() {
		this.runner.run((context) -> {
			PirateOperations pirate = context.getBean(PirateOperations.class);
			assertThat(pirate.request("x", String.class)).isEqualTo("x");
			context.getSourceApplicationContext().stop();
			assertThat(context.getBean(PirateQueueLifecycle.class).isRunning()).isFalse();
			context.getSourceApplicationContext().start();
			assertThat(pirate.request("y", String.class)).isEqualTo("y");
		});
	}

	@Test
	void itStartsWithoutAReachableQueue() {
		Runners.plain()
			.withUserConfiguration(Echo.class)
			.withPropertyValues("pirate.worker.endpoints=tcp://127.0.0.1:1",
					"pirate.client.endpoints=tcp://127.0.0.1:1")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(PirateWorkerRegistry.class).isRunning("echo")).isTrue();
			});
	}

	@Test
	void aTemplateThatNobodyUsesConnectsNowhere() {
		this.runner.run((context) -> {
			assertThat(context.getBean(PirateClients.class).snapshots()).isEmpty();
			context.getBean(PirateTemplate.class);
			assertThat(context.getBean(PirateClients.class).snapshots()).containsOnlyKeys("");
		});
	}

	@Test
	void requestsInHandAreAnsweredBeforeTheWorkerIsGone() {
		CompletableFuture<?>[] call = new CompletableFuture<?>[1];
		Runners.withQueue(Runners.plain()).run((queue) -> {
			PirateQueueLifecycle running = queue.getBean(PirateQueueLifecycle.class);
			Runners.plain()
				.withUserConfiguration(Gated.class)
				.withPropertyValues("pirate.worker.endpoints=" + running.queue().backend(),
						"pirate.worker.heartbeat-interval=200ms")
				.run((worker) -> {
					Gated gated = worker.getBean(Gated.class);
					call[0] = queue.getBean(PirateOperations.class).requestAsync("x", String.class);
					assertThat(gated.entered.await(5, TimeUnit.SECONDS)).isTrue();
					CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(gated.leave::countDown);
				});
			assertThat(call[0]).succeedsWithin(Duration.ofSeconds(2)).isEqualTo("late x");
		});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void handlersRunOnVirtualThreadsWhereTheApplicationWantsThem() {
		Runners.withQueue(Runners.plain())
			.withUserConfiguration(WhichThread.class)
			.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(context.getBean(PirateOperations.class).request("x", String.class))
				.startsWith("VirtualThread"));
	}

	@Test
	void handlersRunOnThreadsOfTheirOwn() {
		Runners.withQueue(Runners.plain())
			.withUserConfiguration(WhichThread.class)
			.run((context) -> assertThat(context.getBean(PirateOperations.class).request("x", String.class))
				.contains("pirate-which-"));
	}

	@Test
	void whatHappensIsPublishedOffTheIoThreads() {
		News news = new News();
		this.runner.withBean(News.class, () -> news).run((context) -> {
			Awaitility.await()
				.atMost(Duration.ofSeconds(5))
				.untilAsserted(() -> assertThat(news.events).hasAtLeastOneElementOfType(WorkerJoinedEvent.class)
					.hasAtLeastOneElementOfType(QueueJoinedEvent.class));
			assertThat(news.events).contains(new WorkerJoinedEvent("orders-app", ServiceName.ANONYMOUS));
			// a paranoid worker has no word for goodbye: it leaves by falling silent
			CountDownLatch stopped = new CountDownLatch(1);
			context.getBean(PirateWorkerRegistry.class).stop("echo", stopped::countDown);
			assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
			Awaitility.await()
				.atMost(Duration.ofSeconds(5))
				.untilAsserted(() -> assertThat(news.events).hasAtLeastOneElementOfType(WorkerExpiredEvent.class));
		});
		assertThat(news.threads).isNotEmpty().allMatch((thread) -> thread.startsWith("pirate-events-"));
	}

	@Test
	void theQueuesEndIsPublished() {
		News news = new News();
		Runners.withQueue(Runners.plain()).run((queue) -> {
			PirateQueueLifecycle running = queue.getBean(PirateQueueLifecycle.class);
			Runners.plain()
				.withUserConfiguration(Echo.class)
				.withBean(News.class, () -> news)
				.withPropertyValues("pirate.worker.endpoints=" + running.queue().backend(),
						"pirate.worker.heartbeat-interval=200ms")
				.run((worker) -> {
					Awaitility.await()
						.atMost(Duration.ofSeconds(5))
						.untilAsserted(
								() -> assertThat(news.events).hasAtLeastOneElementOfType(QueueJoinedEvent.class));
					running.stop();
					Awaitility.await()
						.atMost(Duration.ofSeconds(5))
						.untilAsserted(() -> assertThat(news.events).hasAtLeastOneElementOfType(QueueLostEvent.class));
				});
		});
	}

	@Test
	void aListenerThatThrowsDisturbsNobody() {
		this.runner.withUserConfiguration(Thrower.class).run((context) -> {
			assertThat(context.getBean(PirateOperations.class).request("x", String.class)).isEqualTo("x");
		});
	}

	private static List<String> pirateThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter(Thread::isAlive)
			.map(Thread::getName)
			.filter((name) -> name.startsWith("pirate"))
			.collect(Collectors.toList());
	}

	@Configuration(proxyBeanMethods = false)
	static class Echo {

		@PirateWorker(id = "echo")
		String answer(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Gated {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch leave = new CountDownLatch(1);

		@PirateWorker
		String answer(String text) throws InterruptedException {
			this.entered.countDown();
			this.leave.await();
			return "late " + text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WhichThread {

		@PirateWorker(id = "which")
		String answer(String text) {
			return Thread.currentThread().toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Thrower {

		@Bean
		PirateListener thrower() {
			return new PirateListener() {
				@Override
				public void dispatched(ServiceName service, long waitedNanos) {
					throw new IllegalStateException("no");
				}

				@Override
				public void workerJoined(String worker, ServiceName service) {
					throw new IllegalStateException("no");
				}
			};
		}

	}

	static class News {

		final Queue<PirateEvent> events = new ConcurrentLinkedQueue<>();

		final Queue<String> threads = new ConcurrentLinkedQueue<>();

		@EventListener
		void on(PirateEvent event) {
			this.events.add(event);
			this.threads.add(Thread.currentThread().getName());
		}

	}

}
