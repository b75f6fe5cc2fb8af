package io.pirate.benchmarks.peers;

import java.io.IOException;
import java.time.Duration;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;

/** Blocking requests of NATS's Java client. */
final class NatsAsker implements BlockingAsker {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Connection connection;

	NatsAsker(String endpoint) {
		try {
			this.connection = Nats.connect("nats://" + endpoint);
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public int call(byte[] body) throws InterruptedException {
		Message reply = this.connection.request(NatsEcho.SUBJECT, body, PATIENCE);
		return (reply != null) ? reply.getData().length : -1;
	}

	@Override
	public void close() {
		try {
			this.connection.close();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
