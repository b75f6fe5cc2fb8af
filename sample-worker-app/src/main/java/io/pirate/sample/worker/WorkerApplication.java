package io.pirate.sample.worker;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts queue, worker or both, see the profiles in application.yml. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public final class WorkerApplication {

	public static void main(String[] args) {
		SpringApplication.run(WorkerApplication.class, args);
	}

}
