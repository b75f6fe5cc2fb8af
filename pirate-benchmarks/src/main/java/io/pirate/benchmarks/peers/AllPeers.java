package io.pirate.benchmarks.peers;

import java.util.List;

import io.pirate.benchmarks.load.Asker;
import io.pirate.benchmarks.load.Load;
import io.pirate.benchmarks.part.Peers;

/** Parts and clients of all of them. */
public final class AllPeers implements Peers {

	@Override
	public void serve(List<String> arguments) throws Exception {
		switch (arguments.get(0)) {
			case "RABBIT_SERVER" -> RabbitServer.run();
			case "RABBIT_WORKERS" -> RabbitEcho.run(arguments.get(1), Integer.parseInt(arguments.get(2)),
					Integer.parseInt(arguments.get(3)));
			case "NATS_SERVER" -> NatsServer.run();
			case "NATS_WORKERS" -> NatsEcho.run(arguments.get(1), Integer.parseInt(arguments.get(2)));
			case "GRPC_SERVER" -> GrpcEcho.run(false);
			case "GRPC_DIRECT_SERVER" -> GrpcEcho.run(true);
			default -> throw new IllegalArgumentException("unknown part: " + arguments);
		}
	}

	@Override
	public Asker asker(Load.Kind kind, String endpoint) {
		return switch (kind) {
			case RABBIT -> new RabbitAsker(endpoint);
			case NATS -> new NatsAsker(endpoint);
			case GRPC -> new GrpcAsker(endpoint);
			default -> throw new IllegalArgumentException("not one of the peers: " + kind);
		};
	}

}
