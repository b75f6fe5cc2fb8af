package io.pirate.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.pirate.benchmarks.stage.Installed;

/** RabbitMQ as Debian has it, with a port mapper of its own, on loopback only. */
final class RabbitServer {

	private RabbitServer() {
	}

	static void run() throws IOException, InterruptedException {
		NativeServer server = new NativeServer("rabbitmq");
		Path folder = server.folder();
		int port = NativeServer.freePort();
		String mapper = String.valueOf(NativeServer.freePort());
		Files.writeString(folder.resolve("rabbitmq.conf"),
				"listeners.tcp.1 = 127.0.0.1:" + port + "\nlog.console.level = error\n");
		Files.writeString(folder.resolve("enabled_plugins"), "[].\n");
		Map<String, String> local = Map.of("HOME", folder.toString(), "ERL_EPMD_PORT", mapper, "ERL_EPMD_ADDRESS",
				"127.0.0.1");
		server.start(local, "epmd");
		server.start(environment(folder, mapper), Installed.RABBITMQ.program().toString());
		server.serve(port);
	}

	private static Map<String, String> environment(Path folder, String mapper) throws IOException {
		return Map.ofEntries(Map.entry("HOME", folder.toString()), Map.entry("ERL_EPMD_PORT", mapper),
				Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"), Map.entry("RABBITMQ_NODENAME", "pirate-bench@localhost"),
				Map.entry("RABBITMQ_DIST_PORT", String.valueOf(NativeServer.freePort())),
				Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"),
				Map.entry("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString()),
				Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("enabled_plugins").toString()),
				Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("mnesia").toString()),
				Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
				Map.entry("RABBITMQ_PID_FILE", folder.resolve("pid").toString()));
	}

}
