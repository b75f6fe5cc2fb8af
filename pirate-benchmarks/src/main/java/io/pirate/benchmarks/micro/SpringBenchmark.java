package io.pirate.benchmarks.micro;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.pirate.PirateHandler;
import io.pirate.machine.Job;
import io.pirate.wire.Frames;
import io.pirate.wire.Reply;
import io.pirate.wire.Request;
import io.pirate.wire.ServiceName;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What {@code @PirateWorker} adds to a plain handler: String in, String out. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SpringBenchmark {

	private final PirateHandler handler = AnnotatedEcho.handler();

	private final Job job = new Job(1,
			new Request(ServiceName.ANONYMOUS, Frames.ofText("x".repeat(64)), "text/plain;charset=UTF-8", Map.of()), 1,
			-1);

	@Benchmark
	public CompletionStage<Reply> springInvocation() throws Exception {
		return this.handler.handle(this.job);
	}

}
