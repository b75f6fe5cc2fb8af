package io.pirate.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.pirate.benchmarks.plan.Claim;
import io.pirate.benchmarks.plan.Measured;
import io.pirate.benchmarks.plan.Results;
import io.pirate.benchmarks.stage.Sample;
import org.jspecify.annotations.Nullable;

/**
 * One figure of the results file: {@code name, value, unit, ratioTo, ratio, target, met},
 * and what else is known about it.
 *
 * @param fields in the order of the file
 */
public record Entry(Map<String, Object> fields) {

	static List<Entry> of(Results results) {
		List<Entry> entries = new ArrayList<>();
		for (Measured row : results.rows()) {
			if (!row.rounds().isEmpty()) {
				entries.add(of(results, row));
			}
		}
		for (Claim claim : results.group().claims()) {
			double value = claim.value().applyAsDouble(results);
			if (value > 0 && Double.isFinite(value)) {
				entries
					.add(of(results.group().key(), claim.name(), value, claim.unit(), claim.ratioTo(), claim.bound()));
			}
		}
		return entries;
	}

	/**
	 * A single figure.
	 * @param group where it belongs
	 * @param name what it is
	 * @param value of it
	 * @param unit of the value
	 * @param ratioTo what the value was divided by, if it is a ratio
	 * @param bound what is wanted
	 * @return the entry
	 */
	public static Entry of(String group, String name, double value, String unit, @Nullable String ratioTo,
			Claim.@Nullable Bound bound) {
		Map<String, Object> fields = head(group, name, value, unit);
		if (ratioTo != null) {
			fields.put("ratioTo", ratioTo);
			fields.put("ratio", value);
		}
		if (bound != null) {
			fields.put("target", bound.limit());
			fields.put("met", bound.isMet(value));
			fields.put("atMost", bound.most());
		}
		return new Entry(fields);
	}

	private static Entry of(Results results, Measured row) {
		Map<String, Object> fields = head(results.group().key(), row.scenario().name(), row.perSecond(), "requests/s");
		double ratio = results.ratio(row);
		if (ratio > 0) {
			fields.put("ratioTo", String.valueOf(row.scenario().ratioTo()));
			fields.put("ratio", ratio);
		}
		if (row.scenario().target() > 0) {
			fields.put("target", row.scenario().target());
			fields.put("met", ratio >= row.scenario().target());
		}
		fields.put("min", row.least());
		fields.put("max", row.most());
		fields.put("p50Micros", row.p50());
		fields.put("p99Micros", row.p99());
		fields.put("p999Micros", row.p999());
		fields.put("frontCpuMicros", row.median(Sample::frontMicros));
		fields.put("allCpuMicros", row.median(Sample::allMicros));
		fields.put("frontBytes", row.median(Sample::frontBytes));
		fields.put("lost", row.lost());
		fields.put("perSecond", row.rounds().stream().map((sample) -> sample.figures().perSecond()).toList());
		return new Entry(fields);
	}

	private static Map<String, Object> head(String group, String name, double value, String unit) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("name", name);
		fields.put("value", value);
		fields.put("unit", unit);
		fields.put("group", group);
		return fields;
	}

	String text(String field) {
		return String.valueOf(this.fields.get(field));
	}

	double number(String field) {
		return (this.fields.get(field) instanceof Number number) ? number.doubleValue() : 0;
	}

}
