package io.pirate.benchmarks.peers;

import java.io.IOException;
import java.util.Map;

import io.pirate.benchmarks.stage.Installed;

/** NATS as Debian has it, on loopback only. */
final class NatsServer {

	private NatsServer() {
	}

	static void run() throws IOException, InterruptedException {
		NativeServer server = new NativeServer("nats");
		int port = NativeServer.freePort();
		server.start(Map.of(), Installed.NATS.program().toString(), "-a", "127.0.0.1", "-p", String.valueOf(port));
		server.serve(port);
	}

}
