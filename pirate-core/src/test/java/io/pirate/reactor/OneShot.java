package io.pirate.reactor;

import java.util.concurrent.CompletableFuture;

import io.pirate.wire.Frames;
import org.jspecify.annotations.Nullable;

/** Connects, asks one question and keeps the answer. */
final class OneShot implements Node, ConnectionListener {

	private final String endpoint;

	private final SocketSettings settings;

	private final Frames question;

	private final CompletableFuture<Frames> answer;

	private @Nullable SocketPort port;

	OneShot(String endpoint, SocketSettings settings, Frames question, CompletableFuture<Frames> answer) {
		this.endpoint = endpoint;
		this.settings = settings;
		this.question = question;
		this.answer = answer;
	}

	Frames question() {
		return this.question;
	}

	@Override
	public void connected() {
		if (this.port != null) {
			this.port.send(this.question);
		}
	}

	@Override
	public void disconnected() {
	}

	@Override
	public void open(Loop loop) {
		this.port = loop.sockets().dealer(this.settings, null, this);
		loop.register(this.port);
		this.port.connect(this.endpoint);
	}

	@Override
	public boolean drain(long now) {
		Frames message = (this.port != null) ? this.port.receive() : null;
		if (message != null) {
			this.answer.complete(message);
		}
		return false;
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
		if (this.port != null) {
			this.port.close();
		}
	}

}
