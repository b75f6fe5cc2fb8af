package io.pirate.benchmarks.micro;

import java.util.concurrent.TimeUnit;

import io.pirate.wire.Frames;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Request, lease and reply in the queue's machine, without codecs and sockets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BrokerBenchmark {

	private final BrokerDesk anonymous = new BrokerDesk("", false);

	private final BrokerDesk anonymousCompact = new BrokerDesk("", true);

	private final BrokerDesk named = new BrokerDesk("echo", false);

	private final BrokerDesk namedCompact = new BrokerDesk("echo", true);

	@Benchmark
	public Frames brokerAnonymous() {
		return this.anonymous.call();
	}

	@Benchmark
	public Frames brokerAnonymousCompact() {
		return this.anonymousCompact.call();
	}

	@Benchmark
	public Frames brokerNamed() {
		return this.named.call();
	}

	@Benchmark
	public Frames brokerNamedCompact() {
		return this.namedCompact.call();
	}

}
