package io.pirate.reactor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.pirate.wire.Frames;
import org.jspecify.annotations.Nullable;

/** Small nodes for the tests of this package. */
final class LoopPair {

	private LoopPair() {
	}

	/** A ROUTER that sends every message back to its sender. */
	static final class Echo implements Node {

		final String endpoint;

		final SocketSettings settings;

		final List<Addressed> received = new CopyOnWriteArrayList<>();

		final List<Addressed> ended = new CopyOnWriteArrayList<>();

		final AtomicInteger ticks = new AtomicInteger();

		volatile @Nullable SocketPort port;

		Echo(String endpoint, SocketSettings settings) {
			this.endpoint = endpoint;
			this.settings = settings;
		}

		SocketPort port() {
			return Objects.requireNonNull(this.port);
		}

		String bound() {
			return port().boundEndpoint();
		}

		@Override
		public void open(Loop loop) {
			SocketPort opened = loop.sockets().bindRouter(this.endpoint, this.settings);
			loop.register(opened);
			this.port = opened;
		}

		@Override
		public boolean drain(long now) {
			SocketPort current = Objects.requireNonNull(this.port);
			for (int i = 0; i < 256; i++) {
				Addressed message = current.receiveFrom();
				if (message == null) {
					return false;
				}
				if (message.ended()) {
					this.ended.add(message);
				}
				else {
					this.received.add(message);
					current.sendTo(message.identity(), message.frames());
				}
			}
			return true;
		}

		@Override
		public void tick(long now) {
			this.ticks.incrementAndGet();
		}

		@Override
		public void late(long nanos) {
		}

		@Override
		public long nextDeadline(long now) {
			return now + 1_000_000_000L;
		}

		@Override
		public void close() {
			SocketPort current = this.port;
			if (current != null) {
				current.close();
			}
		}

	}

	/** A DEALER that keeps what it receives. */
	static final class Asker implements Node, ConnectionListener {

		final String endpoint;

		final SocketSettings settings;

		final List<Frames> received = new CopyOnWriteArrayList<>();

		final List<String> events = new CopyOnWriteArrayList<>();

		volatile @Nullable SocketPort port;

		Asker(String endpoint, SocketSettings settings) {
			this.endpoint = endpoint;
			this.settings = settings;
		}

		SocketPort port() {
			return Objects.requireNonNull(this.port);
		}

		List<Frames> received() {
			return new ArrayList<>(this.received);
		}

		@Override
		public void connected() {
			this.events.add("connected");
		}

		@Override
		public void disconnected() {
			this.events.add("disconnected");
		}

		@Override
		public void open(Loop loop) {
			SocketPort opened = loop.sockets().dealer(this.settings, null, this);
			loop.register(opened);
			opened.connect(this.endpoint);
			this.port = opened;
		}

		@Override
		public boolean drain(long now) {
			for (int i = 0; i < 256; i++) {
				Frames message = port().receive();
				if (message == null) {
					return false;
				}
				this.received.add(message);
			}
			return true;
		}

		@Override
		public void tick(long now) {
		}

		@Override
		public void late(long nanos) {
		}

		@Override
		public long nextDeadline(long now) {
			return now + 1_000_000_000L;
		}

		@Override
		public void close() {
			SocketPort current = this.port;
			if (current != null) {
				current.close();
			}
		}

	}

}
