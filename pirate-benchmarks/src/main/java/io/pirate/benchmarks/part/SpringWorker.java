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

	@PirateWorker(capacity = "64")
	String echo(String text) {
		return text;
	}

	static void run(String endpoint) {
		new SpringApplicationBuilder(SpringWorker.class).web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.run("--pirate.worker.endpoints=" + endpoint, "--spring.main.banner-mode=off", "--logging.level.root=warn");
		Station.serve();
	}

}
