package io.pirate.reactor;

import io.pirate.machine.HeartbeatPolicy;
import io.pirate.wire.Frames;
import io.pirate.wire.StarCodec;
import io.pirate.wire.StarCommand;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way between the two queues of a pair: each binds a ROUTER that only hears, and
 * connects a DEALER to the other's that only speaks. What cannot be sent at once is
 * dropped, for it would be old news.
 */
final class PeerLink {

	private static final Logger logger = LoggerFactory.getLogger(PeerLink.class);

	private static final int LONGEST_MESSAGE = 4096;

	private static final int BATCH = 256;

	private final String endpoint;

	private final String peer;

	private final SocketSettings settings;

	private @Nullable Loop loop;

	private @Nullable QueuePort ear;

	private @Nullable SocketPort mouth;

	private boolean connected;

	/**
	 * A link that is not open.
	 * @param endpoint where to bind
	 * @param peer where the other queue is bound
	 * @param heartbeat how much silence is death
	 * @param curve how the two prove who they are; {@code null} if they need not
	 */
	PeerLink(String endpoint, String peer, HeartbeatPolicy heartbeat, @Nullable CurveSettings curve) {
		this.endpoint = endpoint;
		this.peer = Endpoint.toConnect(peer).text();
		this.settings = SocketSettings.client(LONGEST_MESSAGE, heartbeat).with(curve);
	}

	void open(Loop owner) {
		this.loop = owner;
		QueuePort opened = new QueuePort(this.endpoint, this.ear);
		opened.open(owner, this.settings);
		this.ear = opened;
		connect(owner);
	}

	/**
	 * The next message, or {@code null}; after so many the loop has other things to do.
	 */
	@Nullable StarCommand receive() {
		QueuePort port = this.ear;
		for (int i = 0; port != null && i < BATCH; i++) {
			Addressed message = port.receive();
			if (message == null) {
				return null;
			}
			if (!message.ended()) {
				return StarCodec.decode(message.frames());
			}
		}
		return null;
	}

	void send(StarCommand.Tell tell) {
		SocketPort port = this.mouth;
		Frames frames = StarCodec.encode(tell);
		if (port != null && port.send(frames) == Sent.UNREACHABLE && port.isClosed()) {
			reconnect();
		}
	}

	/** JeroMQ's reconnects stand still after a step of the wall clock. */
	void clockStepped() {
		if (!this.connected) {
			reconnect();
		}
	}

	String address() {
		QueuePort port = this.ear;
		if (port == null) {
			throw new IllegalStateException("not open");
		}
		return port.address();
	}

	void close() {
		if (this.ear != null) {
			this.ear.close();
		}
		closeMouth();
	}

	private void reconnect() {
		Loop owner = this.loop;
		closeMouth();
		if (owner != null) {
			connect(owner);
		}
	}

	private void closeMouth() {
		this.connected = false;
		if (this.mouth != null) {
			this.mouth.close();
			this.mouth = null;
		}
	}

	private void connect(Loop owner) {
		try {
			SocketPort opened = owner.sockets().dealer(this.settings, null, new Watch());
			this.mouth = opened;
			owner.register(opened);
			opened.connect(this.peer);
		}
		catch (RuntimeException ex) {
			// its host's name may be gone for a while
			logger.warn("A queue cannot connect to the other one of its pair: {}", ex.getMessage());
			closeMouth();
		}
	}

	/** Opens anew what could not be opened before. */
	void tick() {
		if (this.mouth == null) {
			reconnect();
		}
	}

	private final class Watch implements ConnectionListener {

		@Override
		public void connected() {
			PeerLink.this.connected = true;
		}

		@Override
		public void disconnected() {
			PeerLink.this.connected = false;
		}

	}

}
