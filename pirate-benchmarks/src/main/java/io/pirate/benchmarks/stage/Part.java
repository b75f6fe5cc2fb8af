package io.pirate.benchmarks.stage;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.pirate.benchmarks.Benchmarks;
import io.pirate.benchmarks.part.Footprint;
import io.pirate.benchmarks.part.Role;
import io.pirate.benchmarks.part.Usage;

/**
 * A process of the harness in some role. It announces its endpoints in one line, and ends
 * when its standard input does, so nothing survives the harness, however that ends.
 */
public final class Part implements Closeable {

	/** Runs when nothing else wants to, and is interrupted as soon as something does. */
	private static final List<String> IDLE = List.of("/usr/bin/chrt", "--idle", "0");

	private static final List<String> NICE = List.of("/usr/bin/nice", "-n", "19");

	private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

	static {
		// faster than waiting for each to notice
		Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroy)));
	}

	private final Process process;

	private final BufferedReader out;

	private final BufferedWriter in;

	private final String[] announced;

	private Part(Process process) throws IOException {
		this.process = process;
		this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		this.in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
		RUNNING.add(process);
		try {
			this.announced = awaitAnnouncement();
		}
		catch (IOException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Starts one and waits until it is ready.
	 * @param role what it shall be
	 * @param properties options that set system properties
	 * @param heapMegabytes of its heap
	 * @param arguments see the role
	 * @return the running process
	 * @throws IOException if it does not start
	 */
	public static Part start(Role role, List<String> properties, int heapMegabytes, String... arguments)
			throws IOException {
		return start(List.of(), role, properties, heapMegabytes, arguments);
	}

	/**
	 * Starts one that gets what processor time the others leave, as if it were on another
	 * machine, and waits until it is ready.
	 * @param role what it shall be
	 * @param properties options that set system properties
	 * @param heapMegabytes of its heap
	 * @return the running process
	 * @throws IOException if it does not start
	 */
	public static Part startAside(Role role, List<String> properties, int heapMegabytes) throws IOException {
		List<String> aside = Stream.of(IDLE, NICE)
			.filter((launcher) -> Files.isExecutable(Path.of(launcher.get(0))))
			.findFirst()
			.orElse(List.of());
		return start(aside, role, properties, heapMegabytes);
	}

	private static Part start(List<String> launcher, Role role, List<String> properties, int heapMegabytes,
			String... arguments) throws IOException {
		List<String> command = new ArrayList<>(launcher);
		command.addAll(List.of(java(), "-Xmx" + heapMegabytes + "m", "-Xms" + heapMegabytes + "m", "-XX:+UseG1GC"));
		command.addAll(properties);
		String classPath = System.getProperty("java.class.path");
		if (classPath.endsWith(".jar") && !classPath.contains(System.getProperty("path.separator"))) {
			command.addAll(List.of("-jar", classPath));
		}
		else {
			command.addAll(List.of("-cp", classPath, Benchmarks.class.getName()));
		}
		command.addAll(List.of("role", role.name()));
		command.addAll(List.of(arguments));
		return new Part(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
	}

	private static String java() {
		return ProcessHandle.current().info().command().orElse("java");
	}

	private String[] awaitAnnouncement() throws IOException {
		for (String line = this.out.readLine(); line != null; line = this.out.readLine()) {
			if (line.startsWith("READY")) {
				return line.split(" ");
			}
		}
		throw new IOException("a part of the harness ended before it was ready");
	}

	public String endpoint(int index) {
		return this.announced[index + 1];
	}

	public Usage usage() throws IOException {
		return Usage.decode(ask(Usage.QUESTION));
	}

	public Footprint footprint() throws IOException {
		return Footprint.decode(ask(Footprint.QUESTION));
	}

	/**
	 * Sends a line and waits for the answer.
	 * @param line a question
	 * @return the answer
	 * @throws IOException if the process is gone
	 */
	public String ask(String line) throws IOException {
		this.in.write(line);
		this.in.newLine();
		this.in.flush();
		for (String answer = this.out.readLine(); answer != null; answer = this.out.readLine()) {
			if (answer.startsWith("ANSWER ")) {
				return answer.substring("ANSWER ".length());
			}
		}
		throw new IOException("a part of the harness ended while it was asked: " + line);
	}

	@Override
	public void close() throws IOException {
		try {
			this.in.close();
		}
		catch (IOException ex) {
			// it has ended already
		}
		this.process.onExit().orTimeout(10, TimeUnit.SECONDS).exceptionally((ex) -> {
			this.process.destroyForcibly();
			return this.process;
		}).join();
		RUNNING.remove(this.process);
	}

}
