package io.pirate.benchmarks.micro;

import io.pirate.wire.Frames;

import static org.assertj.core.api.Assertions.assertThat;

/** Calls what JMH would measure. */
public final class MicroFixture {

	private MicroFixture() {
	}

	public static void everyBenchmarkOnce() throws Exception {
		Frames body = new BrokerDesk("", false).call();
		for (int i = 0; i < 20; i++) {
			assertThat(new BrokerDesk("echo", i % 2 == 0).call()).isEqualTo(body);
		}
		assertThat(new SpringBenchmark().springInvocation().toCompletableFuture().get().body().text(0)).hasSize(64);
		CodecBenchmark codecs = new CodecBenchmark();
		assertThat(codecs.plainEncode().size()).isEqualTo(3);
		assertThat(codecs.mdpWorkerEncode().size()).isEqualTo(5);
	}

}
