package io.pirate.benchmarks.peers;

import java.io.IOException;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.pirate.benchmarks.part.Station;

/** Subscribers that share a queue group, each with a thread of its own. */
final class NatsEcho {

	static final String SUBJECT = "echo";

	private NatsEcho() {
	}

	static void run(String endpoint, int subscribers) throws IOException, InterruptedException {
		Connection connection = Nats.connect("nats://" + endpoint);
		for (int i = 0; i < subscribers; i++) {
			connection.createDispatcher((request) -> connection.publish(request.getReplyTo(), request.getData()))
				.subscribe(SUBJECT, "workers");
		}
		Station.serve();
	}

}
