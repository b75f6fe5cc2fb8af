package io.pirate.spring.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pirate.wire.ServiceName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is published, and what of it is logged. */
class PirateEventPublisherTests {

	private static final ServiceName ORDERS = new ServiceName("orders");

	private final Logger logger = (Logger) LoggerFactory.getLogger(PirateEventPublisher.class);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final AtomicInteger published = new AtomicInteger();

	private final AtomicLong now = new AtomicLong();

	private final PirateEventPublisher publisher = new PirateEventPublisher((event) -> this.published.incrementAndGet(),
			this.now::get);

	@BeforeEach
	void listen() {
		this.log.start();
		this.logger.setLevel(Level.INFO);
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void close() {
		this.logger.detachAppender(this.log);
		this.logger.setLevel(null);
		this.publisher.destroy();
	}

	/** Who may serve comes and goes as often as he likes, and each time was a line. */
	@Test
	void ofManyEventsOfAKindSomeAreLoggedAndAllArePublished() {
		for (int i = 0; i < 500; i++) {
			this.publisher.workerJoined("w", ORDERS);
		}
		this.publisher.endpointLost("tcp://127.0.0.1:1");
		this.publisher.queueLost(ORDERS, "tcp://127.0.0.1:2", "silence");
		awaitPublished(502);
		assertThat(lines("WorkerJoined")).hasSize(20);
		assertThat(lines("QueueLost")).hasSize(1);
		this.now.addAndGet(Duration.ofSeconds(1).toNanos());
		this.publisher.workerJoined("w", ORDERS);
		awaitPublished(503);
		assertThat(lines("WorkerJoined")).hasSize(22).element(20).asString().startsWith("480 more");
	}

	@Test
	void fewAreAllLogged() {
		for (int i = 0; i < 200; i++) {
			this.publisher.workerJoined("w", ORDERS);
			awaitPublished(i + 1);
			this.now.addAndGet(Duration.ofMillis(50).toNanos());
		}
		assertThat(lines("WorkerJoined")).hasSize(200).noneMatch((line) -> line.contains("more"));
	}

	private void awaitPublished(int count) {
		await().pollInterval(Duration.ofMillis(1))
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.published.get() == count);
	}

	private List<String> lines(String kind) {
		return this.log.list.stream()
			.map(ILoggingEvent::getFormattedMessage)
			.filter((line) -> line.contains(kind))
			.toList();
	}

}
