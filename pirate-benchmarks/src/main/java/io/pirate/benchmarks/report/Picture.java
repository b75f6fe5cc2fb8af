package io.pirate.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The figures as a picture: ratios of throughput as bars with their targets, latencies of
 * a single caller on a logarithmic scale, and how rates change with workers, connections
 * and requests in flight.
 */
public final class Picture {

	private static final int WIDTH = 960;

	private static final int LABELS = 400;

	private static final int ROW = 24;

	private static final int GAP = 56;

	private static final int MARGIN = 20;

	private final List<Entry> entries;

	private final Svg svg;

	private int y = MARGIN + 16;

	private Picture(List<Entry> entries) {
		this.entries = entries;
		List<Entry> ratios = ratios();
		int rows = ratios.size() + latencies().size();
		int curves = Curves.in(entries) ? Curves.HEIGHT : 0;
		this.svg = new Svg(WIDTH, MARGIN + GAP + ROW + rows * ROW + curves);
	}

	/**
	 * Draws the figures of a file.
	 * @param json as a run wrote it
	 * @param file where the picture goes
	 * @return that file
	 * @throws IOException if one cannot be read or the other not be written
	 */
	public static Path draw(Path json, Path file) throws IOException {
		if (file.getParent() != null) {
			Files.createDirectories(file.getParent());
		}
		return Files.writeString(file, new Picture(Json.read(json)).draw());
	}

	private String draw() {
		ratioBars();
		latencyBars();
		if (Curves.in(this.entries)) {
			new Curves(this.svg, this.entries, MARGIN, WIDTH - 2 * MARGIN).draw(this.y);
		}
		return this.svg.end();
	}

	private List<Entry> ratios() {
		return this.entries.stream()
			.filter((entry) -> entry.number("target") > 0 && entry.number("ratio") > 0
					&& !Boolean.TRUE.equals(entry.fields().get("atMost")))
			.toList();
	}

	private List<Entry> latencies() {
		Set<String> names = new HashSet<>();
		return this.entries.stream()
			.filter((entry) -> entry.number("p50Micros") > 0 && entry.text("name").endsWith(", 1 caller")
					&& !entry.text("name").startsWith("queue + @PirateWorker, raw") && names.add(entry.text("name")))
			.toList();
	}

	/** As long as the ratio is large, with a mark at what was wanted. */
	private void ratioBars() {
		List<Entry> rows = ratios();
		double most = rows.stream()
			.mapToDouble((row) -> Math.max(row.number("ratio"), row.number("target")))
			.max()
			.orElse(1);
		this.svg.title(MARGIN, this.y, "Throughput, as a ratio in the same run; the line is the target");
		double scale = (WIDTH - LABELS - 2 * MARGIN - 110) / most;
		for (Entry row : rows) {
			this.y += ROW;
			double ratio = row.number("ratio");
			boolean met = ratio >= row.number("target");
			label(row.text("name"));
			this.svg.rect(LABELS, this.y - 12, ratio * scale, 15, met ? Svg.OURS : Svg.SHORT);
			double target = LABELS + row.number("target") * scale;
			this.svg.line(target, this.y - 16, target, this.y + 7, Svg.INK, false);
			this.svg.words(LABELS + Math.max(ratio, row.number("target")) * scale + 8, this.y, Svg.INK,
					String.format(Locale.ROOT, "%.2f x (%.2f)", ratio, row.number("target")));
		}
		this.y += GAP;
	}

	/** From the median to the 99th percentile. */
	private void latencyBars() {
		List<Entry> rows = latencies();
		double least = rows.stream().mapToDouble((row) -> row.number("p50Micros")).min().orElse(1) / 2;
		double most = rows.stream().mapToDouble((row) -> row.number("p99Micros")).max().orElse(10);
		this.svg.title(MARGIN, this.y, "One caller: latency from p50 to p99 in microseconds, logarithmic");
		double scale = (WIDTH - LABELS - 2 * MARGIN - 130) / Math.log(most / least);
		for (Entry row : rows) {
			this.y += ROW;
			double p50 = row.number("p50Micros");
			double p99 = row.number("p99Micros");
			double from = LABELS + scale * Math.log(p50 / least);
			double to = LABELS + scale * Math.log(p99 / least);
			boolean ours = row.text("name").contains("Pirate");
			label(row.text("name"));
			this.svg.rect(from, this.y - 12, Math.max(2, to - from), 15, ours ? Svg.OURS : Svg.OTHERS);
			this.svg.words(to + 8, this.y, Svg.INK, String.format(Locale.ROOT, "%,.0f - %,.0f", p50, p99));
		}
		this.y += GAP;
	}

	private void label(String name) {
		this.svg.wordsBefore(LABELS - 10, this.y, Svg.INK, (name.length() > 58) ? name.substring(0, 57) + "…" : name);
	}

}
