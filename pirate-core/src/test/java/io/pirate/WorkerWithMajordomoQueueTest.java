package io.pirate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.pirate.machine.WorkerSettings;
import io.pirate.wire.Frames;
import io.pirate.wire.Identity;
import io.pirate.wire.MdpVersion;
import io.pirate.wire.Reply;
import io.pirate.wire.ServiceName;
import io.pirate.wire.WorkerCommand;
import io.pirate.wire.WorkerDialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** The worker with a Majordomo queue that is not ours, over real sockets. */
class WorkerWithMajordomoQueueTest {

	private static WorkerOptions options(MdpVersion version, String endpoint) {
		WorkerDialect dialect = (version == MdpVersion.V01) ? WorkerDialect.MAJORDOMO_01 : WorkerDialect.MAJORDOMO_02;
		return WorkerFixture.majordomo(dialect, endpoint);
	}

	private static boolean isRegistered(WorkerFixture fixture) {
		return fixture.worker().snapshot().links().get(0).registered();
	}

	@ParameterizedTest
	@EnumSource
	void registersHeartbeatsAndAnswersInTheBytesOfItsRfc(MdpVersion version) {
		try (ForeignMajordomo queue = new ForeignMajordomo(version);
				WorkerFixture fixture = new WorkerFixture(options(version, queue.endpoint()), WorkerFixture::echo)
					.start()) {
			ForeignMajordomo.Message ready = queue.receive();
			assertThat(ready.frames()).isEqualTo(queue.command(1, 1, Frames.ofText("orders")));
			assertThat(queue.receive().frames()).isEqualTo(queue.command(4, 5, Frames.NONE));
			queue.heartbeat(ready.worker());
			await().until(() -> isRegistered(fixture));
			queue.request(ready.worker(), "client", "hi");
			assertThat(queue.receiveWork().frames()).isEqualTo(queue.command(3, 4, Frames.ofText("client", "", "hi")));
		}
	}

	@ParameterizedTest
	@EnumSource
	void reopensWithAFreshIdentityWhenItIsDisconnected(MdpVersion version) {
		CompletableFuture<Reply> never = new CompletableFuture<>();
		try (ForeignMajordomo queue = new ForeignMajordomo(version);
				WorkerFixture fixture = new WorkerFixture(options(version, queue.endpoint()), (job) -> never).start()) {
			Identity first = queue.awaitReady();
			queue.request(first, "client", "hi");
			await().until(() -> fixture.worker().snapshot().running() == 1);
			queue.disconnect(first);
			Identity second = queue.awaitReady();
			assertThat(second).isNotEqualTo(first);
			assertThat(isRegistered(fixture)).isFalse();
			queue.heartbeat(second);
			await().until(() -> isRegistered(fixture));
			assertThat(fixture.worker().snapshot().reconnects()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void saysGoodbyeOnceWhenItsHandsAreEmptyAndAnswersWhatStillComes(MdpVersion version) throws InterruptedException {
		CompletableFuture<Reply> slow = new CompletableFuture<>();
		PirateHandler handler = (job) -> job.request().body().text(0).equals("slow") ? slow : WorkerFixture.echo(job);
		try (ForeignMajordomo queue = new ForeignMajordomo(version);
				WorkerFixture fixture = new WorkerFixture(options(version, queue.endpoint()), handler).start()) {
			Identity worker = queue.awaitReady();
			queue.request(worker, "client", "slow");
			await().until(() -> fixture.worker().snapshot().running() == 1);
			CountDownLatch stopped = new CountDownLatch(1);
			fixture.worker().stop(stopped::countDown);
			await().until(() -> fixture.worker().snapshot().draining());
			slow.complete(Reply.ok(Frames.ofText("done"), null, Map.of()));
			assertThat(queue.receiveWork().text()).isEqualTo("done");
			assertThat(queue.receiveWork().frames()).isEqualTo(queue.command(5, 6, Frames.NONE));
			queue.request(worker, "client", "quick");
			assertThat(queue.receive().text()).isEqualTo("quick");
			assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void survivesWhatIsNoCommand() {
		try (ForeignMajordomo queue = new ForeignMajordomo(MdpVersion.V02);
				WorkerFixture fixture = new WorkerFixture(options(MdpVersion.V01, queue.endpoint()),
						WorkerFixture::echo)
					.start()) {
			Identity worker = queue.awaitReady();
			// 0.2 spoken to a worker of 0.1
			queue.heartbeat(worker);
			queue.request(worker, "client", "hi");
			await().until(() -> fixture.worker().snapshot().malformed() == 2);
			assertThat(isRegistered(fixture)).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource
	void aReplyInPartsEndsWithItsLast(MdpVersion version) {
		PirateStreamHandler rows = (job) -> Parts.of(
				List.of("a", "b", "c").stream().map((row) -> Reply.ok(Frames.ofText(row), null, Map.of())).iterator(),
				() -> {
				}, Runnable::run);
		try (ForeignMajordomo queue = new ForeignMajordomo(version);
				WorkerFixture fixture = WorkerFixture.streaming(options(version, queue.endpoint()), rows).start()) {
			Identity worker = queue.awaitReady();
			queue.request(worker, "client", "rows");
			if (version == MdpVersion.V02) {
				assertThat(queue.receiveWork().frames())
					.isEqualTo(queue.command(0, 3, Frames.ofText("client", "", "a")));
				assertThat(queue.receiveWork().text()).isEqualTo("b");
			}
			ForeignMajordomo.Message last = queue.receiveWork();
			assertThat(last.frames()).isEqualTo(queue.command(3, 4, Frames.ofText("client", "", "c")));
			assertThat(fixture.worker().snapshot().handled()).isEqualTo(1);
		}
	}

	@Test
	void aQueueThatReadsNothingIsWaitedForAndLosesNothing() {
		int parts = 20_000;
		byte[] filling = new byte[8 * 1024];
		Counted source = new Counted(parts, filling);
		try (ForeignMajordomo queue = new ForeignMajordomo(MdpVersion.V02);
				WorkerFixture fixture = WorkerFixture
					.streaming(options(MdpVersion.V02, queue.endpoint()), source::publish)
					.start()) {
			Identity worker = queue.awaitReady();
			queue.request(worker, "client", "rows");
			await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(20)).until(source::standsStill);
			assertThat(source.produced()).isBetween(64, parts / 2);
			for (int i = 0; i < parts - 1; i++) {
				ForeignMajordomo.Message part = queue.receiveWork();
				assertThat(part.isPartial()).as("part %s: %s", i, part.frames()).isTrue();
				assertThat(part.text()).isEqualTo(Integer.toString(i));
			}
			assertThat(queue.receiveWork().command()).isInstanceOf(WorkerCommand.Reply.class);
			assertThat(fixture.worker().snapshot().reconnects()).isZero();
			await().until(source::isClosed);
		}
	}

	@Test
	void aNamedServiceNeedsMajordomoUnlessItIsAskedDirectly() {
		WorkerSettings usual = WorkerFixture.options("tcp://127.0.0.1:1").settings();
		WorkerSettings named = new WorkerSettings("w", new ServiceName("orders"), WorkerDialect.PARANOID,
				usual.endpoints(), usual.heartbeat(), usual.reconnectInterval(), usual.reconnectIntervalMax(), 1, 1,
				usual.handlerTimeout(), usual.drainTimeout());
		assertThatIllegalArgumentException().isThrownBy(() -> WorkerOptions.of("w", "tcp://127.0.0.1:1").with(named))
			.withMessageContaining("orders");
		assertThat(WorkerOptions.bound("w", "tcp://127.0.0.1:*").with(named).settings().service().text())
			.isEqualTo("orders");
		assertThat(WorkerOptions.of("w", new ServiceName("orders"), "tcp://127.0.0.1:1").settings().dialect())
			.isEqualTo(WorkerDialect.MAJORDOMO_02);
	}

}
