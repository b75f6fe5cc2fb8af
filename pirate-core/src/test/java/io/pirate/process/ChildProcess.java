package io.pirate.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A process of a test, known by the lines it prints. Killed at the latest when the test's
 * own process ends.
 */
public final class ChildProcess implements AutoCloseable {

	private static final String PYTHON = "/usr/bin/python3";

	private static final Path PEERS = Path.of("src", "test", "resources", "peers");

	private static final Path EXAMPLES = Path.of("..", "examples", "python");

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final String command;

	private final Process process;

	private final Writer input;

	private final List<String> lines = new ArrayList<>();

	private int read;

	private ChildProcess(List<String> command) {
		this.command = String.join(" ", command.subList(command.size() - 2, command.size()));
		try {
			this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.input = this.process.outputWriter(StandardCharsets.UTF_8);
		Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
		Thread pump = new Thread(this::pump, "output of " + this.process.pid());
		pump.setDaemon(true);
		pump.start();
	}

	/**
	 * Skips the test, with the reason, where the foreign peers cannot run.
	 */
	public static void assumePython() {
		boolean there = false;
		try {
			there = new ProcessBuilder(PYTHON, "-c", "import zmq").start().waitFor() == 0;
		}
		catch (IOException ex) {
			// no such program
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		assumeTrue(there, "skipped: " + PYTHON + " has no module zmq (apt-get install python3-zmq)");
	}

	/**
	 * Starts a foreign peer.
	 * @param script its file in {@code src/test/resources/peers}
	 * @param arguments its command line
	 * @return the process
	 */
	public static ChildProcess python(String script, Object... arguments) {
		return start(List.of(PYTHON, PEERS.resolve(script).toString(), "--until-eof"), arguments);
	}

	/**
	 * Starts one of the programs that others may copy.
	 * @param script its file in {@code examples/python}
	 * @param arguments its command line
	 * @return the process
	 */
	public static ChildProcess example(String script, Object... arguments) {
		return start(List.of(PYTHON, EXAMPLES.resolve(script).toString()), arguments);
	}

	private static ChildProcess start(List<String> program, Object... arguments) {
		List<String> command = new ArrayList<>(program);
		for (Object argument : arguments) {
			command.add(argument.toString());
		}
		return new ChildProcess(command);
	}

	/** What is killed leaves its temporary files. */
	private static Path scratch() {
		try {
			return Files.createDirectories(Path.of("target", "processes")).toAbsolutePath();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts a small main class of the test class path.
	 * @param main what
	 * @param heapMegabytes its largest heap
	 * @param arguments {@code name=value} pairs
	 * @return the process
	 */
	static ChildProcess java(Class<?> main, int heapMegabytes, List<String> arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"-Xmx" + heapMegabytes + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
						"-Djava.io.tmpdir=" + scratch(), "-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(arguments);
		return new ChildProcess(command);
	}

	private void pump() {
		try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				add(line);
			}
		}
		catch (IOException ex) {
			add("(output ended: " + ex.getMessage() + ")");
		}
	}

	private void add(String line) {
		synchronized (this.lines) {
			this.lines.add(line);
		}
	}

	/**
	 * Waits for the next line that begins so; earlier lines count as read.
	 * @param beginning the line's first words
	 * @return the words after them
	 */
	public String await(String beginning) {
		return await(beginning, PATIENCE);
	}

	public String await(String beginning, Duration patience) {
		try {
			return Awaitility.await()
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(2))
				.atMost(patience)
				.until(() -> next(beginning), (found) -> found != null);
		}
		catch (ConditionTimeoutException ex) {
			throw new AssertionError("no line '" + beginning + "' from " + this, ex);
		}
	}

	private String next(String beginning) {
		synchronized (this.lines) {
			for (; this.read < this.lines.size(); this.read++) {
				String line = this.lines.get(this.read);
				if (line.startsWith("FAILED") || line.startsWith(beginning)) {
					this.read++;
					return result(line, beginning);
				}
			}
		}
		return null;
	}

	private String result(String line, String beginning) {
		if (!line.startsWith(beginning)) {
			throw new AssertionError(line + " from " + this.command);
		}
		return line.substring(beginning.length()).trim();
	}

	/**
	 * How often a line that begins so was printed until now.
	 * @param beginning the line's first words
	 * @return the number of lines
	 */
	public long count(String beginning) {
		synchronized (this.lines) {
			return this.lines.stream().filter((line) -> line.startsWith(beginning)).count();
		}
	}

	/** What followed that beginning in every line printed until now. */
	List<String> all(String beginning) {
		synchronized (this.lines) {
			return this.lines.stream()
				.filter((line) -> line.startsWith(beginning))
				.map((line) -> line.substring(beginning.length()).trim())
				.toList();
		}
	}

	public void tell(String line) {
		try {
			this.input.write(line + "\n");
			this.input.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** SIGTERM, and whatever the process makes of it. */
	public void terminate() {
		this.process.toHandle().destroy(); // Process.destroy would close the streams
	}

	/** SIGKILL; returns when the process is gone. */
	public void kill() {
		this.process.toHandle().destroyForcibly();
		exitCode(PATIENCE);
	}

	public void freeze() {
		signal("STOP");
	}

	public void thaw() {
		signal("CONT");
	}

	private void signal(String name) {
		try {
			new ProcessBuilder("sh", "-c", "kill -" + name + " " + this.process.pid()).inheritIO().start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Waits for the end.
	 * @param patience how long at most
	 * @return the exit code
	 */
	public int exitCode(Duration patience) {
		try {
			if (!this.process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new AssertionError("still running after " + patience + ": " + this);
			}
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("interrupted", ex);
		}
	}

	/** What it takes from the machine now. */
	Footprint footprint() {
		return Footprint.of(this.process.pid());
	}

	/** Ends a foreign peer in order and returns its result line. */
	public String finish() {
		terminate();
		return await("RESULT");
	}

	@Override
	public void close() {
		kill();
	}

	/** The command and everything it printed. */
	@Override
	public String toString() {
		synchronized (this.lines) {
			return this.command + " (pid " + this.process.pid() + "):\n  " + String.join("\n  ", this.lines);
		}
	}

}
