package io.pirate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.MdpVersion;
import io.pirate.wire.Property;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A worker that replies in parts, with a queue that grants credit as ours does. */
class StreamingWorkerTest {

	private static final byte[] NOTHING = new byte[0];

	private final ForeignMajordomo queue = new ForeignMajordomo(MdpVersion.V02);

	@AfterEach
	void close() {
		this.queue.close();
	}

	private WorkerFixture worker(PirateStreamHandler handler) {
		return WorkerFixture
			.streaming(WorkerFixture.majordomo(WorkerDialect.MAJORDOMO_02, this.queue.endpoint()), handler)
			.start();
	}

	private static Reply part(String text) {
		return Reply.ok(Frames.ofText(text), null, Map.of());
	}

	private void expectFailure(String code, String reason) {
		ForeignMajordomo.Message message = this.queue.receiveWork();
		assertThat(message.isPartial()).isFalse();
		assertThat(message.call().status()).isEqualTo(ReplyStatus.ERROR);
		assertThat(message.call().text(Property.CODE)).isEqualTo(code);
		assertThat(message.call().text(Property.REASON)).isEqualTo(reason);
		assertThat(message.call().has(Property.PART)).isFalse();
	}

	private void expectPart(int number, boolean more) {
		ForeignMajordomo.Message message = this.queue.receiveWork();
		assertThat(message.text()).isEqualTo(Integer.toString(number));
		assertThat(message.call().number(Property.PART, -1)).isEqualTo(number);
		assertThat(message.call().has(Property.MORE)).isEqualTo(more);
		assertThat(message.isPartial()).isEqualTo(more);
	}

	@Test
	void producesOnlyWhatWasGranted() {
		int parts = 20_000;
		Counted source = new Counted(parts, NOTHING);
		try (WorkerFixture fixture = worker(source::publish)) {
			Identity worker = this.queue.awaitReady();
			this.queue.lease(worker, 7, 64, "rows");
			int granted = 64;
			for (int i = 0; i < parts - 1; i++) {
				expectPart(i, true);
				assertThat(source.produced()).isLessThanOrEqualTo(granted);
				if (granted - i == 33) {
					granted += 32;
					this.queue.heartbeat(worker);
					this.queue.credit(worker, 7, 32);
				}
			}
			ForeignMajordomo.Message last = this.queue.receiveWork();
			if (last.isPartial()) {
				last = this.queue.receiveWork();
				assertThat(last.call().text(Property.CODE)).isEqualTo("end");
			}
			await().until(source::isClosed);
			assertThat(fixture.worker().snapshot().handled()).isEqualTo(1);
			assertThat(fixture.worker().snapshot().running()).isZero();
		}
	}

	@Test
	void aCancelledReplyStopsItsProducer() {
		Counted source = new Counted(1_000_000, NOTHING);
		try (WorkerFixture fixture = worker(source::publish)) {
			Identity worker = this.queue.awaitReady();
			this.queue.lease(worker, 7, 2, "rows");
			expectPart(0, true);
			expectPart(1, true);
			this.queue.cancel(worker, 7);
			expectFailure("cancelled", "the caller wants no more");
			await().until(source::isClosed);
			await().until(() -> fixture.worker().snapshot().running() == 0);
			assertThat(source.produced()).isEqualTo(2);
		}
	}

	@Test
	void aLostQueueStopsItsProducers() {
		Counted source = new Counted(1_000_000, NOTHING);
		try (WorkerFixture fixture = worker(source::publish)) {
			Identity worker = this.queue.awaitReady();
			this.queue.lease(worker, 7, 2, "rows");
			expectPart(0, true);
			this.queue.disconnect(worker);
			await().until(source::isClosed);
			await().until(() -> fixture.worker().snapshot().running() == 0);
		}
	}

	@Test
	void aClosedContextStopsItsProducers() {
		Counted source = new Counted(1_000_000, NOTHING);
		try (WorkerFixture fixture = worker(source::publish)) {
			this.queue.lease(this.queue.awaitReady(), 7, 2, "rows");
			expectPart(0, true);
			fixture.context().close();
			await().until(source::isClosed);
		}
	}

	@Test
	void leavingLetsAReplyFinish() throws InterruptedException {
		Counted source = new Counted(3, NOTHING);
		try (WorkerFixture fixture = worker(source::publish)) {
			Identity worker = this.queue.awaitReady();
			this.queue.lease(worker, 7, 1, "rows");
			expectPart(0, true);
			CountDownLatch stopped = new CountDownLatch(1);
			fixture.worker().stop(stopped::countDown);
			await().until(() -> fixture.worker().snapshot().draining());
			this.queue.credit(worker, 7, 9);
			expectPart(1, true);
			expectPart(2, false);
			assertThat(this.queue.receiveWork().frames()).isEqualTo(this.queue.command(5, 6, Frames.NONE));
			assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void everyFailureIsTheEnd() {
		PirateStreamHandler handler = (job) -> switch (job.request().body().text(0)) {
			case "throws" -> throw new IllegalStateException("no luck");
			case "null" -> null;
			case "too-large" -> publish(Stream.of(Reply.ok(Frames.of(new byte[1024 * 1024 + 1]), null, Map.of())));
			case "fails-later" -> publish(Stream.of("0", "x").map((each) -> part(Integer.toString(number(each)))));
			case "says-so" -> publish(Stream.of(part("0"), Reply.failure(ReplyStatus.ERROR, "enough", "of that")));
			default -> (subscriber) -> subscriber.onSubscribe(new Greedy(subscriber));
		};
		try (WorkerFixture fixture = worker(handler)) {
			Identity worker = this.queue.awaitReady();
			this.queue.lease(worker, 1, 9, "throws");
			expectFailure("handler-failed", "no luck");
			this.queue.lease(worker, 2, 9, "null");
			assertThat(this.queue.receiveWork().call().text(Property.CODE)).isEqualTo("handler-failed");
			this.queue.lease(worker, 3, 9, "too-large");
			expectFailure("reply-too-large", "the reply is beyond the limits of a message");
			this.queue.lease(worker, 4, 9, "fails-later");
			expectPart(0, true);
			expectFailure("handler-failed", "For input string: \"x\"");
			this.queue.lease(worker, 5, 9, "says-so");
			expectPart(0, true);
			expectFailure("enough", "of that");
			this.queue.lease(worker, 6, 1, "greedy");
			expectPart(0, true);
			expectFailure("handler-failed", "more parts were published than were requested");
			await().until(() -> fixture.worker().snapshot().running() == 0);
		}
	}

	@Test
	void userCodeNeverRunsOnTheThreadOfTheSockets() {
		List<String> threads = Collections.synchronizedList(new ArrayList<>());
		PirateStreamHandler handler = (job) -> {
			threads.add(Thread.currentThread().getName());
			return (subscriber) -> subscriber.onSubscribe(new Flow.Subscription() {

				@Override
				public void request(long parts) {
					threads.add(Thread.currentThread().getName());
					subscriber.onNext(part("0"));
				}

				@Override
				public void cancel() {
					threads.add(Thread.currentThread().getName());
				}

			});
		};
		try (WorkerFixture fixture = worker(handler)) {
			Identity worker = this.queue.awaitReady();
			this.queue.lease(worker, 7, 1, "rows");
			expectPart(0, true);
			this.queue.cancel(worker, 7);
			expectFailure("cancelled", "the caller wants no more");
			await().until(() -> fixture.worker().snapshot().running() == 0);
			assertThat(threads).hasSizeGreaterThanOrEqualTo(3).allMatch((name) -> name.startsWith("pool-"));
		}
	}

	@Test
	void anExecutorThatRefusesIsAFailure() {
		PirateContext context = new PirateContext("refusing");
		try (PirateWorkerContainer worker = PirateWorkerContainer.streaming(context,
				WorkerFixture.majordomo(WorkerDialect.MAJORDOMO_02, this.queue.endpoint()), (job) -> {
					throw new IllegalStateException("never");
				}, (task) -> {
					throw new RejectedExecutionException("full");
				}, PirateListener.NONE)) {
			worker.start();
			this.queue.lease(this.queue.awaitReady(), 7, 1, "rows");
			expectFailure("handler-failed", "full");
		}
		finally {
			context.close();
		}
	}

	@Test
	void aBoundWorkerHasItsHandlersAskedForParts() {
		Counted source = new Counted(1, NOTHING);
		try (ZContext sockets = new ZContext();
				WorkerFixture fixture = WorkerFixture
					.streaming(WorkerOptions.bound("w", "tcp://127.0.0.1:*"), source::publish)
					.start()) {
			ZMQ.Socket client = sockets.createSocket(SocketType.REQ);
			client.setReceiveTimeOut(10_000);
			client.connect(fixture.worker().boundEndpoint());
			client.send("rows");
			assertThat(client.recvStr()).isEqualTo("0");
			await().until(source::isClosed);
		}
	}

	private static Flow.Publisher<Reply> publish(Stream<Reply> parts) {
		return Parts.of(parts.iterator(), () -> {
		}, Runnable::run);
	}

	private static int number(String text) {
		return Integer.parseInt(text);
	}

	/**
	 * Publishes two parts for each that was requested.
	 *
	 * @param subscriber gets them
	 */
	private record Greedy(Flow.Subscriber<? super Reply> subscriber) implements Flow.Subscription {

		@Override
		public void request(long parts) {
			for (int i = 0; i < 2 * parts; i++) {
				this.subscriber.onNext(part(Integer.toString(i)));
			}
		}

		@Override
		public void cancel() {
			// goes on
		}

	}

}
