package io.pirate.benchmarks.neighbours;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A process that plays a part; it ends when its standard input does. */
final class Child implements Closeable {

	private final Process process;

	private final BufferedReader out;

	private final BufferedWriter in;

	private final String[] announced;

	private Child(Process process) throws IOException {
		this.process = process;
		this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		this.in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
		this.announced = ("READY" + await("READY")).split(" ");
	}

	static Child start(String part, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(ProcessHandle.current().info().command().orElse("java"), "-Xms256m", "-Xmx256m"));
		String classPath = System.getProperty("java.class.path");
		if (classPath.endsWith(".jar") && !classPath.contains(System.getProperty("path.separator"))) {
			command.addAll(List.of("-jar", classPath, "neighbours"));
		}
		else {
			command.addAll(List.of("-cp", classPath, Neighbours.class.getName()));
		}
		command.addAll(List.of("part", part));
		command.addAll(List.of(arguments));
		return new Child(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
	}

	private String await(String beginning) throws IOException {
		for (String line = this.out.readLine(); line != null; line = this.out.readLine()) {
			if (line.startsWith(beginning)) {
				return line.substring(beginning.length());
			}
		}
		throw new IOException("a part ended before it said " + beginning);
	}

	/** A word of what it announced; the first one after READY is 1. */
	String word(int index) {
		return this.announced[index];
	}

	void tell(String line) throws IOException {
		this.in.write(line + "\n");
		this.in.flush();
	}

	String answer() throws IOException {
		return await("ANSWER ");
	}

	@Override
	public void close() throws IOException {
		this.in.close();
		this.process.onExit().join();
	}

}
