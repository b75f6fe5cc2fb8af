package io.pirate.reactor.signaler;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import zmq.Ctx;
import zmq.poll.IPollEvents;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract that JeroMQ's I/O thread, reaper and engines rely on. */
@Timeout(60)
class ChangePollerTest {

	private final Ctx ctx = new Ctx();

	private final AtomicReference<Throwable> mishap = new AtomicReference<>();

	private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

	private final List<Pipe> pipes = new ArrayList<>();

	private ChangePoller poller;

	/** Runs what the test wants done on the poller's thread. */
	private Station station;

	@BeforeEach
	void open() throws IOException {
		this.ctx.setNotificationExceptionHandler((thread, ex) -> this.mishap.set(ex));
		this.poller = new ChangePoller(this.ctx, "poller");
		this.station = new Station();
		this.poller.setPollIn(this.poller.addHandle(this.station.pipe.source(), this.station));
		this.poller.start();
	}

	@AfterEach
	void close() throws IOException {
		this.poller.destroy();
		for (Pipe pipe : this.pipes) {
			pipe.source().close();
			pipe.sink().close();
		}
		this.ctx.terminate();
	}

	@Test
	void tellsWhatIsReadableUntilNobodyIsInterested() throws Exception {
		Reader reader = new Reader("one");
		ChangePoller.Handle handle = this.station.call(() -> add(reader));
		reader.write();
		assertThat(next()).isEqualTo("one");
		this.station.run(() -> this.poller.resetPollIn(handle));
		reader.write();
		this.station.run(() -> {
		});
		assertThat(this.seen).isEmpty();
		this.station.run(() -> this.poller.setPollIn(handle));
		assertThat(next()).isEqualTo("one");
		assertThat(this.poller.getLoad()).isEqualTo(2);
		this.station.run(() -> this.poller.removeHandle(handle));
		reader.write();
		this.station.run(() -> {
		});
		assertThat(this.seen).isEmpty();
		assertThat(this.poller.getLoad()).isEqualTo(1);
	}

	/** The moment in which the stock one loses a fresh connection for ever. */
	@Test
	void aChannelThatPassesToAnotherHandleKeepsItsKey() throws Exception {
		for (boolean removedFirst : new boolean[] { true, false }) {
			Reader before = new Reader("before");
			Reader after = new Reader("after", before.pipe);
			ChangePoller.Handle handle = this.station.call(() -> add(before));
			before.write();
			assertThat(next()).isEqualTo("before");
			this.station.run(() -> {
				if (removedFirst) {
					this.poller.removeHandle(handle);
				}
				add(after);
				if (!removedFirst) {
					this.poller.removeHandle(handle);
				}
			});
			before.write();
			assertThat(next()).isEqualTo("after");
		}
	}

	@Test
	void aChannelMayComeBackLater() throws Exception {
		Reader reader = new Reader("one");
		ChangePoller.Handle handle = this.station.call(() -> add(reader));
		this.station.run(() -> this.poller.removeHandle(handle));
		this.station.run(() -> {
		});
		this.station.run(() -> add(reader));
		reader.write();
		assertThat(next()).isEqualTo("one");
	}

	@Test
	void timersComeInTheirOrder() throws Exception {
		this.station.run(() -> {
			this.poller.addTimer(30, this.station, 3);
			this.poller.addTimer(10, this.station, 1);
			this.poller.addTimer(20, this.station, 2);
			this.poller.addTimer(10, this.station, 11);
		});
		assertThat(List.of(next(), next(), next(), next())).containsExactly("1", "11", "2", "3");
	}

	/** The stock one takes it for the cancelled one and forgets it. */
	@Test
	void aTimerThatIsCancelledAndSetAgainRuns() throws Exception {
		this.station.run(() -> {
			this.poller.addTimer(60_000, this.station, 7);
			this.poller.cancelTimer(this.station, 7);
			this.poller.addTimer(5, this.station, 7);
			this.poller.addTimer(1, this.station, 8);
			this.poller.cancelTimer(this.station, 8);
			this.poller.cancelTimer(this.station, 9);
		});
		assertThat(next()).isEqualTo("7");
		assertThat(this.seen).isEmpty();
	}

	@Test
	void aTimerThatIsSetAgainMoves() throws Exception {
		this.station.run(() -> {
			this.poller.addTimer(1, this.station, 1);
			this.poller.addTimer(20, this.station, 1);
			this.poller.addTimer(10, this.station, 2);
		});
		assertThat(List.of(next(), next())).containsExactly("2", "1");
		assertThat(this.seen).isEmpty();
	}

	@Test
	void aHandlerThatThrowsIsToldAndTheOthersGoOn() throws Exception {
		Reader bad = new Reader("bad") {

			@Override
			public void inEvent() {
				super.inEvent();
				throw new IllegalStateException("no");
			}

		};
		Reader good = new Reader("good");
		this.station.run(() -> {
			add(bad);
			add(good);
		});
		bad.write();
		assertThat(next()).isEqualTo("bad");
		good.write();
		assertThat(next()).isEqualTo("good");
		assertThat(this.mishap.get()).hasMessage("no");
	}

	@Test
	void aClosedChannelDisturbsNobody() throws Exception {
		Reader gone = new Reader("gone");
		Reader here = new Reader("here");
		ChangePoller.Handle handle = this.station.call(() -> add(gone));
		gone.pipe.source().close();
		this.station.run(() -> {
			this.poller.resetPollIn(handle);
			this.poller.removeHandle(handle);
			add(here);
		});
		here.write();
		assertThat(next()).isEqualTo("here");
		assertThat(this.mishap.get()).isNull();
	}

	/** Nearly always there is room, or nothing left. */
	@Test
	void whatIsToBeWrittenIsTriedBeforeAnybodyWaitsForRoom() throws Exception {
		Writer writer = new Writer();
		this.station.run(() -> {
			writer.handle = this.poller.addHandle(writer.pipe.sink(), writer);
			this.poller.setPollOut(writer.handle);
		});
		assertThat(next()).isEqualTo("room");
		// a pipe that is full is never ready
		writer.fill();
		this.station.run(() -> this.poller.setPollOut(writer.handle));
		assertThat(next()).isEqualTo("no room");
		this.station.run(() -> {
		});
		assertThat(this.seen).isEmpty();
		writer.empty();
		assertThat(next()).isEqualTo("room");
	}

	/** How RegistrationWatch asks for a look at all of them. */
	@Test
	void aHandleOfNobodyChangesNothing() throws Exception {
		Reader reader = new Reader("one");
		Reader other = new Reader("other");
		this.station.run(() -> {
			add(reader);
			this.poller.resetPollIn(new ChangePoller.Handle(other.pipe.source(), other));
		});
		other.write();
		reader.write();
		assertThat(next()).isEqualTo("one");
		assertThat(other.pipe.source().isRegistered()).isFalse();
	}

	private ChangePoller.Handle add(Reader reader) {
		ChangePoller.Handle handle = this.poller.addHandle(reader.pipe.source(), reader);
		this.poller.setPollIn(handle);
		return handle;
	}

	private String next() throws InterruptedException {
		String next = this.seen.poll(30, TimeUnit.SECONDS);
		assertThat(next).isNotNull();
		return next;
	}

	private class Reader implements IPollEvents {

		final Pipe pipe;

		private final String name;

		Reader(String name) throws IOException {
			this(name, Pipe.open());
			ChangePollerTest.this.pipes.add(this.pipe);
			this.pipe.source().configureBlocking(false);
		}

		Reader(String name, Pipe pipe) {
			this.name = name;
			this.pipe = pipe;
		}

		void write() throws IOException {
			this.pipe.sink().write(ByteBuffer.allocate(1));
		}

		@Override
		public void inEvent() {
			take(this.pipe);
			ChangePollerTest.this.seen.add(this.name);
		}

	}

	/** Wants to write one byte. */
	private final class Writer implements IPollEvents {

		final Pipe pipe = Pipe.open();

		volatile ChangePoller.@Nullable Handle handle;

		Writer() throws IOException {
			this.pipe.sink().configureBlocking(false);
			this.pipe.source().configureBlocking(false);
			ChangePollerTest.this.pipes.add(this.pipe);
		}

		void fill() throws IOException {
			int written = 1;
			while (written > 0) {
				written = this.pipe.sink().write(ByteBuffer.allocate(4096));
			}
			while (this.pipe.sink().write(ByteBuffer.allocate(1)) > 0) {
				written++;
			}
		}

		void empty() throws IOException {
			int read = 1;
			while (read > 0) {
				read = this.pipe.source().read(ByteBuffer.allocate(65_536));
			}
		}

		@Override
		public void outEvent() {
			try {
				boolean done = this.pipe.sink().write(ByteBuffer.allocate(1)) > 0;
				ChangePollerTest.this.seen.add(done ? "room" : "no room");
				if (done) {
					ChangePollerTest.this.poller.resetPollOut(this.handle);
				}
			}
			catch (IOException ex) {
				throw new AssertionError(ex);
			}
		}

	}

	private static void take(Pipe pipe) {
		try {
			pipe.source().read(ByteBuffer.allocate(64));
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private final class Station implements IPollEvents {

		private final Pipe pipe = Pipe.open();

		private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

		private final AtomicInteger done = new AtomicInteger();

		Station() throws IOException {
			this.pipe.source().configureBlocking(false);
			ChangePollerTest.this.pipes.add(this.pipe);
		}

		void run(Runnable task) throws IOException {
			int before = this.done.get();
			this.tasks.add(task);
			this.pipe.sink().write(ByteBuffer.allocate(1));
			Awaitility.await().pollInterval(1, TimeUnit.MILLISECONDS).until(() -> this.done.get() > before);
		}

		<T> T call(java.util.function.Supplier<T> task) throws IOException {
			AtomicReference<T> result = new AtomicReference<>();
			run(() -> result.set(task.get()));
			return result.get();
		}

		@Override
		public void inEvent() {
			take(this.pipe);
			for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
				task.run();
				this.done.incrementAndGet();
			}
		}

		@Override
		public void timerEvent(int id) {
			ChangePollerTest.this.seen.add(String.valueOf(id));
		}

	}

}
