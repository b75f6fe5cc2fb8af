package io.pirate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

/** The rows as a file: an array of objects, one for each figure. */
final class Json {

	private Json() {
	}

	static Path write(List<Measured> rows, Path file) throws IOException {
		List<Map<String, Object>> entries = new ArrayList<>();
		for (Measured row : rows) {
			Map<String, Object> entry = new LinkedHashMap<>();
			entry.put("name", row.scenario().name());
			entry.put("value", row.median(Figures::perSecond));
			entry.put("unit", "requests/s");
			double ratio = row.ratio(rows);
			if (ratio > 0) {
				entry.put("ratioTo", row.scenario().ratioTo());
				entry.put("ratio", ratio);
			}
			if (row.scenario().target() > 0) {
				entry.put("target", row.scenario().target());
				entry.put("met", ratio >= row.scenario().target());
			}
			entry.put("rounds", row.rounds());
			entries.add(entry);
		}
		if (file.getParent() != null) {
			Files.createDirectories(file.getParent());
		}
		return Files.writeString(file,
				JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(entries));
	}

}
