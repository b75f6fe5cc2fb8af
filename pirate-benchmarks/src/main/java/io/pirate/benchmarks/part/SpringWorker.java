package io.pirate.benchmarks.part;

import io.pirate.spring.PirateWorker;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

/** What a user would write: one annotated method, everything else at its defaults. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class SpringWorker {

	@PirateWorker(capacity = "64", ioThread = "${benchmark.io-thread:false}")
	String echo(String text) {
		return text;
	}

	/**
	 * Serves until standard input ends.
	 * @param endpoint of the queue
	 * @param ioThread whether the method is called on the thread of the sockets
	 */
	static void run(String endpoint, boolean ioThread) {
		new SpringApplicationBuilder(SpringWorker.class).web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.run("--benchmark.io-thread=" + ioThread, "--pirate.worker.endpoints=" + endpoint,
					"--spring.main.banner-mode=off", "--logging.level.root=warn");
		Station.serve();
	}

}
