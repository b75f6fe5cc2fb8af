package io.pirate.benchmarks.peers;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.pirate.benchmarks.part.Station;

/**
 * Programs that are not Java, in a folder of their own. They know nothing of the harness,
 * so this process ends them: with its standard input, on a signal, and if they do not
 * start.
 */
final class NativeServer implements Closeable {

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

	private final Path folder;

	private final List<Process> processes = new ArrayList<>();

	NativeServer(String name) throws IOException {
		this.folder = Files.createTempDirectory("pirate-" + name);
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
	}

	Path folder() {
		return this.folder;
	}

	/**
	 * Starts a program; what it says goes to a file in the folder.
	 * @param environment added to this process's
	 * @param command program and arguments
	 */
	void start(Map<String, String> environment, String... command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.folder.resolve("output" + this.processes.size() + ".txt").toFile());
		builder.environment().putAll(environment);
		this.processes.add(builder.start());
	}

	/** Waits for the port, announces it, and stays until the end. */
	void serve(int port) throws IOException, InterruptedException {
		try {
			awaitPort(port);
		}
		catch (IOException ex) {
			System.err.println(Files.readString(this.folder.resolve("output" + (this.processes.size() - 1) + ".txt")));
			close();
			throw ex;
		}
		Station.serveUntil(this::close, "127.0.0.1:" + port);
	}

	private void awaitPort(int port) throws IOException, InterruptedException {
		Process last = this.processes.get(this.processes.size() - 1);
		long start = System.nanoTime();
		while (System.nanoTime() - start < PATIENCE_NANOS && last.isAlive()) {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
				return;
			}
			catch (IOException ex) {
				TimeUnit.MILLISECONDS.sleep(100);
			}
		}
		throw new IOException("the server did not start");
	}

	/** A port that was free a moment ago. */
	static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	@Override
	public synchronized void close() {
		for (int i = this.processes.size() - 1; i >= 0; i--) {
			end(this.processes.get(i));
		}
		try (Stream<Path> files = Files.walk(this.folder)) {
			files.sorted(Comparator.reverseOrder()).forEach((file) -> file.toFile().delete());
		}
		catch (IOException | UncheckedIOException ex) {
			// nothing left to delete
		}
	}

	/**
	 * What was started may be a script: its children are the server. It shall see them
	 * end, or nobody would.
	 */
	private static void end(Process process) {
		process.descendants().forEach(ProcessHandle::destroyForcibly);
		process.onExit().orTimeout(1, TimeUnit.SECONDS).exceptionally((ex) -> process.destroyForcibly()).join();
	}

}
