package io.pirate.sample.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;

import org.springframework.test.web.servlet.client.RestTestClient;

/** The samples' executable jars as separate processes, which end with the test. */
final class SampleProcesses implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofMinutes(3);

	private final List<Process> processes = new ArrayList<>();

	/** And of what those leave that are killed. */
	private final Path logs;

	/**
	 * None so far.
	 * @param logs directory of what they print, a file for each
	 */
	SampleProcesses(Path logs) {
		this.logs = logs;
	}

	Process start(String name, String module, Map<String, String> environment, List<String> arguments)
			throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx192m",
						"-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + this.logs.toAbsolutePath(), "-jar",
						jar(module).toString(), "--spring.application.name=" + name));
		command.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(log(name).toFile());
		builder.environment().putAll(environment);
		Process process = builder.start();
		this.processes.add(process);
		return process;
	}

	Path log(String name) {
		return this.logs.resolve(name + ".log");
	}

	static void awaitHealth(int port, int status, String path) {
		Awaitility.await()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(200))
			.ignoreExceptions()
			.untilAsserted(() -> http(port).get()
				.uri("/actuator/health")
				.exchange()
				.expectStatus()
				.isEqualTo(status)
				.expectBody()
				.jsonPath(path)
				.isNotEmpty());
	}

	static RestTestClient http(int port) {
		return RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
	}

	static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.processes.forEach(Process::destroyForcibly);
		this.processes.forEach((process) -> process.onExit().join());
	}

	private static Path jar(String module) throws IOException {
		Path target = Path.of("..", module, "target");
		try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, module + "-*.jar")) {
			return jars.iterator().next();
		}
	}

}
