package io.pirate.reactor;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The one connection of a connecting socket: hears of its steps on the I/O thread and
 * acts on them on the loop's, unless the socket was closed in between.
 * <p>
 * JeroMQ 0.6.0 leaves some connections alone for ever, and they are opened anew here. One
 * whose peer broke the protocol is given up without a further try. One whose peer greets
 * and then says no more has no timer any more; nor has one whose registration was lost,
 * if {@link RegistrationWatch} could not help it.
 */
final class Connection implements ConnectionWatch.Steps {

	/**
	 * Within this time after an end JeroMQ tells that it tries again, or it never will.
	 */
	private static final long GIVEN_UP_NANOS = 1_000_000_000L;

	/** Past the time after which JeroMQ itself gives up a handshake. */
	private static final long SHAKING_MARGIN_NANOS = 1_500_000_000L;

	private final Consumer<Runnable> handOver;

	private final ConnectionListener listener;

	private final long shakingNanos;

	/** Of a connection with CURVE. */
	private final @Nullable ServerKeyTurn serverKeys;

	private @Nullable SocketPort port;

	private String endpoint = "";

	private boolean toName;

	private State state = State.TRYING;

	private long since;

	/**
	 * A connection that nobody has opened.
	 * @param handOver runs on the loop's thread
	 * @param listener hears of it there
	 * @param handshakeMillis after which JeroMQ gives up a handshake
	 * @param serverKeys what the server may prove to hold, with CURVE
	 */
	Connection(Consumer<Runnable> handOver, ConnectionListener listener, int handshakeMillis,
			@Nullable ServerKeyTurn serverKeys) {
		this.handOver = handOver;
		this.listener = listener;
		this.shakingNanos = handshakeMillis * 1_000_000L + SHAKING_MARGIN_NANOS;
		this.serverKeys = serverKeys;
	}

	/** The port begins to connect. */
	void open(SocketPort newPort, Endpoint target) {
		this.port = newPort;
		this.endpoint = target.text();
		this.toName = target.isName();
		if (this.serverKeys != null) {
			this.serverKeys.begin(this.endpoint);
		}
		if (target.local()) {
			// inproc has neither events nor a handshake
			up();
		}
	}

	@Override
	public void trying() {
		become(State.TRYING);
	}

	@Override
	public void shaking() {
		become(State.SHAKING);
	}

	@Override
	public void up() {
		become(State.UP);
	}

	@Override
	public void down() {
		become(State.ENDED);
	}

	/** Whether JeroMQ may ask for the host's address now. */
	boolean awaitsName() {
		return this.toName && this.state != State.UP;
	}

	/** Connects anew where JeroMQ does not. */
	void tick(long now) {
		long patience = switch (this.state) {
			case ENDED -> GIVEN_UP_NANOS;
			case SHAKING -> this.shakingNanos;
			case TRYING, UP -> Long.MAX_VALUE;
		};
		SocketPort current = this.port;
		if (now - this.since >= patience && current != null && !current.isClosed()) {
			this.since = now;
			if (current.connectAgain(this.endpoint)) {
				this.state = State.TRYING;
			}
		}
	}

	private void become(State next) {
		this.handOver.accept(() -> {
			SocketPort current = this.port;
			if (current != null && !current.isClosed()) {
				enter(next);
			}
		});
	}

	private void enter(State next) {
		State previous = this.state;
		this.state = next;
		this.since = System.nanoTime();
		if (this.serverKeys != null) {
			judge(this.serverKeys, previous, next);
		}
		if (next == State.UP && previous != State.UP) {
			this.listener.connected();
		}
		else if (previous == State.UP && next != State.UP) {
			this.listener.disconnected();
		}
	}

	private static void judge(ServerKeyTurn keys, State previous, State next) {
		if (next == State.UP) {
			keys.succeeded();
		}
		else if (previous == State.SHAKING) {
			keys.failed();
		}
	}

	private enum State {

		/** JeroMQ connects, or waits for the time to do so. */
		TRYING,

		/** TCP is connected, the handshake is not finished. */
		SHAKING,

		/** The handshake has succeeded. */
		UP,

		/** The connection has ended. */
		ENDED

	}

}
