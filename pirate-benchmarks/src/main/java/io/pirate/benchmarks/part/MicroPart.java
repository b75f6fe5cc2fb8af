package io.pirate.benchmarks.part;

import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A process in which JMH runs one class of benchmarks. JMH's own forks cannot start from
 * an executable jar; this process is the fork instead.
 */
final class MicroPart {

	private MicroPart() {
	}

	static void run(String pattern) {
		Station.serve((seconds) -> measure(pattern, Double.parseDouble(seconds)), () -> {
		});
	}

	/** One word for each benchmark: name=nanoseconds±error. */
	private static String measure(String pattern, double seconds) throws Exception {
		TimeValue iteration = TimeValue.milliseconds((long) (seconds * TimeUnit.SECONDS.toMillis(1)));
		return new Runner(new OptionsBuilder().include(pattern)
			.forks(0)
			.warmupIterations(3)
			.warmupTime(iteration)
			.measurementIterations(5)
			.measurementTime(iteration)
			.verbosity(VerboseMode.SILENT)
			.build()).run().stream().map(MicroPart::word).collect(Collectors.joining(" "));
	}

	private static String word(RunResult result) {
		String benchmark = result.getParams().getBenchmark();
		return benchmark.substring(benchmark.lastIndexOf('.') + 1) + "=" + result.getPrimaryResult().getScore();
	}

}
