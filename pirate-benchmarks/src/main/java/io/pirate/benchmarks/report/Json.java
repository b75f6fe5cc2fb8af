package io.pirate.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.pirate.benchmarks.plan.Results;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** All figures as a file: an array of objects, one for each. */
public final class Json {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final Path file;

	private final List<Entry> entries = new ArrayList<>();

	/**
	 * An empty collection.
	 * @param file where it will be written
	 */
	public Json(Path file) {
		this.file = file;
	}

	/**
	 * Adds a group's figures and writes the file anew, so that a run that ends early
	 * leaves something.
	 * @param results of the group
	 * @throws IOException if the file cannot be written
	 */
	public void add(Results results) throws IOException {
		add(Entry.of(results));
	}

	/**
	 * Adds single figures and writes the file anew.
	 * @param more of them
	 * @throws IOException if the file cannot be written
	 */
	public void add(List<Entry> more) throws IOException {
		this.entries.addAll(more);
		if (this.file.getParent() != null) {
			Files.createDirectories(this.file.getParent());
		}
		Files.writeString(this.file, MAPPER.writerWithDefaultPrettyPrinter()
			.writeValueAsString(this.entries.stream().map(Entry::fields).toList()) + "\n");
	}

	static List<Entry> read(Path file) throws IOException {
		List<LinkedHashMap<String, Object>> all = MAPPER.readValue(Files.readString(file), new TypeReference<>() {
		});
		return all.stream().map((fields) -> new Entry((Map<String, Object>) fields)).toList();
	}

}
