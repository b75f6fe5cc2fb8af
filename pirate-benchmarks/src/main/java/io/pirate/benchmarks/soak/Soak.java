package io.pirate.benchmarks.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.pirate.benchmarks.load.Figures;
import io.pirate.benchmarks.load.Load;
import io.pirate.benchmarks.stage.Part;
import io.pirate.benchmarks.stage.Setup;
import io.pirate.benchmarks.stage.Stage;
import io.pirate.benchmarks.stage.Topology;
import io.pirate.benchmarks.stage.Wakeup;

/**
 * Our client, queue and workers under a steady load: 70 % of what they reach, at fixed
 * times whatever comes back. Memory, threads, descriptors and latency are looked at again
 * and again; nothing may grow.
 */
public final class Soak {

	private static final double SHARE = 0.7;

	private static final int WINDOW = 1000;

	private static final int BYTES = 64;

	private static final int HEAP = 256;

	/** The maximum is the least of the last ones: what is reached for a while. */
	private static final int TRIALS = 6;

	private static final double TRIAL_SECONDS = 3;

	/**
	 * Shares of the soak's rate before it begins. Calls at fixed times take paths that no
	 * compiler has seen yet, and those that come meanwhile pile up.
	 */
	private static final double[] WARM_UP = { 0.2, 0.4, 0.6, 0.8, 1, 1 };

	private static final int PERIODS = 30;

	private static final double SHORTEST_PERIOD = 5;

	private static final int PROBES = 5;

	private final Setup setup = Setup.of(Topology.QUEUE, Wakeup.OURS);

	private final double seconds;

	/**
	 * A soak that has not begun.
	 * @param minutes how long
	 */
	public Soak(double minutes) {
		this.seconds = minutes * TimeUnit.MINUTES.toSeconds(1);
	}

	/**
	 * Soaks, and prints a line for each period.
	 * @return whether nothing grew
	 * @throws IOException if a process ended
	 */
	public boolean run() throws IOException {
		try (Stage stage = new Stage(HEAP)) {
			double maximum = maximum(stage);
			Load load = Load.pipelined(Load.Kind.CLIENT, WINDOW, BYTES).at(maximum * SHARE);
			System.out.printf("maximum %,.0f/s, soaking with %,.0f/s for %.0f minutes%n%n", maximum, load.rate(),
					this.seconds / TimeUnit.MINUTES.toSeconds(1));
			for (double share : WARM_UP) {
				stage.ask(this.setup, load.at(load.rate() * share), TRIAL_SECONDS);
			}
			System.out.println(Period.head());
			List<Period> periods = new ArrayList<>();
			int count = (int) Math.max(4, Math.min(PERIODS, this.seconds / SHORTEST_PERIOD));
			for (int i = 0; i < count; i++) {
				Period period = period(stage, load, this.seconds / count);
				periods.add(period);
				System.out.println(period.line(i + 1));
			}
			List<String> growth = Growth.of(periods);
			System.out.println(growth.isEmpty() ? "flat" : "NOT FLAT: " + String.join("; ", growth));
			return growth.isEmpty();
		}
	}

	private double maximum(Stage stage) throws IOException {
		double maximum = Double.MAX_VALUE;
		for (int i = 0; i < TRIALS; i++) {
			double reached = stage.ask(this.setup, Load.pipelined(Load.Kind.CLIENT, WINDOW, BYTES), TRIAL_SECONDS)
				.figures()
				.perSecond();
			maximum = (i < TRIALS / 2) ? maximum : Math.min(maximum, reached);
		}
		return maximum;
	}

	/**
	 * Several looks at the footprint: the least heap is what garbage collection leaves.
	 */
	private Period period(Stage stage, Load load, double periodSeconds) throws IOException {
		List<Part> parts = new ArrayList<>(stage.parts(this.setup));
		parts.add(stage.client(this.setup));
		List<Held> held = new ArrayList<>();
		List<Figures> figures = new ArrayList<>();
		for (int i = 0; i < PROBES; i++) {
			figures.add(stage.ask(this.setup, load, periodSeconds / PROBES).figures());
			held.add(Held.by(parts));
		}
		return Period.of(figures, held);
	}

}
