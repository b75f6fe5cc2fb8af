package io.pirate;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.pirate.store.FailingStore;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.ReplyStatus;
import io.pirate.wire.ServiceName;
import io.pirate.wire.TspCodec;
import io.pirate.wire.TspReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What clients see of a disk that fails: 500, never 200. */
class PirateTitanicFaultsTest {

	private static final ServiceName ECHO = TitanicFixture.ECHO;

	@TempDir
	private Path directory;

	private static TspReply trySubmit(TitanicFixture fixture) {
		return fixture.ask(TspCodec.REQUEST, TspCodec.encodeSubmit(ECHO, Frames.ofText("hi")));
	}

	private static void assertNotStored(TspReply reply) {
		assertThat(reply).isInstanceOfSatisfying(TspReply.Failed.class, (failed) -> {
			assertThat(failed.status()).isEqualTo(ReplyStatus.ERROR);
			assertThat(failed.code()).isEqualTo("storage");
		});
	}

	@Test
	void afterAFailedSyncNothingIsAcknowledged() {
		FailingStore disk = new FailingStore(this.directory);
		try (TitanicFixture fixture = new TitanicFixture(TitanicFixture.options(), disk::store)) {
			String id = fixture.submit(ECHO, "before");
			disk.failWith(FailingStore.IO_ERROR);
			assertNotStored(trySubmit(fixture));
			disk.failWith(0);
			assertNotStored(trySubmit(fixture));
			assertThat(fixture.close(id)).isInstanceOf(TspReply.Failed.class);
			assertThat(fixture.titanic().snapshot().accepting()).isFalse();
			assertThat(fixture.titanic().failure()).contains("struck");
			assertThat(fixture.fetch(id)).isEqualTo(TspReply.Pending.INSTANCE);
			fixture.titanic().close();
			fixture.titanic().start();
			fixture.awaitService(TspCodec.REQUEST);
			fixture.awaitService(TspCodec.REPLY);
			assertThat(fixture.fetch(id)).isEqualTo(TspReply.Pending.INSTANCE);
			fixture.submit(ECHO, "after");
			assertThat(fixture.titanic().snapshot().accepting()).isTrue();
			assertThat(fixture.titanic().snapshot().storedRequests()).isEqualTo(2);
		}
	}

	@Test
	void aFullDiskIsAFailureUntilThereIsSpace() {
		FailingStore disk = new FailingStore(this.directory);
		try (TitanicFixture fixture = new TitanicFixture(TitanicFixture.options(), disk::store)) {
			disk.failWith(FailingStore.FULL);
			assertNotStored(trySubmit(fixture));
			assertNotStored(trySubmit(fixture));
			assertThat(fixture.titanic().failure()).contains("struck");
			disk.failWith(0);
			// by itself, without anybody asking
			await().until(() -> fixture.titanic().failure() == null);
			fixture.submit(ECHO, "there is space");
			assertThat(fixture.titanic().snapshot().storedRequests()).isEqualTo(1);
		}
	}

	@Test
	void aReplyThatCannotBeStoredIsNotExecutedAgain() {
		FailingStore disk = new FailingStore(this.directory);
		AtomicInteger runs = new AtomicInteger();
		CompletableFuture<Reply> result = new CompletableFuture<>();
		try (TitanicFixture fixture = new TitanicFixture(TitanicFixture.options(), disk::store)) {
			fixture.worker(ECHO, (job) -> {
				runs.incrementAndGet();
				return result;
			});
			String id = fixture.submit(ECHO, "hi");
			await().until(() -> runs.get() == 1);
			disk.failWith(FailingStore.FULL);
			result.complete(Reply.ok(Frames.ofText("done"), null, java.util.Map.of()));
			await().until(() -> fixture.titanic().failure() != null);
			assertThat(fixture.fetch(id)).isEqualTo(TspReply.Pending.INSTANCE);
			disk.failWith(0);
			assertThat(fixture.awaitEnd(id)).isEqualTo(new TspReply.Answered(Frames.ofText("done")));
			assertThat(runs).hasValue(1);
		}
	}

}
