package io.pirate.benchmarks.attacks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import io.pirate.benchmarks.attacks.Scene.Attacked;
import io.pirate.benchmarks.hostile.Attack;
import io.pirate.benchmarks.load.Figures;
import io.pirate.benchmarks.part.Footprint;
import io.pirate.benchmarks.plan.Claim.Bound;
import io.pirate.benchmarks.report.Entry;

/**
 * What came of one attack, by rounds. The queue is measured against the same attack at
 * another queue: what an attack makes the machine do is the machine's, whoever is
 * attacked.
 */
final class Outcome {

	private static final String HEAD = "%-34s %8s %7s %7s %7s %7s %6s %8s %5s  %-21s %s%n";

	private static final double MEBIBYTE = 1024 * 1024;

	/** Remembered replies may take a sixteenth of the heap, and collections differ. */
	private static final double ROOM_MEBIBYTES = 24;

	private static final int ROOM_FILES = 10;

	private final Attack attack;

	private final List<Figures> quiet = new ArrayList<>();

	private final List<Attacked> attacked = new ArrayList<>();

	private final List<Attacked> elsewhere = new ArrayList<>();

	private final Footprint before;

	private final String threadsBefore;

	Outcome(Attack attack, Footprint before, String threadsBefore) {
		this.attack = attack;
		this.before = before;
		this.threadsBefore = threadsBefore;
	}

	void add(Figures calm, Attacked here, Attacked there) {
		this.quiet.add(calm);
		this.attacked.add(here);
		this.elsewhere.add(there);
	}

	static String head() {
		return String.format(Locale.ROOT, "%-34s %8s %15s %15s %15s %5s%n", "", "attacks", "quiet, us", "attacked, us",
				"p99 ratio to", "")
				+ String.format(Locale.ROOT, HEAD, "others' calls during", "a second", "p50", "p99", "p50", "p99",
						"quiet", "elsewh.", "lost", "", "queue: heap MiB, descriptors, I/O threads");
	}

	String line(Footprint after, String threadsAfter) {
		String verdict = isMet() ? String.format(Locale.ROOT, "(meets %.0f)", this.attack.target())
				: String.format(Locale.ROOT, "(MORE THAN %.0f)", this.attack.target());
		return String.format(Locale.ROOT, HEAD, this.attack, whole(median(this.attacked, Attacked::perSecond)),
				whole(median(this.quiet, Figures::p50)), whole(median(this.quiet, Figures::p99)),
				whole(median(this.attacked, (window) -> window.figures().p50())), whole(attackedP99()),
				fraction(toQuiet()), fraction(toElsewhere()), lost(), verdict, held(after, threadsAfter));
	}

	private String held(Footprint after, String threadsAfter) {
		double heapBefore = this.before.heapBytes() / MEBIBYTE;
		double heapAfter = after.heapBytes() / MEBIBYTE;
		boolean grown = heapAfter > heapBefore + ROOM_MEBIBYTES || after.files() > this.before.files() + ROOM_FILES;
		return String.format(Locale.ROOT, "%.0f-%.0f, %d-%d, %s%s", heapBefore, heapAfter, this.before.files(),
				after.files(), isAlive(threadsAfter) ? "alive" : "DEAD", grown ? " GROWN" : "");
	}

	/** The figures for programs. */
	List<Entry> entries(Footprint after, String threadsAfter) {
		Entry entry = Entry.of("attacks", this.attack.toString(), toElsewhere(), "ratio", "elsewhere",
				Bound.atMost(this.attack.target()));
		entry.fields().put("attacksPerSecond", median(this.attacked, Attacked::perSecond));
		entry.fields().put("quietP50Micros", median(this.quiet, Figures::p50));
		entry.fields().put("quietP99Micros", median(this.quiet, Figures::p99));
		entry.fields().put("attackedP50Micros", median(this.attacked, (window) -> window.figures().p50()));
		entry.fields().put("attackedP99Micros", attackedP99());
		entry.fields().put("elsewhereP99Micros", elsewhereP99());
		entry.fields().put("ratioToQuiet", toQuiet());
		entry.fields().put("lost", lost());
		entry.fields().put("heapBytesBefore", this.before.heapBytes());
		entry.fields().put("heapBytesAfter", after.heapBytes());
		entry.fields().put("filesBefore", this.before.files());
		entry.fields().put("filesAfter", after.files());
		entry.fields().put("ioThreadsAlive", isAlive(threadsAfter));
		return List.of(entry);
	}

	private boolean isAlive(String threadsAfter) {
		return !threadsAfter.isEmpty() && threadsAfter.equals(this.threadsBefore);
	}

	private boolean isMet() {
		return toElsewhere() <= this.attack.target();
	}

	/** A slow minute of the machine hits both windows of a round. */
	private double toQuiet() {
		return median(IntStream.range(0, this.quiet.size())
			.mapToDouble((round) -> this.attacked.get(round).figures().p99() / this.quiet.get(round).p99()));
	}

	private double toElsewhere() {
		return median(IntStream.range(0, this.quiet.size())
			.mapToDouble(
					(round) -> this.attacked.get(round).figures().p99() / this.elsewhere.get(round).figures().p99()));
	}

	private double attackedP99() {
		return median(this.attacked, (window) -> window.figures().p99());
	}

	private double elsewhereP99() {
		return median(this.elsewhere, (window) -> window.figures().p99());
	}

	/** Of the attacked queue; what the machine loses elsewhere is not its fault. */
	private long lost() {
		return this.attacked.stream().mapToLong((window) -> window.figures().lost()).sum();
	}

	private static <T> double median(List<T> windows, ToDoubleFunction<T> figure) {
		return median(windows.stream().mapToDouble(figure));
	}

	private static double median(DoubleStream values) {
		double[] sorted = values.sorted().toArray();
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

	private static String whole(double value) {
		return String.format(Locale.ROOT, "%,.0f", value);
	}

	private static String fraction(double value) {
		return String.format(Locale.ROOT, "%.2f", value);
	}

}
