package io.pirate.reactor;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The one connection of a connecting socket: hears of its steps on the I/O thread and
 * acts on them on the loop's, unless the socket was closed in between.
 */
final class Connection implements ConnectionWatch.Steps {

	/**
	 * Within this time after an end JeroMQ tells that it tries again, or it never will.
	 */
	private static final long GIVEN_UP_NANOS = 1_000_000_000L;

	private final Consumer<Runnable> handOver;

	private final ConnectionListener listener;

	private @Nullable SocketPort port;

	private String endpoint = "";

	private boolean connected;

	private boolean ended;

	private long endedAt;

	Connection(Consumer<Runnable> handOver, ConnectionListener listener) {
		this.handOver = handOver;
		this.listener = listener;
	}

	void open(SocketPort newPort, Endpoint target) {
		this.port = newPort;
		this.endpoint = target.text();
		if (target.local()) {
			// inproc has neither events nor a handshake
			up();
		}
	}

	@Override
	public void up() {
		this.handOver.accept(() -> {
			if (isOpen() && !this.connected) {
				this.connected = true;
				this.listener.connected();
			}
		});
	}

	@Override
	public void down() {
		this.handOver.accept(() -> {
			if (isOpen()) {
				this.ended = true;
				this.endedAt = System.nanoTime();
				tellEnd();
			}
		});
	}

	@Override
	public void trying() {
		this.handOver.accept(() -> this.ended = false);
	}

	/**
	 * Connects anew if JeroMQ has given up, as it does after a breach of the protocol.
	 */
	void tick(long now) {
		SocketPort current = this.port;
		if (this.ended && current != null && isOpen() && now - this.endedAt >= GIVEN_UP_NANOS) {
			this.ended = !current.connectAgain(this.endpoint);
			this.endedAt = now;
		}
	}

	private void tellEnd() {
		if (this.connected) {
			this.connected = false;
			this.listener.disconnected();
		}
	}

	private boolean isOpen() {
		SocketPort current = this.port;
		return current != null && !current.isClosed();
	}

}
