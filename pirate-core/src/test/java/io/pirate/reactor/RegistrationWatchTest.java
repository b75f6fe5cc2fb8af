package io.pirate.reactor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import zmq.poll.IPollEvents;
import zmq.poll.Poller;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Forces the moment in which JeroMQ 0.6.0 loses the registration of a fresh connection:
 * the I/O thread is held until TCP is connected and a command waits for it, so that one
 * pass handles both. Without the watch about every other connection stays silent for
 * ever.
 */
@Timeout(120)
class RegistrationWatchTest {

	/**
	 * Whether the connection or the command comes first is a matter of hash codes: one
	 * context is not enough.
	 */
	private static final int CONTEXTS = 16;

	private static final int PATIENCE_MILLIS = 20_000;

	private final ZContext server = new ZContext();

	private final ZMQ.Socket sink = this.server.createSocket(SocketType.PULL);

	private final Semaphore accepted = new Semaphore(0);

	private final ExecutorService user = Executors.newSingleThreadExecutor();

	@AfterEach
	void close() {
		this.user.shutdownNow();
		this.server.close();
	}

	@Test
	void aConnectionThatMeetsACommandIsNotLost() {
		this.sink.base().setEventHook((event) -> this.accepted.release(), zmq.ZMQ.ZMQ_EVENT_ACCEPTED);
		assertThat(this.sink.bind("tcp://127.0.0.1:*")).isTrue();
		this.sink.setReceiveTimeOut(PATIENCE_MILLIS);
		List<Integer> silent = new ArrayList<>();
		for (int i = 0; i < CONTEXTS; i++) {
			try (ZContext client = new ZContext()) {
				if (!connects(client)) {
					silent.add(i);
				}
			}
		}
		assertThat(silent).isEmpty();
	}

	private boolean connects(ZContext client) {
		RegistrationWatch watch = new RegistrationWatch();
		Poller[] poller = new Poller[1];
		client.setThreadFactor((target, role) -> {
			if (role.startsWith("iothread")) {
				poller[0] = (Poller) target;
				watch.runs(poller[0]);
			}
			return new Thread(target, role);
		});
		ZMQ.Socket other = client.createSocket(SocketType.PULL);
		ZMQ.Socket fresh = client.createSocket(SocketType.PUSH);
		fresh.setHandshakeIvl(0);
		fresh.base().setEventHook((event) -> {
			if (event.event == zmq.ZMQ.ZMQ_EVENT_CONNECTED) {
				watch.connected(event.arg);
			}
			else {
				// not at once: this pass would take the command too
				poller[0].addTimer(0, new Hold(other), 0);
			}
		}, zmq.ZMQ.ZMQ_EVENT_CONNECTED | zmq.ZMQ.ZMQ_EVENT_CONNECT_DELAYED);
		fresh.connect(this.sink.getLastEndpoint());
		fresh.send("x");
		return this.sink.recv() != null;
	}

	/** On the I/O thread, which connects and will look at its selector next. */
	private final class Hold implements IPollEvents {

		private final ZMQ.Socket other;

		Hold(ZMQ.Socket other) {
			this.other = other;
		}

		@Override
		public void timerEvent(int id) {
			try {
				assertThat(RegistrationWatchTest.this.accepted.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
				// a command for the I/O thread that changes nothing later
				RegistrationWatchTest.this.user.submit(() -> this.other.bind("tcp://127.0.0.1:*"))
					.get(10, TimeUnit.SECONDS);
			}
			catch (Exception ex) {
				throw new AssertionError(ex);
			}
		}

	}

}
